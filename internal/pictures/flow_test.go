package pictures_test

import (
	"context"
	"fmt"
	"image"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/pictures"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

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
