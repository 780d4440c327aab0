package native

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/gift"
	"github.com/xiezhi/xiezhi/internal/idempotency"
	"github.com/xiezhi/xiezhi/internal/party"
	"github.com/xiezhi/xiezhi/internal/staff"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// everybody may give.
type everybody struct{}

func (everybody) MayGive(context.Context, string, string) error { return nil }

// guests makes users of the app live.
func (w *world) guests(users ...string) {
	w.Helper()
	for i, user := range users {
		account := party.Account{App: "live", UserUUID: user, DeviceID: "d", Name: user, CreatedAt: w.clock.now(), UpdatedAt: w.clock.now()}
		_, err := w.store.CreatePartyAccount(context.Background(), account, func() int64 { return int64(i + 1) })
		w.must(err)
	}
}

func (w *world) give(from, to string, id, count int64) gift.Receipt {
	w.Helper()
	receipt, err := w.deps.Gifts.Reward(context.Background(), tenant.App{ID: "live"}, gift.Order{From: from, To: to, GiftID: id, Count: count})
	w.must(err)
	return receipt
}

// gifts is the part of gifts in TestEveryOperation.
func (c *client) gifts() {
	c.guests("ann", "bob")
	app := c.token("app live", staff.CasesRead, staff.CoinsWrite)
	c.call(app, "credit-wallet", given{"id": "live", "user_id": "ann", "coins": 1000, "reason": "充值"})
	gifts := c.call("supervisor", "put-gifts", given{"id": "live", "version": 0, "gifts": []map[string]any{{"id": 1, "name": "花", "price": 10}, {"id": 2, "name": "车", "price": 500, "off": true}}})
	if c.number(gifts, "version") != 1 || c.text(gifts, "updated_at") == "" {
		c.Errorf("%v", gifts)
	}
	if kept := c.call("auditor", "get-gifts", given{"id": "live"}); c.text(kept, "gifts.0.name") != "花" || c.at(kept, "gifts.1.off") != true {
		c.Errorf("%v", kept)
	}
	reward := c.give("ann", "bob", 1, 3)
	refunded := c.call(app, "refund-reward", given{"id": "live", "reward_id": reward.ID, "reason": "误赠"})
	if c.text(refunded, "user_id") != "ann" || c.number(refunded, "balance") != 1000 || c.number(refunded, "house") != 0 || c.at(refunded, "repeated") != false {
		c.Errorf("%v", refunded)
	}
	wallet := c.call("reviewer", "get-wallet", given{"id": "live", "user_id": "ann", "limit": 2})
	if c.number(wallet, "balance") != 1000 || c.text(wallet, "items.0.kind") != "refund" || c.number(wallet, "items.0.refund_of") != reward.ID || c.number(wallet, "items.1.coins") != -30 ||
		c.number(wallet, "items.1.balance") != 970 || c.number(wallet, "items.1.gift.price") != 10 || c.number(wallet, "items.1.refunded_by") != c.number(refunded, "id") {
		c.Errorf("%v", wallet)
	}
	rest := c.call("reviewer", "get-wallet", given{"id": "live", "user_id": "ann", "limit": 2, "cursor": wallet["next"]})
	if c.text(rest, "items.0.reason") != "充值" || c.text(rest, "items.0.author") != "app live" || rest["next"] != nil {
		c.Errorf("%v", rest)
	}
}

