package intake

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

var noon = time.Date(2026, 3, 1, 4, 0, 0, 0, time.UTC)

// shelf takes a report and says what was made of it.
type shelf struct {
	standing Standing
	err      error

	report review.Report
	since  time.Time
	plan   Plan
	filed  int
	pruned time.Time
}

func (s *shelf) PruneRepeatKeys(_ context.Context, before time.Time) (int, error) {
	s.pruned = before
	return 0, s.err
}

func (s *shelf) FileReport(_ context.Context, report review.Report, _ string, since time.Time, plan func(int64, Standing) Plan) (Receipt, error) {
	s.filed++
	s.report, s.since = report, since
	if s.err != nil {
		return Receipt{}, s.err
	}
	s.plan = plan(77, s.standing)
	return Receipt{ReportID: 77}, nil
}

func submit(s *shelf, app tenant.App, admin bool, report review.Report) (woken int, receipt Receipt, err error) {
	service := NewService(s, func() time.Time { return noon }, func() { woken++ })
	receipt, err = service.Submit(context.Background(), app, Reporter{UserID: "1002", Admin: admin}, report)
	return woken, receipt, err
}

func complaining(entrance content.Entrance, types ...verdict.Complaint) review.Report {
	r := sample(entrance)
	r.Complaints = verdict.ComplaintSet(types...)
	return r
}

func TestAViolationWaits(t *testing.T) {
	t.Parallel()
	s := &shelf{standing: Standing{Risk: true, Protected: true}}
	woken, receipt, err := submit(s, liveApp, false, complaining(content.AlbumPicture, 1, 2))
	if err != nil || receipt.ReportID != 77 || woken != 0 {
		t.Fatalf("%v %+v, woken %d", err, receipt, woken)
	}
	if s.plan.Ruling != nil || s.plan.Case == nil {
		t.Fatalf("plan %+v", s.plan)
	}
	c := *s.plan.Case
	if c.App != "live" || c.Queue != review.AlbumQueue || c.Entrance != content.AlbumPicture || !c.Risk || !c.Protected ||
		c.GroupKey == "" || c.Complaints != verdict.ComplaintSet(1, 2) || !c.OpenedAt.Equal(noon) {
		t.Errorf("case %+v", c)
	}
	if s.report.App != "live" || !s.report.FiledAt.Equal(noon) || !s.since.Equal(noon.Add(-24*time.Hour)) {
		t.Errorf("filed %+v since %v", s.report, s.since)
	}
}

func TestAnOrderIsARuling(t *testing.T) {
	t.Parallel()
	s := &shelf{}
	app := liveApp
	app.Uplus = &tenant.Uplus{BaseURL: "http://127.0.0.1/api", AdminHours: 24}
	woken, _, err := submit(s, app, true, complaining(content.HallMessage, 4, 5))
	if err != nil || woken != 1 || s.plan.Case != nil || s.plan.Ruling == nil {
		t.Fatalf("%v, woken %d, plan %+v", err, woken, s.plan)
	}
	r := *s.plan.Ruling
	d := r.Decision
	if d.App != "live" || d.RecordID != 77 || d.CaseID != 0 || d.Author != (review.Author{Kind: review.ByAdministrator, ID: "1002"}) ||
		!d.At.Equal(noon) || d.Verdict != verdict.Politics {
		t.Errorf("decision %+v", d)
	}
	if len(d.Actions) != 2 || len(r.Sanctions) != 2 || len(r.Events) != 2 {
		t.Fatalf("ruling %+v", r)
	}
	for i, action := range []verdict.Action{verdict.Delete, verdict.Mute} {
		if a := d.Actions[i]; a.Action != action || a.RecordID != 77 || a.AuthorID != "1002" || a.Hours != 24 {
			t.Errorf("action %+v", a)
		}
		if sanction := r.Sanctions[i]; sanction.Action != action || !sanction.EndsAt.Equal(noon.Add(24*time.Hour)) {
			t.Errorf("sanction %+v", sanction)
		}
		if event := r.Events[i]; event.Channel != enforce.Channel || event.Kind != string(action) || event.App != "live" {
			t.Errorf("event %+v", event)
		}
	}
}

