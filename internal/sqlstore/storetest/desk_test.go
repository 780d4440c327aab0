package storetest

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// desk is the reviewers' service over a store, with a clock that the test
// turns.
type desk struct {
	*review.Service
	t     *testing.T
	store *sqlstore.Store
	now   time.Time
	app   tenant.App
}

// newDesk begins 1000 seconds after the start, with leases of a minute.
func newDesk(t *testing.T, store *sqlstore.Store) *desk {
	t.Helper()
	d := &desk{t: t, store: store, now: at(1000), app: tenant.App{ID: live, Uplus: &tenant.Uplus{BaseURL: "http://127.0.0.1:1"}}}
	d.Service = review.NewService(review.Options{Store: store, Lists: store, Lease: time.Minute, Now: func() time.Time { return d.now }})
	return d
}

func reviewer(id int64) review.Reviewer   { return review.Reviewer{ID: id} }
func supervisor(id int64) review.Reviewer { return review.Reviewer{ID: id, Senior: true} }

func held(c review.Case) review.Hold { return review.Hold{Token: c.LeaseToken, Version: c.Version} }

// take claims message cases of any risk and compares their ids.
func (d *desk) take(who review.Reviewer, limit int, want ...int64) []review.Case {
	d.t.Helper()
	cases, err := d.Claim(context.Background(), review.ClaimRequest{App: live, Queue: review.MessageQueue, Who: who, Limit: limit})
	must(d.t, err)
	same(d.t, want, ids(cases))
	return cases
}

// takeOne claims the case that must come next.
func (d *desk) takeOne(who review.Reviewer, want int64) review.Case {
	d.t.Helper()
	return d.take(who, 1, want)[0]
}

// request is a decision on a held case: a mute of the accused, or a pass.
func (d *desk) request(c review.Case, who review.Reviewer, label verdict.Label, undo time.Duration) review.DecideRequest {
	r := review.DecideRequest{App: d.app, CaseID: c.ID, Who: who, Hold: held(c), Verdict: label, Undo: undo}
	if label != verdict.Pass {
		r.Actions = []review.ActionRequest{{Type: verdict.Mute, Hours: 2}}
	}
	return r
}

func (d *desk) decide(c review.Case, who review.Reviewer, label verdict.Label, undo time.Duration) review.DecideResult {
	d.t.Helper()
	result, err := d.Decide(context.Background(), d.request(c, who, label, undo))
	must(d.t, err)
	return result
}

// wantConflict wants the code, and returns what the fault says is there.
func wantConflict(t *testing.T, err error, code string) review.Present {
	t.Helper()
	if !fault.Is(err, fault.Conflict) || !fault.HasCode(err, code) {
		t.Fatalf("want a conflict %s, got %v", code, err)
	}
	there, ok := fault.As(err).Detail.(review.Present)
	if !ok {
		t.Fatalf("%s does not say what is there: %#v", code, fault.As(err).Detail)
	}
	return there
}

// App implements enforce.Apps.
func (d *desk) App(id string) (tenant.App, bool) { return d.app, id == d.app.ID }

// goneByName is a platform that has lost what is called so.
func goneByName(_ context.Context, _ tenant.App, _, url string) (there bool, err error) {
	return !strings.Contains(url, "gone"), nil
}

// stateOf is the state of the case's only event, empty where it has none.
func stateOf(t *testing.T, store *sqlstore.Store, caseID int64) outbox.State {
	t.Helper()
	sent, err := store.Deliveries(context.Background(), delivery.Filter{CaseID: caseID})
	must(t, err)
	if len(sent) == 0 {
		return ""
	}
	same(t, 1, len(sent))
	return sent[0].State
}
