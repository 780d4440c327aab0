package party

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// jail knows sanctions, and how often it was asked.
type jail struct {
	sanctions []enforce.Sanction
	asked     int
	err       error
}

func (j *jail) SanctionsInForce(context.Context, string, string, time.Time) ([]enforce.Sanction, error) {
	j.asked++
	return j.sanctions, j.err
}

func TestTheGuard(t *testing.T) {
	t.Parallel()
	app := tenant.App{ID: "live"}
	for _, row := range []struct {
		action                    verdict.Action
		appear, call, write, give string
	}{
		{verdict.LoginLimit, CodeLimited, CodeLimited, CodeLimited, CodeLimited},
		{verdict.Mute, "", "", CodeMuted, ""},
		{verdict.KickRoom, "", CodeKicked, "", ""},
		{verdict.CloseShow, "", "", "", ""},
	} {
		g := NewGuard(&jail{sanctions: []enforce.Sanction{{Action: row.action}}}, func() time.Time { return noon })
		ctx := t.Context()
		for _, asked := range []struct {
			code string
			got  error
		}{
			{row.appear, g.MayAppear(ctx, "live", "a")}, {row.call, g.MayCall(ctx, app, "a")},
			{row.write, g.MayWrite(ctx, "live", "a")}, {row.give, g.MayGive(ctx, "live", "a")},
		} {
			if asked.code == "" && asked.got != nil || asked.code != "" && (!fault.HasCode(asked.got, asked.code) || !fault.Is(asked.got, fault.Forbidden)) {
				t.Errorf("%s: %v, want %q", row.action, asked.got, asked.code)
			}
		}
	}
}

func TestTheGuardBelievesForASecond(t *testing.T) {
	t.Parallel()
	j, now := &jail{}, noon
	g := NewGuard(j, func() time.Time { return now })
	for _, step := range []struct {
		after  time.Duration
		forget bool
		asked  int
	}{{0, false, 1}, {barsLast - 1, false, 1}, {1, false, 2}, {0, true, 3}, {0, false, 3}} {
		if now = now.Add(step.after); step.forget {
			g.Forget("live", "a")
		}
		if err := g.MayAppear(t.Context(), "live", "a"); err != nil || j.asked != step.asked {
			t.Errorf("%+v: asked %d, %v", step, j.asked, err)
		}
	}
	j.err = errors.New("no store")
	if err := g.MayAppear(t.Context(), "live", "b"); !errors.Is(err, j.err) {
		t.Errorf("nobody knows, and he may: %v", err)
	}
	j.err = nil
	for i := range 2 * maxBarred {
		g.known[member{"live", string(rune(i))}] = believed{}
	}
	if err := g.MayAppear(t.Context(), "live", "c"); err != nil || len(g.known) > maxBarred {
		t.Errorf("%v, knows %d", err, len(g.known))
	}
}

func TestABarredUserIsPutOut(t *testing.T) {
	t.Parallel()
	app := tenant.App{ID: "live", Party: &tenant.Party{}}
	for action, want := range map[verdict.Action]string{
		verdict.LoginLimit: "call list devices", verdict.KickRoom: "call", verdict.Mute: "",
	} {
		j := &jail{}
		guard := NewGuard(j, func() time.Time { return noon })
		if err := guard.MayAppear(t.Context(), "live", "a"); err != nil {
			t.Fatal(err)
		}
		var done []string
		do := func(what string) error { done = append(done, what); return nil }
		b := NewBouncer(guard, Doors{
			EndCall:    func(context.Context, tenant.App, string) error { return do("call") },
			Leave:      func(string, string) { _ = do("list") },
			Disconnect: func(context.Context, string, string) error { return do("devices") },
			Recall:     func(context.Context, outbox.Event, string) error { return do("message") },
		})
		events := enforce.GuardEvents(app, []enforce.Punishment{{App: "live", Action: action, UserID: "a"}}, noon)
		if len(events) != 1 || events[0].Channel != enforce.GuardChannel {
			t.Fatalf("%+v", events)
		}
		if err := b.Carry(t.Context(), app, events[0]); err != nil || strings.Join(done, " ") != want {
			t.Errorf("%s: %v %v", action, done, err)
		}
		if err := guard.MayAppear(t.Context(), "live", "a"); err != nil || j.asked != 2 {
			t.Errorf("%s: the guard did not forget", action)
		}
	}
	none := []enforce.Punishment{{Action: verdict.Delete, UserID: "a"}, {Action: verdict.KickRoom, UserID: "rtc:7", Seat: content.Seat{UID: "7"}}}
	if events := enforce.GuardEvents(app, none, noon); len(events) != 0 {
		t.Errorf("bars nobody: %+v", events)
	}
	app.Party = nil
	if events := enforce.GuardEvents(app, []enforce.Punishment{{Action: verdict.Mute, UserID: "a"}}, noon); len(events) != 0 {
		t.Errorf("no party: %+v", events)
	}
}

func TestThePace(t *testing.T) {
	t.Parallel()
	now := noon
	p := NewPace(func() time.Time { return now })
	take := func(user string) (n int) {
		for p.Take("live", user) == nil {
			n++
		}
		return n
	}
	if got := take("a"); got != burst {
		t.Errorf("at once %d", got)
	}
	if err := p.Take("live", "a"); !fault.Is(err, fault.TooMany) {
		t.Errorf("too much: %v", err)
	}
	now = now.Add(time.Second)
	if a, b := take("a"), take("b"); a != perSecond || b != burst {
		t.Errorf("a second later %d, another %d", a, b)
	}
	for i := range maxPaced {
		_ = p.Take("live", string(rune('א'+i)))
	}
	if got := take("a"); got != 0 || len(p.users)+len(p.older) > 2*maxPaced {
		t.Errorf("forgot who was fast: %d; knows %d", got, len(p.users)+len(p.older))
	}
}
