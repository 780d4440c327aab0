package native

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/staff"
)

// filed files reports of different messages by an app's token and returns the
// cases that they opened.
func (w *world) filed(app string, messages ...string) []int64 {
	w.Helper()
	var cases []int64
	token := w.token("app "+app, staff.ReportsWrite)
	for _, message := range messages {
		var told receipt
		w.want(w.post(token, "/reports", encoded(w, hallReport(message, "10001", "10086"))), http.StatusCreated, &told)
		cases = append(cases, told.CaseID)
	}
	return cases
}

// claim takes cases of the message queue.
func (w *world) claim(who string, limit int) []workCase {
	w.Helper()
	var got claimed
	w.want(w.post(who, "/cases/claim", fmt.Sprintf(`{"queue":"message","limit":%d}`, limit)), http.StatusOK, &got)
	return got.Cases
}

func (c workCase) path(act string) string { return fmt.Sprintf("/cases/%d/%s", c.ID, act) }

func (c workCase) hold(more string) string {
	return fmt.Sprintf(`{"lease_token":%q,"version":%d%s}`, c.LeaseToken, c.Version, more)
}

func TestAClaimedCaseTellsWhatAReviewerNeeds(t *testing.T) {
	t.Parallel()
	engines(t, func(w *world) {
		w.filed("live", "m1")
		w.post(w.token("app live", staff.ReportsWrite), "/reports", encoded(t, hallReport("m1", "10001", "10087")))
		got := w.claim("reviewer", 5)
		if len(got) != 1 {
			t.Fatalf("claimed %v", got)
		}
		c := got[0]
		if c.Kind != review.MessageQueue || c.App != "live" || c.Subject != (subjectBody{"user", "10001"}) || c.LeaseToken == "" ||
			!c.LeaseExpiresAt.Equal(w.clock.now().Add(lease)) || c.ReportCount != 2 || len(c.Reports) != 2 || c.Reports[1].Reporter != "10087" ||
			c.Content.Entrance.Name != "大厅消息" || c.Content.Messages[0].Text != "加微信 xz123" || fmt.Sprint(c.Complaints) != "[ad]" {
			t.Errorf("%+v", c)
		}
		if allowed := c.Allowed; len(allowed) != 2 || allowed[0].Module != "hall" || allowed[0].PunishTypes[0] != (punishBody{"mute", 101, true}) || allowed[1].ModuleType != 4 {
			t.Errorf("%+v", c.Allowed)
		}
		w.want(w.post("reviewer", c.path("decision"), c.hold(`,"verdict":"pron","actions":[{"type":"mute","hours":2}]`)), http.StatusOK, nil)
		w.filed("live", "m2")
		history := w.claim("reviewer", 1)[0].History
		if history.Decisions != 1 || history.Last[0].Verdict != "porn" || !history.Sanctions[0].InForce || history.Reports != 3 {
			t.Errorf("%+v", history)
		}
	})
}

func TestConflictsNameWhoAndWhen(t *testing.T) {
	t.Parallel()
	engines(t, func(w *world) {
		w.filed("live", "m1", "m2")
		held := w.claim("reviewer", 1)[0]
		id := fmt.Sprint(w.ids["reviewer"])
		p := w.wantProblem(w.post("reviewer2", held.path("decision"), `{"lease_token":"x","verdict":"pass"}`), http.StatusConflict, review.CodeHeld)
		if p.Conflict == nil || p.Conflict.By != id || p.Conflict.Until == nil || !p.Conflict.Until.Equal(held.LeaseExpiresAt) {
			t.Errorf("%+v", p.Conflict)
		}
		w.wantProblem(w.post("reviewer", held.path("decision"), `{"lease_token":"x","verdict":"pass"}`), http.StatusConflict, review.CodeLeaseLost)
		stale := held
		stale.Version--
		w.wantProblem(w.post("reviewer", held.path("decision"), stale.hold(`,"verdict":"pass"`)), http.StatusConflict, review.CodeStale)
		w.want(w.post("reviewer", held.path("decision"), held.hold(`,"verdict":"ad","undo_seconds":10`)), http.StatusOK, nil)
		at := w.clock.now()
		w.clock.move(11 * time.Second)
		p = w.wantProblem(w.post("reviewer2", held.path("decision"), held.hold(`,"verdict":"pass"`)), http.StatusConflict, review.CodeDecided)
		if p.Conflict == nil || p.Conflict.By != id || p.Conflict.Verdict != "ad" || p.Conflict.At == nil || !p.Conflict.At.Equal(at) {
			t.Errorf("%+v", p.Conflict)
		}
		undo := call{who: "reviewer", method: http.MethodDelete, path: held.path("decision")}
		w.wantProblem(w.do(undo), http.StatusConflict, review.CodeUndoOver)
		undo.who = "reviewer2"
		w.wantProblem(w.do(undo), http.StatusConflict, review.CodeDecided)
	})
}

