package enforce

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

var inCall = content.Seat{ChannelID: "7", ChannelName: "room", UID: "22"}

// TestWhoIsToldOfAViolation: by the IM, by our push, or by nothing; once for a
// decision, however many punishments it has.
func TestWhoIsToldOfAViolation(t *testing.T) {
	t.Parallel()
	now := time.UnixMilli(1_700_000_000_000)
	evidence := content.Evidence{
		Seat: inCall, DataID: "d1", Shown: &content.Shown{Type: 1, URL: "https://e.example/1.jpg"},
		Heard: &content.Heard{Text: "hey", Action: 2},
	}
	decided := []Punishment{
		{App: "live", Action: verdict.Warn, Seat: inCall, UserID: "u1", CaseID: 5},
		{App: "live", Action: verdict.CloseRoom, Seat: inCall, UserID: "u1", CaseID: 5},
	}
	const payload = `{"to":["u1","u2"],"type":400,"data":{"channelId":"7","channelName":"room","dataId":"d1",` +
		`"audio":{"content":"hey","action":2,"uid":22},"video":{"type":1,"url":"https://e.example/1.jpg","uid":22}}}`
	for name, test := range map[string]struct {
		app  tenant.App
		told bool
	}{
		"by IM":      {tenant.App{ID: "live", Netease: &tenant.Netease{IMBaseURL: "https://im.example"}}, true},
		"by push":    {tenant.App{ID: "live", Party: &tenant.Party{AppKey: "k"}}, true},
		"by nothing": {tenant.App{ID: "live", Netease: &tenant.Netease{}}, false},
	} {
		events := CallEvents(test.app, decided, &evidence, []string{"u1", "u2"}, now)
		if !test.told {
			if len(events) != 0 {
				t.Errorf("%s: %+v", name, events)
			}
			continue
		}
		want := outbox.Event{
			App: "live", Channel: outbox.DeviceChannel, Lane: "told:7", Kind: "tell_evidence", Payload: []byte(payload),
			CaseID: 5, CreatedAt: now, DueAt: now,
		}
		if len(events) != 1 {
			t.Fatalf("%s: %+v", name, events)
		}
		want.Key = events[0].Key
		if diff := cmp.Diff(want, events[0]); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if nobody := CallEvents(test.app, decided, &evidence, nil, now); len(nobody) != 0 {
			t.Errorf("%s: nobody is told %+v", name, nobody)
		}
	}
}

func TestWhoIsToldOfALift(t *testing.T) {
	t.Parallel()
	now := time.UnixMilli(1_700_000_000_000)
	app := tenant.App{ID: "live", Party: &tenant.Party{AppKey: "k"}}
	events := letBack(app, Sanction{App: "live", UserID: "u1", Seat: inCall, CaseID: 5}, now)
	const payload = `{"to":["u1"],"type":3000,"data":{"channelId":"7","channelName":"room","uid":22}}`
	if len(events) != 1 || events[0].Channel != outbox.DeviceChannel || string(events[0].Payload) != payload || events[0].CaseID != 5 {
		t.Errorf("%+v", events)
	}
	named := inCall
	named.UID = "n22"
	if unknown := letBack(app, Sanction{App: "live", UserID: NobodyKnown("n22"), Seat: named}, now); len(unknown) != 0 {
		t.Errorf("nobody known is told %+v", unknown)
	}
}
