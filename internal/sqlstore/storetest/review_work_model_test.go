package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// workModel is what a test expects of the work of three reviewers and a
// supervisor on the cases of an app.
type workModel struct {
	t     *testing.T
	db    Database
	store *sqlstore.Store
	desk  *review.Service
	app   tenant.App
	staff int64 // the first of four; the last is the supervisor
	now   int   // seconds
	cases []*workCase
}

type workCase struct {
	id        int64
	state     review.State
	holder    int64
	until     int // of the lease
	version   int64
	tokens    map[int64]string // the last that each of the staff was given
	skipped   map[int64]bool
	escalated bool

	author    int64
	undoUntil int
	guilty    bool
	decisions int // taken
	undone    int
	told      bool // the platform, of the standing decision
}

// Whatever reviewers do and whenever the process is restarted, no case has two
// owners or two standing decisions, and what was taken back never reaches the
// platform.
func TestWorkFollowsTheModel(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, db Database) {
		store, round := db.Open(t, sqlstore.Options{}), 0
		defer func() { must(t, store.Close()) }()
		rapid.Check(t, func(rt *rapid.T) {
			round++
			name := fmt.Sprint("app", round)
			m := &workModel{t: t, db: db, store: store, staff: int64(round * 10), now: 1000,
				app: tenant.App{ID: name, Uplus: &tenant.Uplus{BaseURL: "http://127.0.0.1:1"}}}
			m.sit()
			rt.Repeat(map[string]func(*rapid.T){
				"file": m.file, "claim": m.claim, "renew": m.renew, "release": m.release, "skip": m.skip, "escalate": m.escalate,
				"decide": m.decide, "undo": m.undo, "deliver": m.deliver, "wait": m.wait, "reopen": m.reopen, "": m.check,
			})
			store = m.store
		})
	})
}

// sit makes the service over the store that is open now.
func (m *workModel) sit() {
	m.desk = review.NewService(review.Options{
		Store: m.store, Lists: m.store, Lease: 30 * time.Second, Now: func() time.Time { return at(m.now) },
	})
}

func (m *workModel) reopen(rt *rapid.T) {
	if rapid.IntRange(0, 3).Draw(rt, "restart") > 0 {
		rt.Skip("runs on")
	}
	must(m.t, m.store.Close())
	m.store = m.db.Open(m.t, sqlstore.Options{})
	m.sit()
}

func (m *workModel) wait(rt *rapid.T) { m.now += rapid.IntRange(0, 25).Draw(rt, "seconds") }

func (m *workModel) file(*rapid.T) {
	r := complaint(len(m.cases), "a")
	r.App = m.app.ID
	m.cases = append(m.cases, &workCase{
		id: opened(m.t, m.store, r), state: review.Open, version: 1, tokens: map[int64]string{}, skipped: map[int64]bool{},
	})
}

func (m *workModel) drawStaff(rt *rapid.T) review.Reviewer {
	n := rapid.IntRange(0, 3).Draw(rt, "staff")
	return review.Reviewer{ID: m.staff + int64(n), Senior: n == 3}
}

func (m *workModel) drawCase(rt *rapid.T) *workCase {
	if len(m.cases) == 0 {
		rt.Skip("no cases yet")
	}
	return rapid.SampledFrom(m.cases).Draw(rt, "case")
}

func (m *workModel) heldBy(k *workCase, who int64) bool {
	return k.state == review.Leased && k.holder == who && m.now < k.until
}

func (m *workModel) claim(rt *rapid.T) {
	who := m.drawStaff(rt)
	limit := rapid.IntRange(1, 3).Draw(rt, "limit")
	got, err := m.desk.Claim(context.Background(), review.ClaimRequest{App: m.app.ID, Queue: review.MessageQueue, Who: who, Limit: limit})
	if err != nil {
		rt.Fatal(err)
	}
	for _, k := range m.cases { // a claim returns what ran out
		if k.state == review.Leased && k.until <= m.now {
			k.state, k.holder = review.Open, 0
			k.version++
		}
	}
	var held, free int
	for _, k := range m.cases {
		if k.escalated && !who.Senior {
			continue
		}
		if m.heldBy(k, who.ID) {
			held++
		} else if k.state == review.Open && !k.skipped[who.ID] {
			free++
		}
	}
	if want := min(limit, held+free); len(got) != want {
		rt.Fatalf("lent %v, want %d: %d held and %d free", ids(got), want, held, free)
	}
	for _, c := range got {
		m.lent(rt, c, who)
	}
}

