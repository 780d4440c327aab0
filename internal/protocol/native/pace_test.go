package native

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestADayBeginsWhereItsPageIs(t *testing.T) {
	t.Parallel()
	w := small(t)
	since := func(at time.Time) string { return "?since=" + url.QueryEscape(at.Format(time.RFC3339)) }
	now := w.clock.now()
	for _, path := range []string{"/stats/me", "/stats/team"} {
		var told struct{ Since time.Time }
		w.want(w.get("supervisor", path), http.StatusOK, &told)
		if !told.Since.Equal(now.Truncate(24 * time.Hour)) {
			t.Errorf("%s: today began at %s", path, told.Since)
		}
		begun := time.Date(2026, 3, 1, 0, 0, 0, 0, time.FixedZone("CST", 8*3600))
		w.want(w.get("supervisor", path+since(begun)), http.StatusOK, &told)
		if !told.Since.Equal(begun) {
			t.Errorf("%s: today began at %s", path, told.Since)
		}
		for _, wrong := range []time.Time{now.Add(time.Hour), now.Add(-maxSince - time.Second)} {
			if p := w.wantProblem(w.get("supervisor", path+since(wrong)), http.StatusBadRequest, "invalid"); p.Field != "since" {
				t.Errorf("%s: the field is %q", path, p.Field)
			}
		}
	}
}

func TestPaceHasItsSteps(t *testing.T) {
	t.Parallel()
	w := small(t)
	w.filed("live", "a")
	w.clock.move(7 * time.Minute)
	w.filed("live", "b", "c")
	w.filed("other", "d")
	var got pace
	w.want(w.get("auditor", "/stats/pace?app=live&minutes=12&step=5"), http.StatusOK, &got)
	var told []string
	for _, item := range got.Items {
		told = append(told, fmt.Sprintf("%s %d", item.At.Format("15:04"), item.Arrived))
	}
	if got := strings.Join(told, ", "); got != "04:00 0, 04:05 1, 04:10 2" {
		t.Errorf("the pace is %s", got)
	}
	w.want(w.get("auditor", "/stats/pace?minutes=1440&step=5"), http.StatusOK, &got)
	if len(got.Items) != 288 {
		t.Errorf("%d items", len(got.Items))
	}
	w.wantProblem(w.get("auditor", "/stats/pace?minutes=1440&step=4"), http.StatusBadRequest, "invalid")
	w.wantProblem(w.get("auditor", "/stats/pace?minutes=1441&step=60"), http.StatusBadRequest, "invalid")
}
