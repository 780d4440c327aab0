package pictures

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/egress"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// bankShelf is banks in memory. What no test here asks of a BankStore it has not.
type bankShelf struct {
	BankStore
	banks    []Bank
	entries  []Entry
	revision int64
}

func (b *bankShelf) PicturesRevision(context.Context) (int64, error) { return b.revision, nil }
func (b *bankShelf) PictureBanks(context.Context) ([]Bank, error)    { return b.banks, nil }
func (b *bankShelf) AllPictureEntries(_ context.Context, after int64, limit int) ([]Entry, error) {
	var found []Entry
	for _, e := range b.entries {
		if e.ID > after && len(found) < limit {
			found = append(found, e)
		}
	}
	return found, nil
}

func (b *bankShelf) put(bank int64, picture image.Image) {
	b.entries = append(b.entries, Entry{ID: int64(len(b.entries) + 1), BankID: bank, Print: PrintOf(picture)})
	b.revision++
}

// terms finds words, as word lists do.
type terms map[string]policy.Evidence

func (w terms) Find(_ string, line content.Line) (found []policy.Evidence) {
	for text, e := range w {
		if from := strings.Index(line.Text, text); from >= 0 {
			e.What, e.From, e.To = text, from, from+len(text)
			found = append(found, e)
		}
	}
	return found
}

// apps has the one app "live".
type apps struct{ detector *tenant.Detector }

func (a apps) App(id string) (tenant.App, bool) {
	return tenant.App{ID: id, Audit: &tenant.Audit{Detector: a.detector}}, id == "live"
}

type scene struct {
	*Service
	shelf *bankShelf
	clock atomic.Int64 // nanoseconds after noon
}

// newScene has three banks: banned pictures, good ones, and another app's.
func newScene(t *testing.T, detector *tenant.Detector) *scene {
	t.Helper()
	s := &scene{shelf: &bankShelf{banks: []Bank{
		{ID: 1, Name: "裸照", Kind: Banned, Label: verdict.Porn, Revision: 7},
		{ID: 2, App: "live", Name: "logos", Kind: Good, Label: verdict.Pass, Revision: 8},
		{ID: 3, App: "other", Name: "theirs", Kind: Banned, Label: verdict.Ad},
	}}}
	words := terms{
		"裸聊":  {Source: "招嫖", Cause: policy.Cause{Kind: policy.List, ID: 5}, Label: verdict.Porn, Want: policy.Deny, Sure: 1},
		"加微信": {Source: "引流", Label: verdict.Ad, Want: policy.Mask, Sure: 1},
	}
	now := func() time.Time { return noon.Add(time.Duration(s.clock.Load())) }
	s.Service = NewService(Options{
		Banks: NewBanks(s.shelf, now), Apps: apps{detector}, Judge: screen.Judge{Finders: []screen.Finder{words}},
		Thresholds: func(string) policy.Thresholds { return policy.Defaults() }, Now: now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Caller: egress.New(egress.Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, Timeout: LongestTimeout}),
	})
	return s
}

func (s *scene) weighs(t *testing.T, picture image.Image, c policy.Context) Seen {
	t.Helper()
	seen, err := s.Weigh(t.Context(), Subject{App: "live", DataID: "d1", Line: content.Line{Type: content.PictureLine, UserID: "u1", Text: "http://x/1"}, Context: c, Picture: picture})
	if err != nil {
		t.Fatal(err)
	}
	return seen
}

func says(t *testing.T, seen Seen, outcome policy.Outcome, label verdict.Label, reason string) {
	t.Helper()
	d := seen.Decision
	if d.Outcome != outcome || d.Label != label || !slices.ContainsFunc(d.Reasons, func(r string) bool { return strings.Contains(r, reason) }) {
		t.Errorf("%s as %s, because %q; want %s as %s because %q", d.Outcome, d.Label, d.Reasons, outcome, label, reason)
	}
}

