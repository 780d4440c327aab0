package native

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/staff"
)

// said files a report of a text by somebody, and returns its case.
func (w *world) said(app, message, user, text string) int64 {
	w.Helper()
	report := hallReport(message, user, "10086")
	report["messages"].([]map[string]any)[0]["text"] = text
	var told receipt
	w.want(w.post(w.token("app "+app, staff.ReportsWrite), "/reports", encoded(w, report)), http.StatusCreated, &told)
	return told.CaseID
}

func TestSimilarCasesAreDecidedTogether(t *testing.T) {
	t.Parallel()
	engines(t, func(w *world) {
		_, err := w.deps.Review.Lists().AddListed(t.Context(), review.SpecialList, "live", review.Listed{UserID: "9"})
		w.must(err)
		const spam = "加微信 yhxf0829，日结三百，当天到账"
		first := w.said("live", "a", "1", spam)
		nearly := w.said("live", "b", "2", "加微信 yhxf0830，日结三百，当天到账")
		same := w.said("live", "c", "3", "加 微 信 YHXF0829!日结三百!当天到账!")
		w.said("live", "d", "4", "今天天气真好")
		protected := w.said("live", "e", "9", spam)
		w.said("other", "f", "5", spam)

		similar := func(who string) (found similarCases, cases []int64) {
			t.Helper()
			w.want(w.get(who, fmt.Sprintf("/cases/%d/similar", first)), http.StatusOK, &found)
			for _, item := range found.Items {
				cases = append(cases, item.Case.ID)
			}
			return found, cases
		}
		found, cases := similar("reviewer")
		if !slices.Equal(cases, []int64{same, nearly}) || found.Looked != 3 || found.Items[0].Likeness != 1 || found.Items[1].Likeness >= 1 {
			t.Errorf("%v of %d: %+v", cases, found.Looked, found.Items)
		}
		for _, who := range []string{"supervisor", "auditor", w.token("app live", staff.CasesRead)} {
			if _, cases := similar(who); !slices.Contains(cases, protected) {
				t.Errorf("%.9s sees %v", who, cases)
			}
		}
		w.wantProblem(w.get(w.token("app other", staff.CasesRead), fmt.Sprintf("/cases/%d/similar", first)), http.StatusNotFound, "not_found")
		seen, err := w.store.AuditEntries(t.Context(), auditlog.Filter{Action: string(auditlog.CaseView), ActorID: fmt.Sprint(w.ids["reviewer"])})
		w.must(err)
		if len(seen) != 2 || !strings.Contains(string(seen[0].Detail), "similar") {
			t.Errorf("the audit log has %+v", seen)
		}

		w.want(w.post("reviewer2", "/cases/claim", fmt.Sprintf(`{"queue":"message","ids":[%d]}`, nearly)), http.StatusOK, nil)
		var mine claimed
		w.want(w.post("reviewer", "/cases/claim", fmt.Sprintf(`{"queue":"message","risk":true,"limit":1,"ids":[%d,%d,%d,%d]}`, protected, same, nearly, first)), http.StatusOK, &mine)
		if len(mine.Cases) != 2 || mine.Cases[0].ID != first || mine.Cases[1].ID != same {
			t.Errorf("claimed %+v", mine.Cases)
		}
	})
}

func TestChosenCasesAreBounded(t *testing.T) {
	t.Parallel()
	w := small(t)
	ids := strings.TrimSuffix(strings.Repeat("1,", review.MaxClaim+1), ",")
	if p := w.wantProblem(w.post("reviewer", "/cases/claim", `{"queue":"message","ids":[`+ids+`]}`), http.StatusBadRequest, "invalid"); p.Field != "ids" {
		t.Errorf("the field is %q", p.Field)
	}
}
