package screen

import (
	"context"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/period"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// archive says of each prune from when and of which apps it forgets.
type archive struct {
	*ledger
	last   int64
	pruned []pruned
}

type pruned struct {
	after int64
	days  int
	of    []string
}

func (a *archive) PruneLines(_ context.Context, p Prune) (int64, error) {
	done := pruned{after: p.After, days: int(noon.Sub(p.Before) / period.Day)}
	for _, app := range []string{"brief", "gone", "live", "long"} {
		if p.Of(app) {
			done.of = append(done.of, app)
		}
	}
	a.pruned = append(a.pruned, done)
	a.last++
	return a.last, nil
}

// Each app's messages are forgotten when it says, those of apps that are gone
// after 30 days. What was looked at is not looked at again, until an app says
// otherwise.
func TestEachAppForgetsInItsTime(t *testing.T) {
	t.Parallel()
	all := apps{"live": {ID: "live"}, "brief": {ID: "brief", Audit: &tenant.Audit{KeepDays: 7}}, "long": {ID: "long", Audit: &tenant.Audit{KeepDays: 400}}}
	store := &archive{ledger: &ledger{}}
	s := NewService(Options{Store: store, Apps: all, Now: func() time.Time { return noon }})
	forget := func(want ...pruned) {
		t.Helper()
		store.pruned = nil
		if err := s.ForgetOld(t.Context()); err != nil || !reflect.DeepEqual(store.pruned, want) {
			t.Errorf("%+v %v, want %+v", store.pruned, err, want)
		}
	}
	forget(pruned{0, 7, []string{"brief"}}, pruned{0, 30, []string{"gone", "live"}}, pruned{0, 400, []string{"long"}})
	forget(pruned{1, 7, []string{"brief"}}, pruned{2, 30, []string{"gone", "live"}}, pruned{3, 400, []string{"long"}})
	all["long"] = tenant.App{ID: "long", Audit: &tenant.Audit{KeepDays: 400}, Retention: tenant.Retention{Messages: 7}}
	forget(pruned{0, 7, []string{"brief", "long"}}, pruned{0, 30, []string{"gone", "live"}})
}

func TestASieve(t *testing.T) {
	t.Parallel()
	said := Stepped{App: "live", UserID: "u1", RoomID: "r1", Text: "快加 薇\u200b信 XZ88", Outcome: "deny", At: noon}
	for i, test := range []struct {
		filter LineFilter
		takes  bool
	}{
		{LineFilter{}, true},
		{LineFilter{App: "live", UserID: "u1", RoomID: "r1", Outcome: "deny", Text: "薇信xz", From: noon, To: noon.Add(1)}, true},
		{LineFilter{Text: "薇信ＸＺ８８"}, true},
		{LineFilter{Text: "加 薇"}, true},
		{LineFilter{Text: "！"}, false},
		{LineFilter{Text: "信xz89"}, false},
		{LineFilter{Text: "xz88888888888888888"}, false},
		{LineFilter{App: "other"}, false},
		{LineFilter{UserID: "u2"}, false},
		{LineFilter{RoomID: "r2"}, false},
		{LineFilter{Outcome: "pass"}, false},
		{LineFilter{From: noon.Add(1)}, false},
		{LineFilter{To: noon}, false},
	} {
		s := NewSieve(test.filter)
		if got := []bool{s.Takes(said), s.Takes(said)}; !slices.Equal(got, []bool{test.takes, test.takes}) {
			t.Errorf("%d: %v", i, got)
		}
	}
}
