package party

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/call"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/party"
)

func TestASignalGoesToTheOtherSideAlone(t *testing.T) {
	t.Parallel()
	for user, other := range map[string]string{"a": "b", "b": "a"} {
		w := &world{}
		got := w.ask(t, "call/signal", `{"callId":"c1","payload":{"sdp":"v=0"}}`, func(r *http.Request) { r.Header.Set("user", user) })
		if got.Code != 200 || len(w.told) != 1 {
			t.Fatalf("%+v %+v", got, w.told)
		}
		told := w.told[0]
		if strings.Join(told.To, " ") != other || told.Type != outbox.ToldSignal || !told.Until.Equal(now.Add(30*time.Second)) ||
			string(told.Data) != `{"callId":"c1","from":"`+user+`","payload":{"sdp":"v=0"}}` {
			t.Errorf("%s: %+v %s", user, told, told.Data)
		}
	}
}

func TestWhatIsNoSignal(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		world *world
		body  string
		code  int
	}{
		"an ended call":    {&world{ended: true}, `{"callId":"c1","payload":1}`, 20005},
		"an app with IM":   {&world{im: true}, `{"callId":"c1","payload":1}`, 403},
		"no payload":       {&world{}, `{"callId":"c1"}`, 400},
		"null":             {&world{}, `{"callId":"c1","payload":null}`, 400},
		"too long":         {&world{}, `{"callId":"c1","payload":"` + strings.Repeat("x", maxSignal) + `"}`, 400},
		"no call":          {&world{}, `{"payload":1}`, 400},
		"nobody may":       {&world{barred: fault.New(fault.Forbidden, party.CodeLimited, "no")}, `{"callId":"c1","payload":1}`, 1030},
		"a call of others": {&world{fail: call.NoCall()}, `{"callId":"c1","payload":1}`, 10404},
	} {
		if got := row.world.ask(t, "call/signal", row.body, nil); got.Code != row.code || len(row.world.told) != 0 {
			t.Errorf("%s: %+v, told %d", name, got, len(row.world.told))
		}
	}
}
