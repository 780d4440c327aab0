package uplus

import (
	"encoding/json"
	"net/http"
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

const platformBase = "http://platform.test:9100/xxxApp/api"

func platformApp() tenant.App {
	return tenant.App{ID: "live", Uplus: &tenant.Uplus{BaseURL: platformBase}}
}

func orderEvent(order enforce.Order) outbox.Event {
	return order.Event("live", 22, time.Unix(1_700_000_000, 0))
}

// fullOrder is an order with a value in every field, so that a row shows which of
// them it uses.
func fullOrder(act enforce.Act) enforce.Order {
	return enforce.Order{
		Act: act, Module: content.Show, Entrance: content.ShowMessage, Label: verdict.Ad, Hours: 48,
		UserID: "10000", PlaceID: "777", OwnerID: "1001", URL: "xxx/xxx/xx.png", ThumbURL: "xxx/x/x.png",
		MessageID: "m-11", RecordID: 22, AuthorID: "1", Reporter: "1002",
	}
}

func TestEncodeEveryRow(t *testing.T) {
	t.Parallel()
	for act, want := range map[enforce.Act]string{
		enforce.Act(verdict.Mute):         "/silence/mt/2/uid/10000?mid=777&mod=14&reason=1&timedelta=48&rid=22&cid=1&reporter=1002",
		enforce.Act(verdict.CloseShow):    "/close/mt/2/uid/10000?mid=777&mod=14&reason=1&timedelta=48&rid=22&cid=1&reporter=1002",
		enforce.Act(verdict.LoginLimit):   "/close/mt/4/uid/10000?mid=777&mod=14&reason=1&timedelta=48&rid=22&cid=1&reporter=1002",
		enforce.Act(verdict.Delete):       "/res/del?uid=10000&reason=1&mod=14&url=xxx%2Fxxx%2Fxx.png&thumb_url=xxx%2Fx%2Fx.png&msgId=m-11&cid=1",
		enforce.Act(verdict.DismissGroup): "/dismiss?uid=10000&mid=777&mod=14&reason=1&timedelta=48&rid=22&cid=1&reporter=1002",
		enforce.Act(verdict.KickOut):      "/kickout?uid=10000&mid=777&mod=14&reason=1&timedelta=48&rid=22&cid=1&owner=1001&reporter=1002",
		enforce.ActPass:                   "/pass?rid=22&cid=1&reporter=1002",
		enforce.ActLiftHallMute:           "/openmouth/hall?uid=10000&cid=1",
		enforce.ActLiftShowMute:           "/openmouth/show/777?uid=10000&cid=1",
		enforce.ActReopenShow:             "/unlock/show/777?cid=1",
		enforce.ActLiftLoginLimit:         "/unlock/user/10000?cid=1",
	} {
		got, err := Encoder{}.Encode(platformApp(), orderEvent(fullOrder(act)))
		if err != nil {
			t.Errorf("%s: %v", act, err)
			continue
		}
		if got.URL != platformBase+want {
			t.Errorf("%s:\n got %s\nwant %s", act, got.URL, platformBase+want)
		}
		if got.Method != http.MethodPost || len(got.Body) != 0 || got.ContentType != "" {
			t.Errorf("%s: %s with the body %q of type %q, want POST without", act, got.Method, got.Body, got.ContentType)
		}
	}
	for _, act := range everyAct() {
		if _, err := (Encoder{}).Encode(platformApp(), orderEvent(fullOrder(act))); err != nil {
			t.Errorf("%s has no row: %v", act, err)
		}
	}
}

// everyAct is every act that anybody can order.
func everyAct() []enforce.Act {
	acts := []enforce.Act{
		enforce.ActPass, enforce.ActLiftHallMute, enforce.ActLiftShowMute, enforce.ActReopenShow, enforce.ActLiftLoginLimit,
	}
	for _, module := range []content.Module{content.Hall, content.Show, content.Group, content.User} {
		for _, punish := range verdict.Allowed(module) {
			acts = append(acts, enforce.Act(punish.Action))
		}
	}
	return acts
}

func TestEncodeSendsWhatHasNoValueEmpty(t *testing.T) {
	t.Parallel()
	for act, want := range map[enforce.Act]string{
		enforce.Act(verdict.Mute):         "/silence/mt/1/uid/u?mid=&mod=&reason=&timedelta=-1&rid=&cid=&reporter=",
		enforce.Act(verdict.CloseShow):    "/close/mt/2/uid/u?mid=&mod=&reason=&timedelta=-1&rid=&cid=&reporter=",
		enforce.Act(verdict.LoginLimit):   "/close/mt/4/uid/u?mid=&mod=&reason=&timedelta=-1&rid=&cid=&reporter=",
		enforce.Act(verdict.Delete):       "/res/del?uid=u&reason=&mod=&url=&thumb_url=&msgId=&cid=",
		enforce.Act(verdict.DismissGroup): "/dismiss?uid=u&mid=&mod=&reason=&timedelta=-1&rid=&cid=&reporter=",
		enforce.Act(verdict.KickOut):      "/kickout?uid=u&mid=&mod=&reason=&timedelta=-1&rid=&cid=&owner=&reporter=",
		enforce.ActPass:                   "/pass?rid=&cid=&reporter=",
		enforce.ActLiftHallMute:           "/openmouth/hall?uid=u&cid=",
		enforce.ActLiftLoginLimit:         "/unlock/user/u?cid=",
	} {
		order := enforce.Order{Act: act, Module: content.Hall, UserID: "u", Hours: verdict.Forever}
		got, err := Encoder{}.Encode(platformApp(), orderEvent(order))
		if err != nil || got.URL != platformBase+want {
			t.Errorf("%s: %v\n got %s\nwant %s", act, err, got.URL, platformBase+want)
		}
	}
	got, err := Encoder{}.Encode(platformApp(), orderEvent(enforce.Order{Act: enforce.ActLiftShowMute, PlaceID: "s"}))
	if want := platformBase + "/openmouth/show/s?uid=&cid="; err != nil || got.URL != want {
		t.Errorf("a lift for nobody: %v, got %s, want %s", err, got.URL, want)
	}
}

func TestEncodeModuleOfAMute(t *testing.T) {
	t.Parallel()
	for module := content.Hall; module <= content.User; module++ {
		order := fullOrder(enforce.Act(verdict.Mute))
		order.Module = module
		got, err := Encoder{}.Encode(platformApp(), orderEvent(order))
		if want := platformBase + "/silence/mt/" + string(rune('0'+module)) + "/uid/"; err != nil || !strings.HasPrefix(got.URL, want) {
			t.Errorf("module %d: %s, %v; want %s…", module, got.URL, err, want)
		}
	}
}

// Report types and punish reasons look alike; the reason follows the meaning.
func TestEncodeReason(t *testing.T) {
	t.Parallel()
	for label, want := range map[verdict.Label]string{
		verdict.Ad: "1", verdict.Porn: "2", verdict.Politics: "3", "abuse": "3", "our-own": "3", "": "",
	} {
		order := fullOrder(enforce.Act(verdict.Delete))
		order.Label = label
		got, err := Encoder{}.Encode(platformApp(), orderEvent(order))
		if err != nil || !strings.Contains(got.URL, "&reason="+want+"&") {
			t.Errorf("label %q: %s, %v; want reason %q", label, got.URL, err, want)
		}
	}
}

func TestEncodeEscapes(t *testing.T) {
	t.Parallel()
	hostile := "a b/c?d&e=f#g%h+中;..\"\\"
	order := fullOrder(enforce.Act(verdict.Mute))
	order.UserID, order.PlaceID, order.Reporter = hostile, hostile, hostile
	got, err := Encoder{}.Encode(platformApp(), orderEvent(order))
	const query = "a%20b%2Fc%3Fd%26e%3Df%23g%25h%2B%E4%B8%AD%3B..%22%5C"
	want := platformBase + "/silence/mt/2/uid/a%20b%2Fc%3Fd&e=f%23g%25h+%E4%B8%AD%3B..%22%5C?mid=" + query +
		"&mod=14&reason=1&timedelta=48&rid=22&cid=1&reporter=" + query
	if err != nil || got.URL != want {
		t.Fatalf("%v\n got %s\nwant %s", err, got.URL, want)
	}
	req, err := http.NewRequestWithContext(t.Context(), got.Method, got.URL, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	if req.URL.Path != "/xxxApp/api/silence/mt/2/uid/"+hostile || req.URL.Query().Get("mid") != hostile || req.URL.Query().Get("reporter") != hostile {
		t.Errorf("a server reads the path %q and the query %q", req.URL.Path, req.URL.Query())
	}
}

func TestEncodeBaseAndMethod(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ base, method, wantURL, wantMethod string }{
		{"http://p.test", "", "http://p.test/unlock/user/10000?cid=1", "POST"},
		{"http://p.test/", "POST", "http://p.test/unlock/user/10000?cid=1", "POST"},
		{"https://p.test:8443/a/b//", "GET", "https://p.test:8443/a/b/unlock/user/10000?cid=1", "GET"},
		{"http://p.test/a%2Fb", "get", "http://p.test/a%2Fb/unlock/user/10000?cid=1", "GET"},
	} {
		app := tenant.App{Uplus: &tenant.Uplus{BaseURL: test.base, Method: test.method}}
		got, err := Encoder{}.Encode(app, orderEvent(fullOrder(enforce.ActLiftLoginLimit)))
		if err != nil || got.URL != test.wantURL || got.Method != test.wantMethod {
			t.Errorf("%q %q: %s %s, %v; want %s %s", test.base, test.method, got.Method, got.URL, err, test.wantMethod, test.wantURL)
		}
	}
}

func TestEncodeRefuses(t *testing.T) {
	t.Parallel()
	good := orderEvent(fullOrder(enforce.Act(verdict.Mute)))
	with := func(change func(*enforce.Order)) outbox.Event {
		order := fullOrder(enforce.Act(verdict.Mute))
		change(&order)
		return orderEvent(order)
	}
	noOrder := good
	noOrder.Payload = json.RawMessage(`[`)
	for name, test := range map[string]struct {
		app   tenant.App
		event outbox.Event
	}{
		"no uplus":            {tenant.App{ID: "live"}, good},
		"no base":             {tenant.App{Uplus: &tenant.Uplus{}}, good},
		"base without a host": {tenant.App{Uplus: &tenant.Uplus{BaseURL: "/api"}}, good},
		"base with a query":   {tenant.App{Uplus: &tenant.Uplus{BaseURL: "http://p.test/?a=b"}}, good},
		"base with a hash":    {tenant.App{Uplus: &tenant.Uplus{BaseURL: "http://p.test/#a"}}, good},
		"base that is none":   {tenant.App{Uplus: &tenant.Uplus{BaseURL: "http://p q/"}}, good},
		"another method":      {tenant.App{Uplus: &tenant.Uplus{BaseURL: platformBase, Method: "PUT"}}, good},
		"no order":            {platformApp(), noOrder},
		"unknown act":         {platformApp(), with(func(o *enforce.Order) { o.Act = "banish" })},
		"no act":              {platformApp(), with(func(o *enforce.Order) { o.Act = "" })},
		"no module":           {platformApp(), with(func(o *enforce.Order) { o.Module = 0 })},
		"no user":             {platformApp(), with(func(o *enforce.Order) { o.UserID = "" })},
		"a user named ..":     {platformApp(), with(func(o *enforce.Order) { o.UserID = ".." })},
		"a user named .":      {platformApp(), with(func(o *enforce.Order) { o.UserID = "." })},
		"a show named ..":     {platformApp(), with(func(o *enforce.Order) { o.Act, o.PlaceID = enforce.ActReopenShow, ".." })},
	} {
		if got, err := (Encoder{}).Encode(test.app, test.event); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %s, %v; want Invalid", name, got.URL, err)
		}
	}
}
