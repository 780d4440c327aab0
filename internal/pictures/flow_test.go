package pictures_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"image"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/egress"
	"github.com/xiezhi/xiezhi/internal/media"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/pictures"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// place is a server that people's pictures lie on, and all that looks at them.
type place struct {
	*testing.T
	url      string
	clock    *clock
	store    *sqlstore.Store
	banks    *pictures.Banks
	detector *tenant.Detector

	mu    sync.Mutex
	files map[string]http.HandlerFunc
	asked map[string]int
	sent  int
}

func newPlace(t *testing.T, d storetest.Database) *place {
	t.Helper()
	p := &place{
		T: t, clock: &clock{at: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}, store: d.Open(t, sqlstore.Options{Serve: true}),
		files: map[string]http.HandlerFunc{}, asked: map[string]int{},
	}
	p.banks = pictures.NewBanks(p.store, p.clock.now)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		p.asked[r.URL.Path]++
		file := p.files[r.URL.Path]
		p.mu.Unlock()
		if file == nil {
			http.NotFound(w, r)
			return
		}
		file(w, r)
	}))
	t.Cleanup(server.Close)
	p.url = server.URL
	return p
}

// App implements pictures.Apps.
func (p *place) App(id string) (tenant.App, bool) {
	return tenant.App{ID: id, MediaBaseURL: p.url, Audit: &tenant.Audit{Detector: p.detector}}, true
}

// has puts a file where pictures are fetched from, called image/png whatever it
// is.
func (p *place) has(path string, body []byte) {
	p.serves(path, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "image/png")
		_, _ = w.Write(body)
	})
}

func (p *place) serves(path string, file http.HandlerFunc) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.files[path] = file
}

// node is one process that looks at pictures, not begun yet.
func (p *place) node(store *sqlstore.Store) *pictures.Service {
	p.Helper()
	client := egress.New(egress.Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}})
	kept, err := media.New(media.Options{Dir: filepath.Join(p.TempDir(), "media"), Client: client, Now: p.clock.now, PictureLimit: 1 << 20, PictureTime: 2 * time.Second})
	if err != nil {
		p.Fatal(err)
	}
	return pictures.NewService(pictures.Options{
		Store: store, Banks: p.banks, Media: kept, Apps: p, Caller: client, Judge: screen.Judge{},
		Thresholds: func(string) policy.Thresholds { return policy.Defaults() }, Now: p.clock.now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
}

func (p *place) begins(store *sqlstore.Store) *pictures.Service {
	p.Helper()
	node := p.node(store)
	node.Start()
	p.Cleanup(node.Stop)
	return node
}

// sends has a user send a picture, and returns its data id.
func (p *place) sends(user, address string) string {
	p.Helper()
	p.sent++
	r := screen.Record{
		App: "live", Credential: "2016", Line: content.Line{Type: content.PictureLine, RoomID: "r1", AnchorID: "host", UserID: user, Text: address, SentAt: "2026-03-01 20:00:00"},
		Answer: screen.Answer{DataID: fmt.Sprintf("%032x", p.sent), Outcome: policy.Review, Label: verdict.Pass, At: p.clock.now(), Reasons: []string{"a picture that is yet to be looked at"}},
	}
	if err := p.store.RecordPicture(context.Background(), r, "yunjing"); err != nil {
		p.Fatal(err)
	}
	return r.DataID
}

// waitFor polls for what happens elsewhere.
func (p *place) waitFor(what string, done func() bool) {
	p.Helper()
	for end := time.Now().Add(60 * time.Second); !done(); {
		if time.Now().After(end) {
			p.Fatalf("%s has not happened", what)
		}
		<-time.After(10 * time.Millisecond)
	}
}

// checked waits for what came of a picture.
func (p *place) checked(dataID string) (found screen.Record) {
	p.Helper()
	p.waitFor("the check of "+dataID, func() bool {
		var err error
		if found, err = p.store.FindLine(context.Background(), "live", dataID); err != nil {
			p.Fatal(err)
		}
		return found.Checked
	})
	return found
}

func (p *place) wants(r screen.Record, outcome policy.Outcome, label verdict.Label, reason string) {
	p.Helper()
	if r.Outcome != outcome || r.Label != label || !strings.Contains(strings.Join(r.Reasons, "\n"), reason) || (r.CaseID != 0) != (outcome == policy.Review) {
		p.Errorf("%s: %s as %s, case %d, because %q; want %s because %q", r.Line.Text, r.Outcome, r.Label, r.CaseID, r.Reasons, outcome, reason)
	}
}

func (p *place) kase(id int64) (review.Case, error) {
	story, err := p.store.Story(context.Background(), "live", id)
	return story.Case, err
}

// told are the replies that wait for their apps, by data id.
func (p *place) told() map[string]verdict.Label {
	p.Helper()
	list, err := p.store.Deliveries(context.Background(), delivery.Filter{App: "live", State: outbox.Pending})
	if err != nil {
		p.Fatal(err)
	}
	said := map[string]verdict.Label{}
	for _, record := range list {
		var reply review.Reply
		var asked screen.Asked
		if err := json.Unmarshal(record.Payload, &reply); err != nil {
			p.Fatal(err)
		}
		if err := json.Unmarshal(reply.Asked, &asked); err != nil || record.Channel != "yunjing" || !asked.Picture {
			p.Fatalf("%+v: %v", record, err)
		}
		if _, twice := said[asked.DataID]; twice {
			p.Errorf("%s is told twice", asked.DataID)
		}
		said[asked.DataID] = reply.Verdict
	}
	return said
}

// bomb is a picture of a few bytes that says it is enormous.
func bomb() []byte {
	var out bytes.Buffer
	out.WriteString("\x89PNG\r\n\x1a\n")
	part := func(name string, body []byte) {
		_ = binary.Write(&out, binary.BigEndian, uint32(len(body)))
		named := append([]byte(name), body...)
		out.Write(named)
		_ = binary.Write(&out, binary.BigEndian, crc32.ChecksumIEEE(named))
	}
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, 60_000), 60_000)
	part("IHDR", append(head, 8, 6, 0, 0, 0))
	part("IDAT", []byte{0x78, 0x9c})
	part("IEND", nil)
	return out.Bytes()
}