// TestAPageThatClosesGivesItsCaseBack sends what navigator.sendBeacon sends.
func TestAPageThatClosesGivesItsCaseBack(t *testing.T) {
	t.Parallel()
	w := small(t)
	w.filed("live", "m1")
	held := w.claim("reviewer", 1)[0]
	beacon := call{who: "reviewer", method: http.MethodPost, path: held.path("release"), body: held.hold(""),
		header: map[string]string{"Content-Type": "text/plain;charset=UTF-8"}}
	w.want(w.do(beacon), http.StatusNoContent, nil)
	if got := w.claim("reviewer2", 1); len(got) != 1 || got[0].ID != held.ID {
		t.Errorf("the next got %v", got)
	}
	beacon.path = held.path("skip")
	p := w.wantProblem(w.do(beacon), http.StatusBadRequest, "unsupported_media_type")
	if p.Field != "Content-Type" {
		t.Errorf("%+v", p)
	}
}

func TestWhatWasSeenIsWritten(t *testing.T) {
	t.Parallel()
	w := small(t)
	ids := w.filed("live", "m1", "m2")
	w.want(w.get("auditor", fmt.Sprintf("/cases/%d", ids[0])), http.StatusOK, nil)
	w.want(w.get("auditor", "/cases?text=加微信"), http.StatusOK, nil)
	entries, err := w.store.AuditEntries(t.Context(), auditlog.Filter{Action: string(auditlog.CaseView)})
	w.must(err)
	seen := []string{}
	for _, e := range entries {
		seen = append(seen, e.Object.ID+" "+string(e.Detail))
		if e.Actor.Name != "auditor" || e.Actor.Address != "203.0.113.9" || !strings.HasPrefix(e.Actor.Via, "GET /api/v1/cases") {
			t.Errorf("by %+v", e.Actor)
		}
	}
	if len(seen) != 3 || strings.Contains(fmt.Sprint(seen), "加微信") {
		t.Errorf("%v", seen)
	}
}

// TestAnAppSeesItselfOnly tries what is another app's by every address of it.
func TestAnAppSeesItselfOnly(t *testing.T) {
	t.Parallel()
	engines(t, func(w *world) {
		c := newClient(w)
		id := w.filed("live", "m1")[0]
		held := w.claim("reviewer", 1)[0]
		w.want(w.post("reviewer", held.path("decision"), held.hold(`,"verdict":"ad","actions":[{"type":"mute","hours":2}]`)), http.StatusOK, nil)
		sanction := c.number(c.call("auditor", "list-sanctions", nil), "items.0.id")
		delivery := c.number(c.call("auditor", "list-deliveries", nil), "items.0.id")
		other := w.token("app other", staff.CasesRead, staff.SanctionsWrite, staff.DeliveriesRead, staff.DeliveriesResend, staff.ListsWrite, staff.AppsRead, staff.StatsRead)
		for path, status := range map[string]int{
			fmt.Sprintf("/cases/%d", id): 404, fmt.Sprintf("/deliveries/%d", delivery): 404, "/cases?app=live": 403, "/users/10001?app=live": 403,
			"/sanctions?app=live": 403, "/deliveries?app=live": 403, "/risk_users?app=live": 403, "/apps/live": 403, "/stats/queues?app=live": 403,
		} {
			if r := w.get(other, path); r.status != status {
				t.Errorf("%s: %d %s", path, r.status, r.body)
			}
		}
		for path, body := range map[string]string{
			fmt.Sprintf("/sanctions/%d/lift", sanction): `{}`, fmt.Sprintf("/deliveries/%d/resend", delivery): `{}`,
		} {
			w.wantProblem(w.post(other, path, body), http.StatusNotFound, "not_found")
		}
		w.wantProblem(w.post(other, "/risk_users", `{"app":"live","user_id":"1"}`), http.StatusForbidden, "forbidden")
		w.wantProblem(w.post(other, "/deliveries/resend", `{"filter":{"app":"live"}}`), http.StatusForbidden, "forbidden")
		for _, path := range []string{"/cases", "/sanctions?in_force=false", "/deliveries", "/risk_users", "/stats/queues"} {
			var got struct{ Items []any }
			w.want(w.get(other, path), http.StatusOK, &got)
			if len(got.Items) > 0 {
				t.Errorf("%s shows %v", path, got.Items)
			}
		}
		var apps appList
		w.want(w.get(other, "/apps"), http.StatusOK, &apps)
		if len(apps.Items) != 1 || apps.Items[0].App.ID != "other" {
			t.Errorf("%+v", apps)
		}
	})
}

func TestPagesFollowEachOther(t *testing.T) {
	t.Parallel()
	engines(t, func(w *world) {
		want := w.filed("live", "a", "b", "c", "d", "e")
		var got []int64
		path := "/cases?limit=2"
		for pages := 0; path != ""; pages++ {
			var p page[caseItem]
			w.want(w.get("auditor", path), http.StatusOK, &p)
			for _, c := range p.Items {
				got = append(got, c.ID)
			}
			path = ""
			if p.Next != "" {
				path = "/cases?limit=2&cursor=" + p.Next
			}
			if pages > 3 {
				t.Fatal("the pages do not end")
			}
		}
		for i := range want {
			if len(got) != len(want) || got[i] != want[len(want)-1-i] {
				t.Fatalf("%v of %v", got, want)
			}
		}
		for _, cursor := range []string{"x", "YmVmb3JlOi0x", "YmVmb3JlOg"} {
			if p := w.wantProblem(w.get("auditor", "/cases?cursor="+cursor), http.StatusBadRequest, "invalid"); p.Field != "cursor" {
				t.Errorf("%+v", p)
			}
		}
	})
}
