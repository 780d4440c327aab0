package enforce

import (
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

func TestBondIsWhatThePlatformKnowsOneStateOf(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		a, b Sanction
		same bool
	}{
		"the same show":            {Sanction{Action: verdict.Mute, Module: content.Show, UserID: "u", PlaceID: "s"}, Sanction{Action: verdict.Mute, Module: content.Show, UserID: "u", PlaceID: "s"}, true},
		"two shows":                {Sanction{Action: verdict.Mute, Module: content.Show, UserID: "u", PlaceID: "s"}, Sanction{Action: verdict.Mute, Module: content.Show, UserID: "u", PlaceID: "t"}, false},
		"hall and show":            {Sanction{Action: verdict.Mute, Module: content.Hall, UserID: "u"}, Sanction{Action: verdict.Mute, Module: content.Show, UserID: "u", PlaceID: "s"}, false},
		"the hall, from anywhere":  {Sanction{Action: verdict.Mute, Module: content.Hall, UserID: "u", PlaceID: "x"}, Sanction{Action: verdict.Mute, Module: content.Hall, UserID: "u"}, true},
		"log-in, from two modules": {Sanction{Action: verdict.LoginLimit, Module: content.Show, UserID: "u", PlaceID: "s"}, Sanction{Action: verdict.LoginLimit, Module: content.User, UserID: "u"}, true},
		"two users' log-in":        {Sanction{Action: verdict.LoginLimit, UserID: "u"}, Sanction{Action: verdict.LoginLimit, UserID: "v"}, false},
		"a show, whoever was seen": {Sanction{Action: verdict.CloseShow, UserID: "u", PlaceID: "s"}, Sanction{Action: verdict.CloseShow, UserID: "v", PlaceID: "s"}, true},
		"names with slashes":       {Sanction{Action: verdict.Mute, Module: content.Show, PlaceID: "a", UserID: "b/c"}, Sanction{Action: verdict.Mute, Module: content.Show, PlaceID: "a/b", UserID: "c"}, false},
		"names with their escapes": {Sanction{Action: verdict.Mute, Module: content.Show, PlaceID: "a%2Fb", UserID: "c"}, Sanction{Action: verdict.Mute, Module: content.Show, PlaceID: "a/b", UserID: "c"}, false},
	} {
		if got := row.a.Bond() == row.b.Bond(); got != row.same || row.a.Bond() == "" {
			t.Errorf("%s: %q and %q", name, row.a.Bond(), row.b.Bond())
		}
	}
}

func TestActsBindNobody(t *testing.T) {
	t.Parallel()
	now := time.Now()
	for action, binds := range map[verdict.Action]bool{
		verdict.Mute: true, verdict.CloseShow: true, verdict.LoginLimit: true,
		verdict.Delete: false, verdict.DismissGroup: false, verdict.KickOut: false,
	} {
		s := Sanction{Action: action, UserID: "u", PlaceID: "p", StartsAt: now}
		if Binding(action) != binds || (s.Bond() != "") != binds || s.InForce(now) != binds {
			t.Errorf("%s: binding %v, bond %q, in force %v", action, Binding(action), s.Bond(), s.InForce(now))
		}
	}
}

func TestSanctionIsInForceFromItsStartToItsEnd(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC)
	s := Sanction{Action: verdict.Mute, StartsAt: start, EndsAt: start.Add(time.Hour)}
	for after, want := range map[time.Duration][2]bool{ // in force, stands
		-time.Second: {false, true}, 0: {true, true}, time.Hour - 1: {true, true}, time.Hour: {false, false},
	} {
		if now := start.Add(after); s.InForce(now) != want[0] || s.Stands(now) != want[1] {
			t.Errorf("%s after its start: in force %v, stands %v", after, s.InForce(now), s.Stands(now))
		}
	}
	s.LiftedAt = start
	if s.InForce(start) || s.Stands(start) {
		t.Error("a lifted one stands")
	}
}
