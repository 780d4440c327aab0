package screen

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

var noon = time.Date(2026, 3, 1, 4, 0, 0, 0, time.UTC)

// ledger keeps what it is given and knows senders.
type ledger struct {
	err      error
	standing Standing
	asked    int
	since    time.Time
	records  []Record
	reports  []*review.Report
	channels []string // of pictures
	events   []outbox.Event
}

func (l *ledger) RecordPicture(_ context.Context, record Record, channel string) error {
	l.records, l.channels = append(l.records, record), append(l.channels, channel)
	return l.err
}

func (l *ledger) RecordLine(_ context.Context, record Record, report *review.Report, events ...outbox.Event) error {
	l.records, l.reports, l.events = append(l.records, record), append(l.reports, report), append(l.events, events...)
	return l.err
}

func (l *ledger) Standing(_ context.Context, _, _ string, since time.Time) (Standing, error) {
	l.asked++
	l.since = since
	return l.standing, l.err
}

func (l *ledger) RecordLines(_ context.Context, records []Record) error {
	l.records = append(l.records, records...)
	return l.err
}

func (l *ledger) PruneLines(_ context.Context, prune Prune) (int64, error) { return prune.After, l.err }

// dictionary finds words; each is evidence once for every place.
type dictionary map[string]policy.Evidence

func (d dictionary) Find(_ string, line content.Line) []policy.Evidence {
	var found []policy.Evidence
	for word, e := range d {
		for from := 0; ; {
			at := strings.Index(line.Text[from:], word)
			if at < 0 {
				break
			}
			e.Source, e.What, e.Sure, e.From, e.To = "test", word, 1, from+at, from+at+len(word)
			found = append(found, e)
			from = e.To
		}
	}
	return found
}

var bad = dictionary{
	"加微信":  {Label: verdict.Ad, Want: policy.Mask},
	"裸聊":   {Label: verdict.Porn, Want: policy.Deny},
	"百家乐":  {Label: verdict.Illegal, Want: policy.Review},
	"某某主义": {Label: verdict.Politics, Want: policy.Review},
}

// apps knows apps by their ids.
type apps map[string]tenant.App

func (a apps) App(id string) (app tenant.App, known bool) {
	app, known = a[id]
	return app, known
}

func (a apps) All() []tenant.App { return slices.Collect(maps.Values(a)) }

// oneApp is the app live, which says nothing.
var oneApp = apps{"live": {ID: "live"}}

// room is a Service on a ledger, at a time that the test moves.
type room struct {
	*Service
	ledger *ledger
	now    time.Time
}

func newRoom(change func(*policy.Thresholds)) *room {
	thresholds := policy.Defaults()
	if change != nil {
		change(&thresholds)
	}
	r := &room{ledger: &ledger{}, now: noon}
	r.Service = NewService(Options{
		Store: r.ledger, Apps: oneApp, Now: func() time.Time { return r.now },
		Judge: Judge{Finders: []Finder{bad}, Thresholds: func(string) policy.Thresholds { return thresholds }},
	})
	return r
}

func (r *room) says(t *testing.T, user, text string) Answer {
	t.Helper()
	return r.sends(t, content.Line{Type: content.UserLine, RoomID: "1638", AnchorID: "600501", UserID: user, Text: text, SentAt: "2026-03-01 12:00:00"})
}

func (r *room) sends(t *testing.T, line content.Line) Answer {
	t.Helper()
	answer, err := r.Screen(t.Context(), Request{App: "live", Credential: "2016", Channel: "yunjing", Line: line})
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

func TestOutcomes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text    string
		outcome policy.Outcome
		label   verdict.Label
		shown   string
	}{
		{"晚上好", policy.Pass, verdict.Pass, ""},
		{"想赚钱加微信吧，加微信", policy.Mask, verdict.Ad, "想赚钱***吧，***"},
		{"加微信裸聊", policy.Deny, verdict.Porn, ""},
		{"百家乐", policy.Review, verdict.Illegal, ""},
	} {
		r := newRoom(nil)
		got := r.says(t, "u1", test.text)
		if got.Outcome != test.outcome || got.Label != test.label || got.Text != test.shown || !got.Checked || len(got.DataID) != 32 || !got.At.Equal(noon) {
			t.Errorf("%s: %+v", test.text, got)
		}
		kept := r.ledger.records[0]
		if kept.DataID != got.DataID || kept.Line.Text != test.text || kept.Policy != policy.Version || kept.Credential != "2016" || (len(kept.Evidence) > 0) != (test.outcome != policy.Pass) {
			t.Errorf("%s: kept %+v", test.text, kept)
		}
		if (r.ledger.reports[0] != nil) != (test.outcome == policy.Review) {
			t.Errorf("%s: reported %+v", test.text, r.ledger.reports[0])
		}
	}
}