func TestBanks(t *testing.T) {
	t.Parallel()
	s := newScene(t, nil)
	bad, good, theirs := painted(600, 400, 1), painted(500, 500, 2), painted(640, 480, 3)
	says(t, s.weighs(t, bad, policy.Context{}), policy.Review, verdict.Pass, noModel)
	s.shelf.put(1, bad)
	s.shelf.put(2, good)
	s.shelf.put(3, theirs)
	again := decoded(t, asJPEG(t, scaled(bad, 300, 200), 50))
	denied := s.weighs(t, again, policy.Context{})
	says(t, denied, policy.Deny, verdict.Porn, "裸照")
	if e := denied.Evidence[0]; e.Cause != (policy.Cause{Kind: policy.Bank, ID: 1, Version: 7}) || !e.Led || denied.Matches[0].Distance > 31 {
		t.Errorf("%+v %+v", e, denied.Matches)
	}
	says(t, s.weighs(t, again, policy.Context{Protected: true}), policy.Review, verdict.Porn, "protected")
	passed := s.weighs(t, good, policy.Context{})
	says(t, passed, policy.Pass, verdict.Pass, "logos")
	if e := passed.Evidence[0]; e.Cause != (policy.Cause{Kind: policy.Bank, ID: 2, Version: 8}) || !e.Led {
		t.Errorf("%+v", e)
	}
	says(t, s.weighs(t, theirs, policy.Context{}), policy.Review, verdict.Pass, noModel)
	s.shelf.put(1, good) // whoever is in both is banned
	says(t, s.weighs(t, good, policy.Context{}), policy.Deny, verdict.Porn, "裸照")
	says(t, s.weighs(t, image.NewGray(image.Rect(0, 0, 90, 90)), policy.Context{}), policy.Review, verdict.Pass, noModel)
}

// What a code says is judged as if its sender had typed it, also in a picture
// that is known to be good.
func TestCodesAreAudited(t *testing.T) {
	t.Parallel()
	s := newScene(t, nil)
	plain := painted(900, 700, 1)
	s.shelf.put(2, plain)
	says(t, s.weighs(t, with(painted(900, 700, 1), codeOf(t, "提供裸聊服务", 120), 300, 200), policy.Context{}), policy.Deny, verdict.Porn, `QR code, 招嫖: porn "裸聊"`)
	says(t, s.weighs(t, with(painted(900, 700, 4), codeOf(t, "加微信", 200), 300, 200), policy.Context{}), policy.Review, verdict.Ad, "QR code, 引流")
	harmless := s.weighs(t, with(painted(900, 700, 5), codeOf(t, "https://example.com", 200), 300, 200), policy.Context{})
	says(t, harmless, policy.Review, verdict.Pass, `a QR code says "https://example.com"`)
	says(t, harmless, policy.Review, verdict.Pass, noModel)
	for _, e := range harmless.Evidence {
		t.Errorf("%+v", e)
	}
}

// answering is a detector that answers the same to everything.
func answering(t *testing.T, status int, body string) (*tenant.Detector, *atomic.Int64) {
	t.Helper()
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	return &tenant.Detector{URL: server.URL, Token: "detectors-secret"}, &asked
}

func TestDetectors(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status  int
		body    string
		outcome policy.Outcome
		label   verdict.Label
		reason  string
	}{
		"sure of a violation":   {200, `{"label":"porn","score":0.97}`, policy.Deny, verdict.Porn, "detector: porn"},
		"a finding":             {200, `{"label":"pass","score":0.5,"findings":[{"label":"ad","score":0.95,"what":"a phone number"}]}`, policy.Deny, verdict.Ad, "a phone number"},
		"not sure of it":        {200, `{"label":"porn","score":0.7}`, policy.Review, verdict.Porn, "not sure enough"},
		"hardly sure":           {200, `{"label":"porn","score":0.1}`, policy.Review, verdict.Pass, "not sure what it sees"},
		"nothing found":         {200, `{"label":"pass","score":0.99,"findings":[],"more":1}`, policy.Pass, verdict.Pass, "detector: pass, nothing found"},
		"not sure of nothing":   {200, `{"label":"pass","score":0.6}`, policy.Review, verdict.Pass, "not sure of it"},
		"broken":                {500, `{"label":"pass","score":1}`, policy.Review, verdict.Pass, "answers 500"},
		"a redirect":            {302, ``, policy.Review, verdict.Pass, "answers 302"},
		"nonsense":              {200, `<html>`, policy.Review, verdict.Pass, "cannot be read"},
		"nothing":               {200, ``, policy.Review, verdict.Pass, "cannot be read"},
		"null":                  {200, `null`, policy.Review, verdict.Pass, "makes no sense"},
		"no label":              {200, `{"score":1}`, policy.Review, verdict.Pass, "makes no sense"},
		"an impossible score":   {200, `{"label":"pass","score":7}`, policy.Review, verdict.Pass, "makes no sense"},
		"a score of text":       {200, `{"label":"pass","score":"1"}`, policy.Review, verdict.Pass, "cannot be read"},
		"a long label":          {200, `{"label":"` + strings.Repeat("a", 65) + `","score":1}`, policy.Review, verdict.Pass, "makes no sense"},
		"an impossible finding": {200, `{"label":"pass","score":1,"findings":[{"label":"ad","score":-1}]}`, policy.Review, verdict.Pass, "makes no sense"},
		"too many findings":     {200, `{"label":"pass","score":1,"findings":[` + strings.Repeat(`{"label":"ad","score":1},`, 50) + `{"label":"ad","score":1}]}`, policy.Review, verdict.Pass, "findings"},
		"too long":              {200, strings.Repeat(" ", 2<<20), policy.Review, verdict.Pass, "gave no answer"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			detector, _ := answering(t, test.status, test.body)
			says(t, newScene(t, detector).weighs(t, painted(300, 200, 1), policy.Context{}), test.outcome, test.label, test.reason)
		})
	}
}

