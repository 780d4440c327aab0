package app

import (
	"github.com/xiezhi/xiezhi/internal/party"
	"github.com/xiezhi/xiezhi/internal/protocol/yunjing"
	"github.com/xiezhi/xiezhi/internal/reversal"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// newReversals makes the room that undoes what causes did. Live messages come
// by yunjing, and where a credential has no callback address nobody is told; what
// party users wrote goes to whom they wrote.
func (a *App) newReversals() *reversal.Service {
	callbacks := yunjing.Encoder{Global: a.globalCallback}
	return reversal.NewService(reversal.Options{
		Store: a.store, Cases: a.review, Apps: a.registry, Now: a.now, Wake: a.delivery.Wake,
		Channel: func(app tenant.App, credential string) string {
			switch {
			case app.Party != nil && party.Heard(credential):
				return party.Channel
			case callbacks.Reaches(app, credential):
				return yunjing.Channel
			}
			return ""
		},
	})
}
