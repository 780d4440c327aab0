package native

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/staff"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

func (c workCase) reason(label string) reasonBody {
	i := slices.IndexFunc(c.Reasons, func(r reasonBody) bool { return string(r.Label) == label })
	return c.Reasons[i]
}

func (r reasonBody) words() string {
	if r.Suggestion == nil {
		return "nothing"
	}
	words := fmt.Sprint(r.Suggestion.Offence)
	for _, a := range r.Suggestion.Actions {
		words += fmt.Sprintf(" %s/%d/%d", a.Type, a.ModuleType, a.Hours)
	}
	return words
}

func TestAClaimedCaseHasItsReasons(t *testing.T) {
	t.Parallel()
	engines(t, func(w *world) {
		_, err := w.deps.Apps.Change(t.Context(), "live", func(a *tenant.App) error {
			a.Immomo = &tenant.Immomo{AppID: "x", Key: "0123456789abcdef0123456789abcdef", IV: "0123456789abcdef", Scenes: []string{"s"}, Labels: []string{"minor", "fraud", "cult"}}
			return nil
		})
		w.must(err)
		w.filed("live", "m1", "m2", "m3")
		w.post(w.token("app live", staff.ReportsWrite), "/reports", encoded(t, hallReport("m1", "10001", "10087")))

		first := w.claim("reviewer", 1)[0]
		var order []string
		for _, r := range first.Reasons {
			order = append(order, fmt.Sprintf("%d%s", r.Key, r.Label))
		}
		if got := strings.Join(order, " "); got != "1porn 2ad 3abuse 4spam 5illegal 6politics 7violation 8minor 9fraud 0cult" {
			t.Errorf("the reasons are %s", got)
		}
		if !slices.Equal(first.Durations, []int{1, 24, 72, 168, 720, -1}) {
			t.Errorf("the durations are %v", first.Durations)
		}
		ad, porn := first.reason("ad"), first.reason("porn")
		if ad.Complaints != 2 || porn.Complaints != 0 || ad.words() != "1 delete/1/0 mute/1/24" || porn.words() != "1 delete/1/0 mute/1/168" {
			t.Errorf("ad %+v %s, porn %+v %s", ad, ad.words(), porn, porn.words())
		}
		decision := `,"verdict":"ad","actions":[{"type":"delete","module_type":1,"hours":0},{"type":"mute","module_type":1,"hours":24}],"undo_seconds":60`
		w.want(w.post("reviewer", first.path("decision"), first.hold(decision)), http.StatusOK, nil)

		second := w.claim("reviewer", 1)[0]
		if got := second.reason("ad").words(); got != "2 delete/1/0 mute/1/168" {
			t.Errorf("after an offence: %s", got)
		}
		if got := second.reason("spam").words(); got != "1 delete/1/0 mute/1/24" {
			t.Errorf("of another label: %s", got)
		}
		w.want(w.do(call{who: "reviewer", method: http.MethodDelete, path: first.path("decision")}), http.StatusOK, &first)
		if got := first.reason("ad").words(); got != "1 delete/1/0 mute/1/24" {
			t.Errorf("after the offence was taken back: %s", got)
		}
	})
}

func TestWhereMediaAre(t *testing.T) {
	t.Parallel()
	w := small(t)
	app := w.token("app live", staff.ReportsWrite)
	album := func(reporter, address, text string) given {
		return given{"mod": 13, "reporter": reporter, "accused": "10001", "complaints": []string{"porn"},
			"profile": map[string]any{"place_id": "g1", "owner_id": "o1"}, "messages": []map[string]any{
				{"type": "picture", "id": "p1", "sender_id": "10001", "url": address, "text": text},
			}}
	}
	var one, other receipt
	w.want(w.post(app, "/reports", encoded(t, album("1", "http://media.example/1.png", ""))), http.StatusCreated, &one)
	w.want(w.post(app, "/reports", encoded(t, album("2", "http://media.example/1.png", ""))), http.StatusCreated, nil)
	w.want(w.post(app, "/reports", encoded(t, album("3", "http://media.example/2.png", "x"))), http.StatusCreated, &other)
	c := w.claim("reviewer", 1)[0]
	if got := c.Content.Messages[0].Media; got != fmt.Sprintf("/media/cases/%d/0", c.ID) {
		t.Errorf("the picture is at %q", got)
	}
	if len(c.Reports) != 3 || c.Reports[0].Messages != nil || c.Reports[1].Messages != nil || len(c.Reports[2].Messages) != 1 {
		t.Fatalf("the reports are %+v", c.Reports)
	}
	if m := c.Reports[2].Messages[0]; m.Media != fmt.Sprintf("/media/reports/%d/0", other.ReportID) || m.URL != "http://media.example/2.png" {
		t.Errorf("what differs is %+v", m)
	}
	w.filed("live", "m1")
	if said := w.claim("reviewer2", 1)[0].Content.Messages[0]; said.Media != "" {
		t.Errorf("words are at %q", said.Media)
	}
	if one.CaseID != c.ID {
		t.Errorf("case %d, want %d", c.ID, one.CaseID)
	}
}
