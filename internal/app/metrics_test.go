package app

import (
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// watchedApp is declaredApp with everything that is told of.
var watchedApp = strings.Replace(declaredApp, "staff:", `    party: {app_key: "key", app_secret: "secret-secret-secret"}
staff:`, 1)

// scraped is what /metrics said.
type scraped struct {
	types  map[string]string  // by name
	series map[string]float64 // by name and labels
}

func scrape(t *testing.T, a *App) scraped {
	t.Helper()
	got := ask(t, browser(t), http.MethodGet, "http://"+a.server.AdminAddr()+"/metrics", nil)
	if got.status != http.StatusOK {
		t.Fatalf("%d %s", got.status, got.body)
	}
	s := scraped{map[string]string{}, map[string]float64{}}
	for line := range strings.Lines(got.body) {
		line = strings.TrimSpace(line)
		if told, found := strings.CutPrefix(line, "# TYPE "); found {
			name, kind, _ := strings.Cut(told, " ")
			s.types[name] = kind
		} else if end := strings.LastIndexByte(line, ' '); end > 0 && line[0] != '#' {
			var value float64
			if _, err := fmt.Sscan(line[end+1:], &value); err != nil {
				t.Errorf("%s: %v", line, err)
			}
			s.series[line[:end]] = value
		}
	}
	return s
}

// ours are the names of the metrics that are not the client library's.
func (s scraped) ours() []string {
	var names []string
	for name := range s.types {
		if strings.HasPrefix(name, "xiezhi_") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// has reports whether a name, or what a histogram makes of it, is told.
func (s scraped) has(name string) bool {
	for _, suffix := range []string{"", "_bucket", "_sum", "_count"} {
		base, cut := strings.CutSuffix(name, suffix)
		if kind := s.types[base]; cut && (suffix == "" && kind != "" && kind != "histogram" || kind == "histogram" && suffix != "") {
			return true
		}
	}
	return false
}

// watched is a running App in which a little has happened.
func watched(t *testing.T) (*App, scraped) {
	t.Helper()
	settings := testSettings(t)
	settings.AdminListen = "127.0.0.1:0"
	a, _ := startApp(t, Config{Settings: settings, Version: "v1.2.3", Declare: []*File{parse(t, watchedApp)}})
	ask(t, browser(t), http.MethodGet, a.URL()+"/report/remain", nil)
	app, _ := a.registry.App("live")
	for _, message := range []string{"m1", "m1", "m2", "m3"} {
		_, err := a.intake.Submit(t.Context(), app, intake.Reporter{UserID: "alice"}, review.Report{
			Entrance: content.ShowMessage, Reporter: "alice", Complaints: verdict.ComplaintSet(verdict.ComplaintAd), Accused: "10003",
			Messages: []content.Message{{Type: content.Text, ID: message, SenderID: "10003", Text: "secret " + message}},
			Profile:  &content.Profile{PlaceID: "show1", OwnerID: "host1"},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	who := review.Reviewer{ID: 1}
	held, err := a.review.NextMessage(t.Context(), "live", who, false)
	if err != nil || held == nil {
		t.Fatal(held, err)
	}
	if err := a.review.Pass(t.Context(), review.Judgement{App: app, CaseID: held.ID, Who: who, Entrance: held.Entrance, Reporter: "alice", UserID: "10003"}); err != nil {
		t.Fatal(err)
	}
	if held, err = a.review.NextMessage(t.Context(), "live", who, false); err != nil || held == nil {
		t.Fatal(held, err)
	}
	return a, scrape(t, a)
}

func TestWhatHappensIsCounted(t *testing.T) {
	t.Parallel()
	_, s := watched(t)
	for series, want := range map[string]float64{
		`xiezhi_reports_total{app="live",outcome="case"}`:                  3,
		`xiezhi_decisions_total{app="live",by="staff",verdict="pass"}`:     1,
		`xiezhi_reports_total{app="live",outcome="repeated"}`:              1,
		`xiezhi_cases_waiting{app="live",queue="message",risk="ordinary"}`: 1,
		`xiezhi_cases_held{app="live",queue="message",risk="ordinary"}`:    1,
		`xiezhi_cases_waiting{app="live",queue="album",risk="high"}`:       0,
		`xiezhi_outbox_dead{app="live",channel="uplus"}`:                   0,
		`xiezhi_backlog_known`:                   1,
		`xiezhi_ready{check="store"}`:            1,
		`xiezhi_presence_online{app="live"}`:     0,
		`xiezhi_live_answers_total{code="1001"}`: 0,
		`xiezhi_delivery_attempt_seconds_count{channel="yunjing",outcome="delivered"}`: 0,
	} {
		if got, told := s.series[series]; !told || got != want {
			t.Errorf("%s is %v (told: %v), want %v", series, got, told, want)
		}
	}
	for series := range s.series {
		if strings.Contains(series, "alice") || strings.Contains(series, "10003") || strings.Contains(series, "secret ") {
			t.Errorf("a label tells what is a user's: %s", series)
		}
	}
}

// listed is a row of docs/metrics.md: | `name` | type | labels | meaning |.
var listed = regexp.MustCompile("(?m)^\\| `(xiezhi_[a-z_]+)` \\| (counter|gauge|histogram) \\| ([^|]*) \\| [^|]+ \\|$")

// TestEveryMetricIsDescribed holds docs/metrics.md to what is told, both ways.
func TestEveryMetricIsDescribed(t *testing.T) {
	t.Parallel()
	_, s := watched(t)
	page, err := os.ReadFile("../../docs/metrics.md")
	if err != nil {
		t.Fatal(err)
	}
	described := map[string]string{}
	labels := map[string]string{}
	for _, row := range listed.FindAllStringSubmatch(string(page), -1) {
		described[row[1]], labels[row[1]] = row[2], row[3]
	}
	for _, name := range s.ours() {
		if described[name] != s.types[name] {
			t.Errorf("%s is a %s; the page says %q", name, s.types[name], described[name])
		}
	}
	for name := range described {
		if s.types[name] == "" {
			t.Errorf("the page describes %s, which nobody tells", name)
		}
	}
	for series := range s.series {
		name, rest, labelled := strings.Cut(series, "{")
		of, isOurs := labels[histogramOf(s, name)]
		if !isOurs || !labelled {
			continue
		}
		for _, label := range regexp.MustCompile(`([a-z]+)="`).FindAllStringSubmatch(rest, -1) {
			if label[1] != "le" && !strings.Contains(of, "`"+label[1]+"`") {
				t.Errorf("%s has a label %s that the page does not tell of: %s", name, label[1], of)
			}
		}
	}
}

// histogramOf is the name under which a series is described.
func histogramOf(s scraped, series string) string {
	for _, suffix := range []string{"_bucket", "_sum", "_count"} {
		if base, cut := strings.CutSuffix(series, suffix); cut && s.types[base] == "histogram" {
			return base
		}
	}
	return series
}