func TestGiftsOfAnAppThatHasSetNone(t *testing.T) {
	t.Parallel()
	w := small(t)
	c := newClient(w)
	before := c.call("reviewer", "get-gifts", given{"id": "live"})
	if c.number(before, "version") != 0 || len(c.at(before, "gifts").([]any)) != 4 || c.number(before, "gifts.3.price") != 999 || before["updated_at"] != nil {
		t.Errorf("%v", before)
	}
	put := func(version int, gifts ...map[string]any) given {
		return given{"id": "live", "version": version, "gifts": append([]map[string]any{}, gifts...)}
	}
	flower := map[string]any{"id": 1, "name": "花", "price": 10}
	w.wantProblem(c.try("supervisor", "put-gifts", put(0, flower, flower)), http.StatusBadRequest, "invalid")
	w.wantProblem(c.try("supervisor", "put-gifts", put(0, map[string]any{"id": 1, "name": "花", "price": 0})), http.StatusBadRequest, "invalid")
	w.wantProblem(c.try("supervisor", "put-gifts", put(3, flower)), http.StatusConflict, gift.CodeChanged)
	w.wantProblem(c.try("supervisor", "put-gifts", put(0, flower).with("id", "nowhere")), http.StatusNotFound, "unknown_app")
	w.wantProblem(c.try(w.token("app other", staff.AppsRead), "get-gifts", given{"id": "live"}), http.StatusForbidden, "forbidden")
	if empty := c.call("admin", "put-gifts", put(0)); len(c.at(empty, "gifts").([]any)) != 0 || c.number(empty, "version") != 1 {
		t.Errorf("%v", empty)
	}
}

// TestACreditIsMadeOnceForEver also when the answer is forgotten that is given
// again for a day.
func TestACreditIsMadeOnceForEver(t *testing.T) {
	t.Parallel()
	w := small(t)
	w.guests("ann")
	credit := func(body, key string) reply {
		return w.do(call{who: "admin", method: http.MethodPost, path: "/apps/live/wallets/ann/credit", body: body, header: map[string]string{idempotencyHeader: key}})
	}
	w.want(credit(`{"coins": 5, "reason": "won"}`, "k1"), http.StatusOK, nil)
	w.clock.move(idempotency.Kept * 2)
	var again struct{ Repeated bool }
	w.want(credit(`{"coins": 5, "reason": "won"}`, "k1"), http.StatusOK, &again)
	if !again.Repeated {
		t.Error("it was made twice")
	}
	w.clock.move(idempotency.Kept * 2)
	w.wantProblem(credit(`{"coins": 6, "reason": "won"}`, "k1"), http.StatusConflict, gift.CodeReused)
	w.want(credit(`{"coins": 5, "reason": "won"}`, ""), http.StatusOK, nil)
	w.want(credit(`{"coins": 5, "reason": "won"}`, ""), http.StatusOK, nil)
	if balance, err := w.deps.Gifts.Balance(t.Context(), "live", "ann"); balance != 15 || err != nil {
		t.Errorf("%d, %v", balance, err)
	}
	entries, err := w.store.AuditEntries(t.Context(), auditlog.Filter{Action: string(auditlog.CoinsCredit)})
	w.must(err)
	if len(entries) != 3 || entries[0].Actor.Kind != auditlog.Staff || strings.Contains(string(entries[0].Detail), "won") {
		t.Errorf("%+v", entries)
	}
}

func TestARefundThatCannotBe(t *testing.T) {
	t.Parallel()
	w := small(t)
	c := newClient(w)
	w.guests("ann", "bob", "cid")
	c.call("admin", "credit-wallet", given{"id": "live", "user_id": "ann", "coins": 99, "reason": "won"})
	reward := w.give("ann", "bob", 2, 1)
	w.give("bob", "cid", 1, 11)
	refund := given{"id": "live", "reward_id": reward.ID, "reason": "fraud"}
	w.wantProblem(c.try("supervisor", "refund-reward", refund), http.StatusConflict, gift.CodeNotEnough)
	w.wantProblem(c.try("supervisor", "refund-reward", refund.with("reward_id", 4711)), http.StatusNotFound, gift.CodeNoReward)
	w.wantProblem(c.try(w.token("app other", staff.CoinsWrite), "refund-reward", refund), http.StatusForbidden, "forbidden")
	w.wantProblem(c.try("supervisor", "refund-reward", refund.with("reason", "")), http.StatusBadRequest, "invalid")
	if borne := c.call("supervisor", "refund-reward", refund.with("house_bears", true)); c.number(borne, "house") != 99 {
		t.Errorf("%v", borne)
	}
	w.wantProblem(c.try("supervisor", "refund-reward", refund), http.StatusConflict, gift.CodeRefunded)
	w.wantProblem(c.try("supervisor", "credit-wallet", given{"id": "live", "user_id": "zoe", "coins": 1, "reason": "won"}), http.StatusNotFound, party.CodeNoUser)
}
