package pictures_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
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