// lent takes a claimed case over into the model.
func (m *workModel) lent(rt *rapid.T, c review.Case, who review.Reviewer) {
	k := m.find(c.ID)
	switch {
	case m.heldBy(k, who.ID):
		if c.LeaseToken != k.tokens[who.ID] {
			rt.Fatalf("case %d is held by another token", c.ID)
		}
	case k.state == review.Open && !k.skipped[who.ID] && (who.Senior || !k.escalated):
		k.state, k.holder, k.until, k.tokens[who.ID] = review.Leased, who.ID, m.now+30, c.LeaseToken
		k.version++
	default:
		rt.Fatalf("case %d is lent to %d although it is %+v", c.ID, who.ID, k)
	}
}

func (m *workModel) find(caseID int64) *workCase {
	return m.cases[slices.IndexFunc(m.cases, func(k *workCase) bool { return k.id == caseID })]
}

// outcome compares an act's success with what must be, or fails.
func outcome(rt *rapid.T, err error, allowed bool, codes ...string) bool {
	if err == nil != allowed {
		rt.Fatalf("allowed %v, but it ended with %v", allowed, err)
	}
	if err != nil && !slices.Contains(codes, codeOf(err)) {
		rt.Fatalf("refused by %v, want %v", err, codes)
	}
	return err == nil
}

func (m *workModel) renew(rt *rapid.T) {
	k, who := m.drawCase(rt), m.drawStaff(rt)
	_, err := m.desk.Renew(context.Background(), m.app.ID, k.id, who, review.Hold{Token: k.tokens[who.ID]})
	if outcome(rt, err, m.heldBy(k, who.ID), review.CodeLeaseLost) {
		k.until = m.now + 30
	}
}

func (m *workModel) release(rt *rapid.T) {
	k, who := m.drawCase(rt), m.drawStaff(rt)
	err := m.desk.Release(context.Background(), m.app.ID, k.id, who, review.Hold{Token: k.tokens[who.ID], Version: k.version})
	if outcome(rt, err, m.heldBy(k, who.ID), review.CodeLeaseLost) {
		k.back()
	}
}

func (m *workModel) skip(rt *rapid.T) {
	k, who := m.drawCase(rt), m.drawStaff(rt)
	err := m.desk.Skip(context.Background(), m.app.ID, k.id, who, review.Hold{Token: k.tokens[who.ID]})
	if outcome(rt, err, m.heldBy(k, who.ID), review.CodeLeaseLost) {
		k.back()
		k.skipped[who.ID] = true
	}
}

func (m *workModel) escalate(rt *rapid.T) {
	k, who := m.drawCase(rt), m.drawStaff(rt)
	err := m.desk.Escalate(context.Background(), m.app.ID, k.id, who, review.Hold{Token: k.tokens[who.ID]}, "拿不准")
	if outcome(rt, err, !who.Senior && m.heldBy(k, who.ID), review.CodeLeaseLost, review.CodeNoneAbove) {
		k.back()
		k.escalated = true
	}
}

func (k *workCase) back() {
	k.state, k.holder = review.Open, 0
	k.version++
}

func (m *workModel) decide(rt *rapid.T) {
	k, who := m.drawCase(rt), m.drawStaff(rt)
	r := review.DecideRequest{
		App: m.app, CaseID: k.id, Who: who, Hold: review.Hold{Token: k.tokens[who.ID]}, Verdict: verdict.Pass,
		Undo: time.Duration(rapid.SampledFrom([]int{0, 10, 40}).Draw(rt, "undo")) * time.Second,
	}
	if rapid.Bool().Draw(rt, "mute") {
		r.Verdict, r.Actions = verdict.Ad, []review.ActionRequest{{Type: verdict.Mute, Hours: 1}, {Type: verdict.CloseShow}}
	}
	result, err := m.desk.Decide(context.Background(), r)
	if outcome(rt, err, m.heldBy(k, who.ID), review.CodeLeaseLost, review.CodeHeld, review.CodeDecided) {
		k.state, k.holder, k.author, k.undoUntil, k.told = review.Decided, 0, who.ID, m.now+int(r.Undo/time.Second), false
		k.guilty = r.Verdict != verdict.Pass
		k.version++
		k.decisions++
		if result.Version != k.version {
			rt.Fatalf("decided at version %d, want %d", result.Version, k.version)
		}
	}
}

