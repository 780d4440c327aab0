package evidence

import (
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

func TestTheWorkWaitsForARushButNotForEver(t *testing.T) {
	t.Parallel()
	var r rush
	at := time.Unix(1_800_000_000, 0)
	if r.waits(0, at) || r.waits(1, at.Add(rushLook)) {
		t.Error("it waits for nothing")
	}
	kept, waited := int64(1), time.Duration(0)
	for now := at.Add(2 * rushLook); ; now = now.Add(rushLook) {
		kept += rushMany
		if !r.waits(kept, now) {
			break
		}
		waited += rushLook
	}
	if waited < rushBound/2 || waited > rushBound {
		t.Errorf("it waits %s", waited)
	}
}

func TestTheGravestOfWhatFitsIsDone(t *testing.T) {
	t.Parallel()
	app := tenant.App{Netease: &tenant.Netease{Actions: []tenant.EvidenceAction{
		{Label: 100, Do: "warn"}, {Label: 100, Level: 2, Do: "kick", Minutes: 5}, {Label: 500, Level: 2, Do: "close"}, {Label: 600, Do: "ask"},
	}}}
	found := func(list ...content.Suspicion) content.Evidence { return content.Evidence{Found: list} }
	for i, row := range []struct {
		evidence content.Evidence
		action   verdict.Action
		label    verdict.Label
	}{
		{found(content.Suspicion{Label: 100, Level: 1}), verdict.Warn, verdict.Porn},
		{found(content.Suspicion{Label: 100, Level: 2}), verdict.KickRoom, verdict.Porn},
		{found(content.Suspicion{Label: 100, Level: 2}, content.Suspicion{Label: 500, Level: 2}), verdict.CloseRoom, verdict.Politics},
		{found(content.Suspicion{Label: 500, Level: 1}, content.Suspicion{Label: 600, Level: 2}), "", ""},
		{found(), "", ""},
	} {
		got, acts := policyOf(app, row.evidence)
		if got.Action.Type != row.action || got.Verdict != row.label || acts != (row.action != "") {
			t.Errorf("%d: %+v", i, got)
		}
	}
}

func TestPresenceHasNoOrder(t *testing.T) {
	t.Parallel()
	at := func(s int) time.Time { return time.Unix(int64(1_800_000_000+s), 0) }
	steps := []Step{
		{Kind: Left, Seat: content.Seat{UID: "1"}, At: at(9)}, {Kind: Joined, Seat: content.Seat{UID: "1"}, User: "a", At: at(1)},
		{Kind: Joined, Seat: content.Seat{UID: "2"}, User: "b", At: at(2)}, {Kind: Joined, Seat: content.Seat{UID: "1"}, User: "a", At: at(20)},
	}
	got := InCall(Call{EndedAt: at(30)}, steps)
	want := []Presence{{"1", "a", at(1), at(9)}, {"2", "b", at(2), at(30)}, {"1", "a", at(20), at(30)}}
	for i := range want {
		if len(got) != len(want) || got[i] != want[i] {
			t.Fatalf("%+v", got)
		}
	}
}
