package native

import (
	"context"
	"reflect"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// register adds every operation.
func (h *Handler) register() {
	h.sessionOperations()
	h.workOperations()
	h.callOperations()
	h.caseOperations()
	h.similarOperations()
	h.userOperations()
	h.userPageOperations()
	h.reportOperations()
	h.statOperations()
	h.paceOperations()
	h.undeliveredOperations()
	h.eventOperations()
	h.listOperations(review.RiskList, "risk_users", "high-risk users")
	h.listOperations(review.SpecialList, "special_users", "protected users")
	h.lineOperations()
	h.reversalOperations()
	h.wordOperations()
	h.pictureOperations()
	h.ruleOperations()
	h.curateOperations()
	h.modelOperations()
	h.replayOperations()
	h.sanctionOperations()
	h.deliveryOperations()
	h.appOperations()
	h.giftOperations()
	h.partyCallOperations()
	h.walletOperations()
	h.staffOperations()
	h.settingOperations()
	h.ownOperations()
	h.preferenceOperations()
	h.tokenOperations()
	h.auditOperations()
	loosen(h.api.OpenAPI().Components.Schemas, reflect.TypeFor[tenant.App]())
}

// addressOf is where the request comes from.
func addressOf(ctx context.Context) string { return auditlog.ActorFrom(ctx).Address }
