package console

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
)

var firstAdmin = url.Values{"token": {"t0ken"}, "username": {"林予安"}, "password": {"correct horse"}, "again": {"correct horse"}}

func with(form url.Values, name, value string) url.Values {
	changed := url.Values{}
	for key, values := range form {
		changed[key] = values
	}
	changed.Set(name, value)
	return changed
}

func TestSetUpCreatesAndLogsIn(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	page := body(t, w.get(t, "/console/setup?token=t0ken"))
	if !strings.Contains(page, `value="t0ken"`) || !strings.Contains(page, `action="/console/setup"`) {
		t.Fatal("the form does not carry the token")
	}
	answer := w.post(t, "/console/setup", firstAdmin)
	if answer.StatusCode != http.StatusFound || answer.Header.Get("Location") != "/console/" {
		t.Errorf("%d to %q", answer.StatusCode, answer.Header.Get("Location"))
	}
	if !slices.Equal(w.setUps, []string{"t0ken|林予安|correct horse"}) {
		t.Errorf("set up with %q", w.setUps)
	}
	if want := (auditlog.Actor{Kind: auditlog.Visitor, Address: "192.0.2.1:1234", Via: "POST /console/setup"}); !slices.Equal(w.actors, []auditlog.Actor{want}) {
		t.Errorf("set up by %+v", w.actors)
	}
	if len(w.begun) != 1 || w.begun[0].Username != "林予安" {
		t.Errorf("begun %+v", w.begun)
	}
}

func TestSetUpWithoutALinkAsksNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	answers := []*http.Response{
		w.get(t, "/console/setup"),
		w.get(t, "/console/setup?token="+strings.Repeat("a", 300)),
		w.post(t, "/console/setup", with(firstAdmin, "token", "")),
		w.post(t, "/console/setup", with(firstAdmin, "token", strings.Repeat("a", 300))),
		w.post(t, "/console/setup", with(firstAdmin, "password", strings.Repeat("a", maxSetupBody))),
	}
	for i, answer := range answers {
		text := body(t, answer)
		if answer.StatusCode != http.StatusBadRequest || strings.Contains(text, "<form") || strings.Contains(text, "aaaa") {
			t.Errorf("%d: %d", i, answer.StatusCode)
		}
	}
	if len(w.setUps) != 0 {
		t.Errorf("set up with %q", w.setUps)
	}
}

func TestSetUpRefusals(t *testing.T) {
	t.Parallel()
	cases := []struct {
		refusal error
		status  int
		shown   string
		form    bool
	}{
		{fault.Field("username", "<b>no</b>"), http.StatusBadRequest, "请换一个用户名", true},
		{fault.Field("password", "no"), http.StatusBadRequest, "8 个字符", true},
		{fault.Field("other", "no"), http.StatusBadRequest, "不能接受", true},
		{fault.New(fault.Forbidden, "set_up_over", "no"), http.StatusForbidden, "无效或已经用过", false},
		{fault.New(fault.Conflict, "", "no"), http.StatusForbidden, "无效或已经用过", false},
		{fault.New(fault.TooMany, "", "no"), http.StatusTooManyRequests, "稍后再试", true},
		{errors.New("secret cause"), http.StatusServiceUnavailable, "稍后再试", true},
	}
	for _, c := range cases {
		w := newWorld(nil)
		w.refuse = c.refusal
		answer := w.post(t, "/console/setup", firstAdmin)
		text := body(t, answer)
		if answer.StatusCode != c.status || !strings.Contains(text, c.shown) || strings.Contains(text, "<form") != c.form {
			t.Errorf("%v: %d %s", c.refusal, answer.StatusCode, text)
		}
		if strings.Contains(text, "secret") || strings.Contains(text, "<b>") || strings.Contains(text, "correct horse") {
			t.Errorf("%v: the page tells too much", c.refusal)
		}
		if len(w.begun) != 0 {
			t.Errorf("%v: a session was begun", c.refusal)
		}
	}
}

func TestEveryKindOfRefusalHasAnAnswer(t *testing.T) {
	t.Parallel()
	for _, kind := range fault.Kinds() {
		status, text := setupRefusal(&fault.Error{Kind: kind})
		if status < 400 || text.Key == "" || text.Text == "" {
			t.Errorf("%v: %d %+v", kind, status, text)
		}
	}
}

func TestSetUpWantsThePasswordTwice(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	answer := w.post(t, "/console/setup", with(firstAdmin, "again", "wrong horse"))
	if answer.StatusCode != http.StatusBadRequest || !strings.Contains(body(t, answer), "不一样") || len(w.setUps) != 0 {
		t.Errorf("%d, set up with %q", answer.StatusCode, w.setUps)
	}
}

func TestSetUpWithoutASessionLeadsToLogIn(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	w.broken = fault.New(fault.Unavailable, "", "no")
	answer := w.post(t, "/console/setup", firstAdmin)
	if got := answer.Header.Get("Location"); got != "/console/login?error=unavailable" {
		t.Errorf("%d to %q", answer.StatusCode, got)
	}
}
