package review

import (
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// The guard of party users hears of a punishment when it comes into force, which
// is at the end of the undo window; of a party app.
func TestTheGuardIsToldWithTheDecision(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 4, 0, 0, 0, time.UTC)
	party := tenant.App{ID: "live", Party: &tenant.Party{}}
	for _, row := range []struct {
		app    tenant.App
		action verdict.Action
		told   int
	}{{party, verdict.Mute, 1}, {party, verdict.LoginLimit, 1}, {party, verdict.Delete, 1}, {tenant.App{ID: "live"}, verdict.Mute, 0}} {
		r := DecideRequest{App: row.app, Verdict: verdict.Ad, Actions: []ActionRequest{{Type: row.action, Hours: 1}}, Undo: time.Minute}
		ruling, err := r.ruled(hallCase(), Reports{}, now)
		if err != nil {
			t.Fatal(err)
		}
		var told []outbox.Event
		for _, event := range ruling.Events {
			if event.Channel == enforce.GuardChannel {
				told = append(told, event)
			}
		}
		if len(told) != row.told || row.told == 1 && !told[0].DueAt.Equal(now.Add(time.Minute)) {
			t.Errorf("%s: %+v", row.action, told)
		}
	}
}