func TestTheReport(t *testing.T) {
	t.Parallel()
	r := newRoom(nil)
	answer := r.says(t, "u1", "百家乐")
	report := r.ledger.reports[0]
	if report.Reporter != "system" || report.Entrance != content.ShowMessage || report.Accused != "u1" || *report.Profile != (content.Profile{PlaceID: "1638", OwnerID: "600501"}) ||
		len(report.Messages) != 1 || report.Messages[0] != (content.Message{Type: content.Text, ID: answer.DataID, SenderID: "u1", Text: "百家乐"}) ||
		report.Complaints != 0 || !strings.Contains(report.Memo, "百家乐") || report.Asked.Channel != "yunjing" {
		t.Errorf("%+v", report)
	}
	var asked Asked
	if err := json.Unmarshal(report.Asked.Data, &asked); err != nil || asked != (Asked{Credential: "2016", DataID: answer.DataID, Content: "百家乐", SentAt: "2026-03-01 12:00:00"}) {
		t.Errorf("%+v %v", asked, err)
	}
	r.says(t, "u1", "某某主义")
	if got := r.ledger.reports[1].Complaints; got != verdict.ComplaintSet(verdict.ComplaintPolitics) {
		t.Errorf("complaints %v", got.List())
	}
	if _, err := r.Screen(t.Context(), Request{App: "live", Line: content.Line{UserID: "u1", Text: "百家乐"}}); err != nil || r.ledger.reports[2].Asked != nil {
		t.Errorf("nobody asked: %+v %v", r.ledger.reports[2], err)
	}
}

// A picture is kept to be looked at, and answered at once.
func TestPictures(t *testing.T) {
	t.Parallel()
	for address, picture := range map[string]bool{
		"https://cdn.example/1.png": true, "javascript:alert(1)": false, "http:///1.png": false, "裸聊": false, "%zz": false, "//cdn.example/1.png": false,
	} {
		r := newRoom(nil)
		got := r.sends(t, content.Line{Type: content.PictureLine, UserID: "u1", Text: address})
		if got.Checked || got.Outcome != policy.Review || got.Text != "" || len(r.ledger.reports) != 0 || len(r.ledger.channels) != 1 {
			t.Fatalf("%s: %+v %+v", address, got, r.ledger)
		}
		report := r.ledger.records[0].Complaint(r.ledger.channels[0])
		m := report.Messages[0]
		if (m.Type == content.Picture) != picture || m.URL+m.Text != address || (m.URL == "") == picture {
			t.Errorf("%s: %+v", address, m)
		}
		var asked Asked
		if err := json.Unmarshal(report.Asked.Data, &asked); err != nil || !asked.Picture || asked.Content != address {
			t.Errorf("%+v %v", asked, err)
		}
		told := r.ledger.records[0].Told(r.ledger.channels[0], noon)
		var reply review.Reply
		if err := json.Unmarshal(told.Payload, &reply); err != nil || reply.Verdict != verdict.Pass || !bytes.Equal(reply.Asked, report.Asked.Data) || told.Channel != report.Asked.Channel {
			t.Errorf("%+v %v", told, err)
		}
	}
}

func TestWhoSaysIt(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		standing Standing
		text     string
		outcome  policy.Outcome
	}{
		{Standing{Risk: true}, "加微信", policy.Review},
		{Standing{Protected: true}, "裸聊", policy.Review},
		{Standing{Offences: 3}, "百家乐", policy.Deny},
		{Standing{Offences: 2}, "百家乐", policy.Review},
		{Standing{Risk: true, Offences: 9}, "晚上好", policy.Pass},
	} {
		r := newRoom(func(t *policy.Thresholds) { t.DenyRepeatOffenders = 3 })
		r.ledger.standing = test.standing
		if got := r.says(t, "u1", test.text); got.Outcome != test.outcome {
			t.Errorf("%+v says %s: %+v", test.standing, test.text, got)
		}
		if asked := r.ledger.asked == 1; asked != (test.outcome != policy.Pass) {
			t.Errorf("asked %d times who says %s", r.ledger.asked, test.text)
		}
		if r.ledger.asked == 1 && !r.ledger.since.Equal(noon.Add(-Lately)) {
			t.Errorf("offences since %s", r.ledger.since)
		}
	}
}