// Whatever does not let itself be looked at becomes a case that says why, at
// once, and harms nothing.
func TestWhatCannotBeLookedAt(t *testing.T) {
	t.Parallel()
	storetest.Databases(t, func(t *testing.T, d storetest.Database) {
		p := newPlace(t, d)
		p.has("/bomb.png", bomb())
		p.has("/page.png", []byte("<html><script>alert(1)</script>"))
		p.has("/film.png", []byte("\x00\x00\x00\x18ftypmp42 a film"))
		p.has("/cut.png", pictures.AsPNG(t, pictures.Painted(300, 200, 1))[:900])
		p.has("/long.png", append(pictures.AsPNG(t, pictures.Painted(30, 20, 1)), make([]byte, 2<<20)...))
		p.has("/nothing.png", nil)
		p.serves("/inside.png", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://169.254.169.254/latest/meta-data", http.StatusFound)
		})
		p.begins(p.store)
		sent := map[string]string{} // data id to why
		for address, why := range map[string]string{
			p.url + "/bomb.png": "million pixels", p.url + "/page.png": "no picture", p.url + "/film.png": "film", p.url + "/cut.png": "cannot be read",
			p.url + "/long.png": "bytes", p.url + "/nothing.png": "nothing", p.url + "/missing.png": "404", p.url + "/inside.png": "not fetched from",
			"http://10.0.0.1/a.png": "not fetched from", "http://[::1]/a.png": "not fetched from", "http://0x7f.1/a.png": "not fetched from",
			"file:///etc/passwd": "only http and https", "javascript:alert(1)": "only http and https", "missing.png": "404", "裸聊": "404", "http://": "no address",
		} {
			sent[p.sends("u1", address)] = why
		}
		for dataID, why := range sent {
			r := p.checked(dataID)
			p.wants(r, policy.Review, verdict.Pass, "the picture was not looked at: ")
			p.wants(r, policy.Review, verdict.Pass, why)
			c, err := p.kase(r.CaseID)
			if err != nil || c.Queue != review.LiveQueue || c.First.Memo != strings.Join(r.Reasons, "\n") || c.First.Asked == nil {
				t.Errorf("%s: %+v, %v", r.Line.Text, c, err)
			}
		}
		if told := p.told(); len(told) != 0 {
			t.Errorf("told %v", told)
		}
	})
}

// What fails for the moment is tried once more, later.
func TestWhatIsAwayForAMoment(t *testing.T) {
	t.Parallel()
	p := newPlace(t, storetest.SQLite(t))
	broken := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }
	p.serves("/a.png", broken)
	p.serves("/b.png", broken)
	p.begins(p.store)
	better, worse := p.sends("u1", "a.png"), p.sends("u1", "b.png")
	tried := func(path string) int {
		p.mu.Lock()
		defer p.mu.Unlock()
		return p.asked[path]
	}
	p.waitFor("the first tries", func() bool { return tried("/a.png") == 1 && tried("/b.png") == 1 })
	p.has("/a.png", pictures.AsPNG(t, pictures.Painted(300, 200, 1)))
	p.waitFor("both are postponed", func() bool {
		p.clock.move(pictures.FetchAgain / 8) // their time comes only when they were given back
		return tried("/a.png") == 2 && tried("/b.png") == 2
	})
	p.wants(p.checked(better), policy.Review, verdict.Pass, "no picture model is set up")
	p.wants(p.checked(worse), policy.Review, verdict.Pass, "502")
	if tried("/b.png") != 2 {
		t.Errorf("tried %d times", tried("/b.png"))
	}
}