func (m *workModel) undo(rt *rapid.T) {
	k, who := m.drawCase(rt), m.drawStaff(rt)
	allowed := k.state == review.Decided && k.author == who.ID && m.now < k.undoUntil
	c, err := m.desk.Undo(context.Background(), m.app.ID, k.id, who)
	if outcome(rt, err, allowed, review.CodeUndoOver, review.CodeDecided) {
		k.state, k.holder, k.until, k.tokens[who.ID] = review.Leased, who.ID, m.now+30, c.LeaseToken
		k.version++
		k.undone++
	}
}

// deliver tells the platform all that is due.
func (m *workModel) deliver(rt *rapid.T) {
	for {
		claims, err := m.store.ClaimHeads(context.Background(), m.app.ID, 9, at(m.now), at(m.now+60))
		if err != nil {
			rt.Fatal(err)
		}
		if len(claims) == 0 {
			break
		}
		for _, c := range claims {
			k := m.find(c.CaseID)
			if k.state != review.Decided || m.now < k.undoUntil {
				rt.Fatalf("the platform hears %q of case %d, which is %+v", c.Kind, c.CaseID, k)
			}
			k.told = true
			if err := tried(m.store, c, outbox.Done, m.now, time.Time{}); err != nil {
				rt.Fatal(err)
			}
		}
	}
	for _, k := range m.cases {
		if k.state == review.Decided && m.now >= k.undoUntil && !k.told {
			rt.Fatalf("the platform has not heard of case %d, which is %+v", k.id, k)
		}
	}
}

// check compares every case with the model.
func (m *workModel) check(rt *rapid.T) {
	for _, k := range m.cases {
		var c review.Case
		var facts review.Reports
		err := m.store.RecordRuling(context.Background(), m.app.ID, k.id, at(m.now), func(found review.Case, f review.Reports) (*review.Ruling, error) {
			c, facts = found, f
			return nil, nil
		})
		if err != nil {
			rt.Fatal(err)
		}
		if c.State != k.state || c.Version != k.version || c.Holder != k.holder || c.Escalated != k.escalated {
			rt.Fatalf("the case is %+v, want %+v", c, k)
		}
		m.checkDecisions(rt, k, facts)
	}
}

func (m *workModel) checkDecisions(rt *rapid.T, k *workCase, facts review.Reports) {
	undone := 0
	for _, d := range facts.Decisions {
		if !d.UndoneAt.IsZero() {
			undone++
		}
	}
	standing, sanctions := 0, 0
	if k.state == review.Decided {
		standing = 1
		if k.guilty {
			sanctions = 2
		}
	}
	if len(facts.Decisions) != k.decisions || undone != k.undone || k.decisions-k.undone != standing {
		rt.Fatalf("%d decisions and %d undone, want %+v", len(facts.Decisions), undone, k)
	}
	sent, err := m.store.Deliveries(context.Background(), delivery.Filter{CaseID: k.id, State: outbox.Pending})
	if err != nil {
		rt.Fatal(err)
	}
	for _, s := range sent {
		if k.state != review.Decided || s.DecisionID != facts.Decisions[len(facts.Decisions)-1].ID {
			rt.Fatalf("a call waits for a decision that does not stand: %+v", s)
		}
	}
	bound, err := m.store.SanctionsInForce(context.Background(), m.app.ID, fmt.Sprint("sender", slices.Index(m.cases, k)), at(k.undoUntil))
	if err != nil || len(bound) != sanctions {
		rt.Fatalf("%d sanctions, %v, of %+v", len(bound), err, k)
	}
}
