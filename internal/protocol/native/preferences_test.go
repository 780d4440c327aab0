package native

import (
	"net/http"
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/staff"
)

func TestPreferencesAreOnesOwn(t *testing.T) {
	t.Parallel()
	w := small(t)
	put := func(who, body string) reply {
		return w.do(call{who: who, method: http.MethodPut, path: "/staff/me/preferences", body: body})
	}
	want := func(who, kept string) {
		t.Helper()
		if got := w.get(who, "/staff/me/preferences"); got.status != http.StatusOK || strings.TrimSpace(got.body) != kept {
			t.Errorf("%s has %d %s, want %s", who, got.status, got.body, kept)
		}
	}
	want("reviewer", "{}")
	w.want(put("reviewer", `{"theme": "dark", "keys": {"pass": "KeyA"}}`), http.StatusOK, nil)
	want("reviewer", `{"keys":{"pass":"KeyA"},"theme":"dark"}`)
	want("reviewer2", "{}")
	fits := `{"a":"` + strings.Repeat("<", maxPreferences-8) + `"}`
	w.want(put("reviewer", fits), http.StatusOK, nil)
	w.wantProblem(put("reviewer", strings.Replace(fits, "<", "<<", 1)), http.StatusRequestEntityTooLarge, "too_large")
	for _, wrong := range []string{`[]`, `"x"`, `null`, `{`, "{\"a\":\"\\u0000\"}"} {
		w.wantProblem(put("reviewer", wrong), http.StatusBadRequest, "invalid")
	}
	w.want(put("reviewer", `{}`), http.StatusOK, nil)
	want("reviewer", "{}")
}

func TestAUsersPageTellsListsAndApps(t *testing.T) {
	t.Parallel()
	w := small(t)
	w.filed("live", "a")
	w.filed("other", "a")
	_, err := w.deps.Review.Lists().AddListed(t.Context(), review.RiskList, "live", review.Listed{UserID: "10001", AddedBy: "7", AddedAt: w.clock.now()})
	w.must(err)
	var page userPage
	w.want(w.get("auditor", "/users/10001?app=live"), http.StatusOK, &page)
	if len(page.Lists) != 1 || page.Lists[0].List != review.RiskList || page.Lists[0].AddedBy != "7" || !page.Risk || page.Protected || strings.Join(page.Apps, " ") != "live other" {
		t.Errorf("the page is %+v", page)
	}
	w.want(w.get(w.token("app live", staff.CasesRead), "/users/10001"), http.StatusOK, &page)
	if strings.Join(page.Apps, " ") != "live" {
		t.Errorf("an app sees %v", page.Apps)
	}
	w.want(w.get("auditor", "/users/10001/reports?app=live"), http.StatusOK, nil)
	entries, err := w.store.AuditEntries(t.Context(), auditlog.Filter{Action: string(auditlog.UserView)})
	w.must(err)
	if len(entries) != 3 || entries[2].Object.ID != "10001" || entries[2].App != "live" {
		t.Errorf("the audit log has %+v", entries)
	}
	w.wantProblem(w.get(w.token("app other", staff.CasesRead), "/users/10001/reports?app=live"), http.StatusForbidden, "forbidden")
}