func TestMixedListsDoBoth(t *testing.T) {
	t.Parallel()
	s := &shelf{}
	if _, _, err := submit(s, liveApp, true, complaining(content.HallMessage, 1, 6)); err != nil {
		t.Fatal(err)
	}
	if s.plan.Case == nil || s.plan.Ruling == nil || s.plan.Ruling.Decision.Verdict != verdict.Porn {
		t.Errorf("plan %+v", s.plan)
	}
}

// Nobody punishes a protected account by a report: a supervisor decides.
func TestOrdersAgainstProtectedAccountsWait(t *testing.T) {
	t.Parallel()
	s := &shelf{standing: Standing{Protected: true}}
	if _, _, err := submit(s, liveApp, true, complaining(content.HallMessage, 5)); err != nil {
		t.Fatal(err)
	}
	if s.plan.Ruling != nil || s.plan.Case == nil || !s.plan.Case.Protected || s.plan.Case.Complaints != verdict.ComplaintSet(5) {
		t.Errorf("plan %+v", s.plan)
	}
}

func TestWithoutAPlatformNothingIsSent(t *testing.T) {
	t.Parallel()
	s := &shelf{}
	if _, _, err := submit(s, tenant.App{ID: "live"}, true, complaining(content.HallMessage, 5)); err != nil {
		t.Fatal(err)
	}
	if len(s.plan.Ruling.Events) != 0 || len(s.plan.Ruling.Sanctions) != 1 {
		t.Errorf("ruling %+v", s.plan.Ruling)
	}
}

func TestWhatIsRefusedIsNotFiled(t *testing.T) {
	t.Parallel()
	s := &shelf{}
	foreign := sample(content.HallMessage)
	foreign.Reporter = "1003"
	broken := sample(content.HallMessage)
	broken.Accused = ""
	cases := []struct {
		report review.Report
		admin  bool
		code   string
	}{
		{foreign, false, "not_reporter"},
		{broken, false, "invalid"},
		{complaining(content.HallMessage, 5), false, "admin_only"},
		{complaining(content.GroupMessage, 5), true, "not_applicable"},
	}
	for _, c := range cases {
		if woken, _, err := submit(s, liveApp, c.admin, c.report); !fault.HasCode(err, c.code) || woken != 0 {
			t.Errorf("want %s, got %v", c.code, err)
		}
	}
	if s.filed != 0 {
		t.Errorf("%d were filed", s.filed)
	}
}

func TestAStoreThatFails(t *testing.T) {
	t.Parallel()
	s := &shelf{err: errors.New("disk full")}
	woken, _, err := submit(s, liveApp, true, complaining(content.HallMessage, 5))
	if !errors.Is(err, s.err) || woken != 0 {
		t.Errorf("%v, woken %d", err, woken)
	}
}

func TestQueues(t *testing.T) {
	t.Parallel()
	want := map[content.Entrance]review.Queue{
		content.AlbumPicture: review.AlbumQueue, content.ShowPicture: review.AlbumQueue,
		content.GroupProfile: review.ProfileQueue, content.UserProfile: review.ProfileQueue,
	}
	for _, rule := range content.Entrances() {
		queue, special := want[rule.Entrance]
		if !special {
			queue = review.MessageQueue
		}
		if got := review.QueueOf(rule.Entrance); got != queue {
			t.Errorf("mod %d waits in %s", rule.Entrance, got)
		}
	}
}

func TestRepeatsAreForgottenAfterTheirWindow(t *testing.T) {
	t.Parallel()
	s := &shelf{err: errors.New("away")}
	service := NewService(s, func() time.Time { return noon }, nil)
	if err := service.ForgetRepeats(context.Background()); !errors.Is(err, s.err) {
		t.Fatal(err)
	}
	if age := noon.Sub(s.pruned); age <= RepeatWindow || age > 2*RepeatWindow {
		t.Fatalf("forgets what is %s old", age)
	}
}