// Banks and detectors decide alone; the app is told by the outbox.
func TestWhatNobodyIsAskedAbout(t *testing.T) {
	t.Parallel()
	storetest.Databases(t, func(t *testing.T, d storetest.Database) {
		p := newPlace(t, d)
		bad, good := pictures.Painted(600, 400, 1), pictures.Painted(500, 500, 2)
		p.fills("banned", pictures.Banned, verdict.Porn, bad)
		p.fills("known", pictures.Good, "", good)
		p.has("/bad.jpg", pictures.AsJPEG(t, pictures.Scaled(bad, 320, 213), 50))
		p.has("/good.jpg", pictures.AsJPEG(t, good, 60))
		p.begins(p.store)
		denied, passed := p.sends("u1", "bad.jpg"), p.sends("u2", "good.jpg")
		p.wants(p.checked(denied), policy.Deny, verdict.Porn, "banned: porn")
		p.wants(p.checked(passed), policy.Pass, verdict.Pass, "known: pass")
		if told := p.told(); len(told) != 2 || told[denied] != verdict.Porn || told[passed] != verdict.Pass {
			t.Errorf("told %v", told)
		}
		if r := p.checked(denied); len(r.Evidence) != 1 || r.Evidence[0].Cause.Kind != policy.Bank || r.Evidence[0].Cause.Version == 0 || !r.Evidence[0].Led {
			t.Errorf("evidence %+v", r.Evidence)
		}
	})
}

func (p *place) fills(name string, kind pictures.Kind, label verdict.Label, picture image.Image) {
	p.Helper()
	bank, err := p.banks.Add(context.Background(), pictures.Bank{Name: name, Kind: kind, Label: label})
	if err != nil {
		p.Fatal(err)
	}
	if _, err := p.banks.AddEntry(context.Background(), pictures.Entry{BankID: bank.ID, Print: pictures.PrintOf(picture)}); err != nil {
		p.Fatal(err)
	}
}

// The same picture from many, however each has changed it, is one case; whoever
// asked hears what is decided of it.
func TestTheSamePictureIsOneCase(t *testing.T) {
	t.Parallel()
	storetest.Databases(t, func(t *testing.T, d storetest.Database) {
		p := newPlace(t, d)
		picture := pictures.Painted(600, 400, 1)
		p.has("/1.png", pictures.AsPNG(t, picture))
		p.has("/2.jpg", pictures.AsJPEG(t, pictures.Scaled(picture, 300, 200), 40))
		p.has("/3.jpg", pictures.AsJPEG(t, pictures.Scaled(picture, 900, 600), 70))
		p.has("/other.png", pictures.AsPNG(t, pictures.Painted(600, 400, 7)))
		p.begins(p.store)
		first := p.checked(p.sends("u1", "1.png"))
		second, third := p.checked(p.sends("u2", "2.jpg")), p.checked(p.sends("u3", "3.jpg"))
		other := p.checked(p.sends("u4", "other.png"))
		if first.CaseID != second.CaseID || first.CaseID != third.CaseID || first.CaseID == other.CaseID {
			t.Fatalf("cases %d, %d, %d and %d", first.CaseID, second.CaseID, third.CaseID, other.CaseID)
		}
		c, err := p.kase(first.CaseID)
		if err != nil || c.Reports != 3 {
			t.Fatalf("%+v, %v", c, err)
		}
		reviewers := review.NewService(review.Options{Store: p.store, Lists: p.store, Lease: time.Minute, Now: p.clock.now})
		err = reviewers.Pass(context.Background(), review.Judgement{App: tenant.App{ID: "live"}, CaseID: c.ID, Who: review.Reviewer{ID: 7}, Entrance: c.Entrance, Reporter: c.First.Reporter, UserID: c.First.Accused})
		if err != nil {
			t.Fatal(err)
		}
		told := p.told()
		for _, r := range []screen.Record{first, second, third} {
			if told[r.DataID] != verdict.Pass {
				t.Errorf("told %v", told)
			}
		}
		if len(told) != 3 {
			t.Errorf("told %v", told)
		}
		if again := p.checked(p.sends("u5", "1.png")); again.CaseID == first.CaseID {
			t.Error("joined what is decided")
		}
	})
}

