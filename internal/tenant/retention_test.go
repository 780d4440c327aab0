package tenant

import (
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/period"
)

func TestPeriodsOfAnApp(t *testing.T) {
	t.Parallel()
	all := Retention{Messages: 10, Evidence: 20, Reports: 30, Calls: 40}
	older := App{Audit: &Audit{KeepDays: 7}, Netease: &Netease{KeepDays: 8}}
	both := older
	both.Retention = Retention{Messages: 3, Calls: 4}
	for _, row := range []struct {
		app  App
		want Retention
	}{
		{App{}, all},
		{older, Retention{Messages: 7, Evidence: 8, Reports: 30, Calls: 40}},
		{both, Retention{Messages: 3, Evidence: 8, Reports: 30, Calls: 4}},
	} {
		if got := row.app.Keeps(all); got != row.want {
			t.Errorf("%+v keeps %+v, want %+v", row.app, got, row.want)
		}
	}
	if ByDefault(App{}) != (Retention{Messages: 30, Evidence: 180, Reports: 365, Calls: 180}) {
		t.Errorf("by default %+v", ByDefault(App{}))
	}
	if warned := both.Warnings(); len(warned) != 1 || !strings.HasPrefix(warned[0], "audit.keep_days") {
		t.Errorf("warned %q", warned)
	}
}

func TestPeriodsHaveBounds(t *testing.T) {
	t.Parallel()
	app := App{ID: "live", Retention: Retention{Messages: period.Longest + 1, Reports: -1}}
	var fields []string
	for _, problem := range app.Problems() {
		fields = append(fields, problem.Field)
	}
	if strings.Join(fields, " ") != "retention.messages retention.reports" {
		t.Errorf("refused %q", fields)
	}
}
