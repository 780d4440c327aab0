package app

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/egress"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/protocol/uplus"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// platform is a business platform that notes which calls it gets. What it is told
// again it knows by its key: the clock of these tests leaps, also past the time that
// a call under way has.
type platform struct {
	mu    sync.Mutex
	calls []string
	keys  []string
}

func (p *platform) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	if key := r.Header.Get("Idempotency-Key"); key == "" || !slices.Contains(p.keys, key) {
		p.calls, p.keys = append(p.calls, r.URL.Path), append(p.keys, key)
	}
	p.mu.Unlock()
	_, _ = io.WriteString(w, `{"ret":0,"code":"","info":""}`)
}

func (p *platform) got() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Sorted(slices.Values(p.calls))
}

// shift is a process that reviews and delivers by a clock that the test turns.
type shift struct {
	t      *testing.T
	db     storetest.Database
	app    tenant.App
	clock  *atomic.Int64 // unix seconds
	store  *sqlstore.Store
	intake *intake.Service
	review *review.Service
	drain  *delivery.Drain
}

type oneApp tenant.App

func (a oneApp) App(id string) (tenant.App, bool) { return tenant.App(a), id == a.ID }

func (s *shift) now() time.Time { return time.Unix(s.clock.Load(), 0) }

func (s *shift) begin() {
	s.store = s.db.Open(s.t, sqlstore.Options{Serve: true})
	client := egress.New(egress.Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	s.drain = delivery.New(delivery.Options{
		Store: s.store, Apps: oneApp(s.app), Client: client, Now: s.now, Log: quiet, Poll: 5 * time.Millisecond,
		Encoders: map[string]delivery.Encoder{enforce.Channel: uplus.Encoder{}},
	})
	s.intake = intake.NewService(s.store, s.now, nil)
	s.review = review.NewService(review.Options{Store: s.store, Lists: s.store, Lease: time.Minute, Now: s.now, Wake: s.drain.Wake})
	s.drain.Start()
}

func (s *shift) end() {
	if err := s.drain.Stop(context.Background()); err != nil {
		s.t.Fatal(err)
	}
	if err := s.store.Close(); err != nil {
		s.t.Fatal(err)
	}
}

// restart is the end of the process and the start of the next one.
func (s *shift) restart() {
	s.end()
	s.begin()
}

func (s *shift) later(seconds int64) { s.clock.Add(seconds) }

// mute reports a hall message of the user, and a reviewer mutes him for it.
func (s *shift) mute(user string, undo time.Duration) int64 {
	s.t.Helper()
	return mute(s.t, s.app, s.intake, s.review, fmt.Sprint("m", s.clock.Add(1), user), user, undo)
}

// mute has a hall message of the user reported, and the user muted for it.
func mute(t *testing.T, app tenant.App, reports *intake.Service, cases *review.Service, message, user string, undo time.Duration) int64 {
	t.Helper()
	receipt, err := reports.Submit(context.Background(), app, intake.Reporter{UserID: "r"}, review.Report{
		Entrance: content.HallMessage, Reporter: "r", Accused: user, Complaints: verdict.ComplaintSet(verdict.ComplaintAd),
		Messages: []content.Message{{Type: content.Text, ID: message, SenderID: user, Text: "加微信"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	who := review.Reviewer{ID: 7}
	held, err := cases.Claim(context.Background(), review.ClaimRequest{App: app.ID, Queue: review.MessageQueue, Who: who, Limit: review.MaxClaim})
	if err != nil {
		t.Fatal(err)
	}
	c := held[slices.IndexFunc(held, func(c review.Case) bool { return c.ID == receipt.CaseID })]
	_, err = cases.Decide(context.Background(), review.DecideRequest{
		App: app, CaseID: c.ID, Who: who, Hold: review.Hold{Token: c.LeaseToken, Version: c.Version},
		Verdict: verdict.Ad, Actions: []review.ActionRequest{{Type: verdict.Mute, Hours: 2}}, Undo: undo,
	})
	if err != nil {
		t.Fatal(err)
	}
	return c.ID
}

func muteOf(user string) string { return "/silence/mt/1/uid/" + user }

// A decision that is taken back inside its window never reaches the platform,
// also where the process was restarted in between; one that is not does when
// its window is over, and not before.
func TestUndoLeavesNoTraceAtThePlatform(t *testing.T) {
	t.Parallel()
	storetest.Databases(t, func(t *testing.T, db storetest.Database) {
		there := new(platform)
		server := httptest.NewServer(there)
		t.Cleanup(server.Close)
		s := &shift{t: t, db: db, clock: new(atomic.Int64), app: tenant.App{ID: "live", Uplus: &tenant.Uplus{BaseURL: server.URL}}}
		s.clock.Store(time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC).Unix())
		s.begin()
		defer func() { s.end() }()

		undone := s.mute("undone", 30*time.Second)
		s.mute("stands", 30*time.Second)
		s.restart()
		arrives := func(want ...string) {
			t.Helper()
			eventually(t, fmt.Sprint(want), func() bool { return slices.Equal(want, there.got()) })
		}
		s.mute("sentinel1", 0) // what it overtakes would have left before it
		arrives(muteOf("sentinel1"))
		s.later(20)
		c, err := s.review.Undo(context.Background(), "live", undone, review.Reviewer{ID: 7})
		if err != nil || c.Holder != 7 {
			t.Fatalf("undone: %v, %+v", err, c)
		}
		s.restart()
		s.later(3600)
		arrives(muteOf("sentinel1"), muteOf("stands"))
		s.mute("undone", 0) // behind it in the same lane
		arrives(muteOf("sentinel1"), muteOf("stands"), muteOf("undone"))
		s.later(3600)
		s.mute("sentinel2", 0)
		arrives(muteOf("sentinel1"), muteOf("sentinel2"), muteOf("stands"), muteOf("undone"))

		bound, err := s.store.SanctionsInForce(context.Background(), "live", "undone", s.now())
		if err != nil || len(bound) != 1 { // of the second decision
			t.Errorf("%v, %+v", err, bound)
		}
	})
}