// A process that ends between fetching a picture and writing what came of it:
// the next looks again, and what the first would have said is not heard.
func TestAProcessThatEndsInTheMiddle(t *testing.T) {
	t.Parallel()
	storetest.Databases(t, func(t *testing.T, d storetest.Database) {
		p := newPlace(t, d)
		reached, let := make(chan struct{}, 9), make(chan struct{})
		body := pictures.AsPNG(t, pictures.Painted(300, 200, 1))
		p.serves("/slow.png", func(w http.ResponseWriter, r *http.Request) {
			_, _ = w.Write(body[:700])
			_ = http.NewResponseController(w).Flush()
			reached <- struct{}{}
			select {
			case <-let:
			case <-r.Context().Done():
			}
		})
		dataID := p.sends("u1", "slow.png")
		node := p.node(p.store)
		node.Start()
		<-reached
		stopped := make(chan struct{})
		go func() {
			defer close(stopped)
			node.Stop()
		}()
		select {
		case <-stopped:
		case <-time.After(30 * time.Second):
			t.Fatal("it does not stop")
		}
		if err := p.store.Close(); err != nil {
			t.Fatal(err)
		}
		p.has("/slow.png", body)
		p.store = d.Open(t, sqlstore.Options{Serve: true})
		p.banks = pictures.NewBanks(p.store, p.clock.now)
		p.clock.move(time.Second) // the loan of the first would run for minutes
		p.begins(p.store)
		p.wants(p.checked(dataID), policy.Review, verdict.Pass, "no picture model")
		close(let)
	})
}

// What was begun again and again and never finished is not looked at any more.
func TestAPictureThatEndsProcesses(t *testing.T) {
	t.Parallel()
	p := newPlace(t, storetest.SQLite(t))
	p.has("/a.png", pictures.AsPNG(t, pictures.Painted(300, 200, 1)))
	dataID := p.sends("u1", "a.png")
	for range pictures.MaxBegun {
		checks, err := p.store.ClaimPictures(context.Background(), "live", 1, p.clock.now(), p.clock.now().Add(pictures.Loan))
		if err != nil || len(checks) != 1 {
			t.Fatalf("%v, %v", checks, err)
		}
		p.clock.move(pictures.Loan)
	}
	p.begins(p.store)
	p.wants(p.checked(dataID), policy.Review, verdict.Pass, "never finished")
	if p.asked["/a.png"] != 0 {
		t.Error("it was fetched")
	}
}

// Two nodes on one database: each picture has one result and one callback.
func TestNodesShareTheWork(t *testing.T) {
	t.Parallel()
	d := storetest.Postgres(t)
	p := newPlace(t, d)
	p.detector = answering(t, `{"label":"pass","score":0.99}`)
	const number = 30
	for i := range number {
		p.has(fmt.Sprintf("/%d.png", i), pictures.AsPNG(t, pictures.Painted(120, 90, uint32(i))))
	}
	p.begins(p.store)
	p.begins(d.Open(t, sqlstore.Options{Serve: true}))
	ids := make([]string, number)
	for i := range ids {
		ids[i] = p.sends("u1", fmt.Sprintf("%d.png", i))
	}
	for _, dataID := range ids {
		p.wants(p.checked(dataID), policy.Pass, verdict.Pass, "detector: pass")
	}
	if told := p.told(); len(told) != number { // told checks that none is twice
		t.Errorf("told %d", len(told))
	}
}

func answering(t *testing.T, answer string) *tenant.Detector {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, answer) }))
	t.Cleanup(server.Close)
	return &tenant.Detector{URL: server.URL}
}

// One app's pictures that never come do not hold up another's.
func TestSlowPicturesHoldUpNobodyElse(t *testing.T) {
	t.Parallel()
	p := newPlace(t, storetest.SQLite(t))
	let := make(chan struct{})
	p.serves("/never.png", func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-let:
		case <-r.Context().Done():
		}
	})
	t.Cleanup(func() { close(let) })
	for i := range 20 {
		r := screen.Record{App: "slow", Line: content.Line{Type: content.PictureLine, UserID: "u", Text: fmt.Sprintf("%s/never.png?%d", p.url, i)},
			Answer: screen.Answer{DataID: fmt.Sprintf("slow%028x", i), At: p.clock.now()}}
		if err := p.store.RecordPicture(context.Background(), r, ""); err != nil {
			t.Fatal(err)
		}
	}
	p.has("/a.png", pictures.AsPNG(t, pictures.Painted(300, 200, 1)))
	p.begins(p.store)
	began := time.Now()
	p.wants(p.checked(p.sends("u1", "a.png")), policy.Review, verdict.Pass, "no picture model")
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it took %s", took)
	}
}