func TestStandingIsBelievedForAMoment(t *testing.T) {
	t.Parallel()
	r := newRoom(nil)
	for _, step := range []struct {
		user  string
		after time.Duration
		asked int
	}{{"u1", 0, 1}, {"u1", standingLasts - 1, 1}, {"u2", 0, 2}, {"u1", 1, 3}} {
		r.now = r.now.Add(step.after)
		r.says(t, step.user, "百家乐")
		if r.ledger.asked != step.asked || !r.ledger.since.IsZero() {
			t.Errorf("%+v: asked %d times, since %s", step, r.ledger.asked, r.ledger.since)
		}
	}
	for i := range 2 * maxKnown {
		r.known.remember(sender{"live", string(rune(i))}, Standing{}, r.now)
	}
	if len(r.known.known) > maxKnown {
		t.Errorf("knows %d", len(r.known.known))
	}
}

func TestFaultsOfTheStore(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"晚上好", "百家乐"} {
		r := newRoom(nil)
		r.ledger.err = errors.New("disk full")
		if _, err := r.Screen(t.Context(), Request{App: "live", Line: content.Line{UserID: "u1", Text: text}}); !errors.Is(err, r.ledger.err) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestEvidenceEverywhereIsCutShort(t *testing.T) {
	t.Parallel()
	r := newRoom(func(t *policy.Thresholds) { t.Repeats = 0 })
	got := r.says(t, "u1", strings.Repeat("百家乐，", 1000))
	if kept := r.ledger.records[0]; len(got.Reasons) != maxReasons+1 || got.Reasons[maxReasons] != "and 980 more" || len(kept.Evidence) != maxEvidence {
		t.Errorf("%d reasons, %d pieces of evidence", len(got.Reasons), len(kept.Evidence))
	}
}

func TestMasksWithoutAPlaceCoverAll(t *testing.T) {
	t.Parallel()
	if got := covered("全文 ok", nil); got != "*****" {
		t.Errorf("%q", got)
	}
	if got := covered("***", []policy.Span{{From: 0, To: 3}}); got != "" {
		t.Errorf("%q, though nothing changed", got)
	}
}

func TestDataIDsGrowWithTheTime(t *testing.T) {
	t.Parallel()
	last := ""
	for i := range 100 {
		next := newDataID(noon.Add(time.Duration(i) * time.Millisecond))
		if next <= last || len(next) != 32 {
			t.Fatalf("%s after %s", next, last)
		}
		last = next
	}
}

// What leaves with an answer is kept with it.
func TestWhatFollowsIsKeptWithTheAnswer(t *testing.T) {
	t.Parallel()
	r := newRoom(nil)
	for text, leaves := range map[string]int{"晚上好": 1, "裸聊": 0} {
		r.ledger.events = nil
		_, err := r.Screen(t.Context(), Request{App: "live", Line: content.Line{UserID: "u1", AnchorID: "u2", Text: text}, Follow: func(a Answer) []outbox.Event {
			if a.Outcome != policy.Pass {
				return nil
			}
			return []outbox.Event{{Key: a.DataID}}
		}})
		if last := r.ledger.records[len(r.ledger.records)-1]; err != nil || len(r.ledger.events) != leaves || leaves == 1 && r.ledger.events[0].Key != last.DataID {
			t.Errorf("%s: %+v %v", text, r.ledger.events, err)
		}
	}
}

// What is said in no room is reported as what is said to somebody, or as what
// users show of themselves.
func TestComplaintsBesideRooms(t *testing.T) {
	t.Parallel()
	said := Record{App: "live", Answer: Answer{DataID: "m"}}
	for _, row := range []struct {
		line     content.Line
		entrance content.Entrance
		messages int
		profile  *content.Profile
	}{
		{content.Line{AnchorID: "b", UserID: "a", Text: "x"}, content.HallMessage, 1, nil},
		{content.Line{UserID: "a", Text: "x"}, content.UserProfile, 0, &content.Profile{OwnerID: "a", Name: "x"}},
		{content.Line{Type: content.PictureLine, UserID: "a", Text: "http://cdn/1"}, content.AlbumPicture, 1, &content.Profile{OwnerID: "a"}},
	} {
		said.Line = row.line
		got := said.Complaint("")
		if got.Entrance != row.entrance || len(got.Messages) != row.messages || !reflect.DeepEqual(got.Profile, row.profile) || got.Accused != "a" {
			t.Errorf("%+v", got)
		}
	}
}