// What the document promises to a detector (docs/protocols/detector.md).
func TestWhatADetectorIsAsked(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var asked question
	var header http.Header
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		header = r.Header
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil || r.Method != http.MethodPost {
			t.Errorf("%s, %v", r.Method, err)
		}
		_, _ = fmt.Fprint(w, `{"label":"pass","score":1}`)
	}))
	t.Cleanup(server.Close)
	s := newScene(t, &tenant.Detector{URL: server.URL, Token: "detectors-secret"})
	s.weighs(t, painted(1600, 800, 1), policy.Context{})
	mu.Lock()
	defer mu.Unlock()
	drawn, err := base64.StdEncoding.DecodeString(asked.Picture)
	if err != nil {
		t.Fatal(err)
	}
	if size := decoded(t, drawn).Bounds().Size(); size != image.Pt(1024, 512) || asked.Width != 1024 || asked.Height != 512 {
		t.Errorf("%v, said to be %d by %d", size, asked.Width, asked.Height)
	}
	if asked.ID != "d1" || asked.App != "live" || asked.UserID != "u1" || header.Get("Authorization") != "Bearer detectors-secret" || header.Get("Content-Type") != "application/json" {
		t.Errorf("%+v %v", asked, header)
	}
}

// A detector is not asked where the banks have settled it, nor at an address
// that may not be called.
func TestWhenADetectorIsNotAsked(t *testing.T) {
	t.Parallel()
	detector, asked := answering(t, 200, `{"label":"pass","score":1}`)
	s := newScene(t, detector)
	bad, good := painted(600, 400, 1), painted(500, 500, 2)
	s.shelf.put(1, bad)
	s.shelf.put(2, good)
	s.weighs(t, bad, policy.Context{})
	s.weighs(t, good, policy.Context{})
	if asked.Load() != 0 {
		t.Errorf("asked %d times", asked.Load())
	}
	inside := newScene(t, &tenant.Detector{URL: "http://169.254.169.254/latest"})
	says(t, inside.weighs(t, bad, policy.Context{}), policy.Review, verdict.Pass, "may not be called")
}

// One that hangs is waited for as long as its app says, and one that fails again
// and again is left alone, tried by one picture, and asked again when it is well.
func TestADetectorThatFails(t *testing.T) {
	t.Parallel()
	hang := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-hang:
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(func() { close(hang); server.Close() })
	says(t, newScene(t, &tenant.Detector{URL: server.URL, TimeoutMS: 50}).weighs(t, painted(90, 90, 1), policy.Context{}), policy.Review, verdict.Pass, "in time")

	var well atomic.Bool
	var asked atomic.Int64
	failing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		if !well.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		_, _ = io.WriteString(w, `{"label":"pass","score":1}`)
	}))
	t.Cleanup(failing.Close)
	s := newScene(t, &tenant.Detector{URL: failing.URL})
	picture := painted(90, 90, 1)
	for range failuresToRest {
		says(t, s.weighs(t, picture, policy.Context{}), policy.Review, verdict.Pass, "answers 503")
	}
	says(t, s.weighs(t, picture, policy.Context{}), policy.Review, verdict.Pass, "left alone")
	s.clock.Add(int64(restFor))
	says(t, s.weighs(t, picture, policy.Context{}), policy.Review, verdict.Pass, "answers 503") // the one that tries
	says(t, s.weighs(t, picture, policy.Context{}), policy.Review, verdict.Pass, "left alone")
	well.Store(true)
	s.clock.Add(int64(restFor))
	for range 2 {
		says(t, s.weighs(t, picture, policy.Context{}), policy.Pass, verdict.Pass, "nothing found")
	}
	if asked.Load() != failuresToRest+3 {
		t.Errorf("asked %d times", asked.Load())
	}
}
