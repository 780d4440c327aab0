package storetest

import (
	"cmp"
	"context"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/id"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// model is what a test expects of the cases of an app.
type model struct {
	rt       *rapid.T
	t        *testing.T
	store    *sqlstore.Store
	app      string
	reviewer int64 // the first of three
	now      int   // seconds
	cases    []*modelCase
}

type modelCase struct {
	id     int64
	queue  review.Queue
	opened int // seconds
	rank   review.Rank
	state  review.State
	holder int64
	until  int
}

func (m *model) file(rt *rapid.T) {
	r := complaint(rapid.IntRange(0, 50).Draw(rt, "opened"), "a")
	r.App = m.app
	if rapid.Bool().Draw(rt, "old") { // its doubt ends about when the model begins
		r.FiledAt = r.FiledAt.Add(1000*time.Second - review.DoubtEnds)
	}
	if rapid.Bool().Draw(rt, "picture") {
		r.Entrance = content.AlbumPicture
	}
	c := &modelCase{queue: review.QueueOf(r.Entrance), opened: int(r.FiledAt.Sub(start) / time.Second), state: review.Open}
	c.rank = review.Rank(rapid.IntRange(int(review.Urgent), int(review.Doubtful)).Draw(rt, "rank"))
	receipt, err := m.store.FileReport(context.Background(), r, id.NewKey(), start, func(_ int64, s intake.Standing) intake.Plan {
		plan := intake.Plan{Case: caseOf(r, s, "")}
		plan.Case.Rank = c.rank
		return plan
	})
	if err != nil {
		rt.Fatal(err)
	}
	c.id = receipt.CaseID
	m.cases = append(m.cases, c)
}

func (m *model) claim(rt *rapid.T) {
	c := review.Claim{
		App: m.app, Reviewer: m.drawReviewer(rt), Limit: rapid.IntRange(1, 4).Draw(rt, "limit"),
		Lease:  time.Duration(rapid.IntRange(1, 60).Draw(rt, "lease")) * time.Second,
		Queues: [][]review.Queue{{review.MessageQueue}, {review.AlbumQueue}, {review.AlbumQueue, review.MessageQueue}}[rapid.IntRange(0, 2).Draw(rt, "queues")],
	}
	lent, err := m.store.ClaimCases(context.Background(), c, at(m.now))
	if err != nil {
		rt.Fatal(err)
	}
	want := m.expect(c)
	if !slices.Equal(want, ids(lent)) {
		rt.Fatalf("lent %v, want %v", ids(lent), want)
	}
}

// expect lends in the model and returns the ids.
func (m *model) expect(c review.Claim) []int64 {
	m.expire()
	held := m.pick(c, func(k *modelCase) bool { return k.state == review.Leased && k.holder == c.Reviewer })
	slices.SortFunc(held, func(a, b *modelCase) int {
		return cmp.Or(cmp.Compare(a.until, b.until), cmp.Compare(a.rank, b.rank), cmp.Compare(a.opened, b.opened), cmp.Compare(a.id, b.id))
	})
	waiting := m.pick(c, func(k *modelCase) bool { return k.state == review.Open })
	slices.SortFunc(waiting, func(a, b *modelCase) int {
		return cmp.Or(cmp.Compare(m.rankOf(a), m.rankOf(b)), cmp.Compare(a.opened, b.opened), cmp.Compare(a.id, b.id))
	})
	held = held[:min(len(held), c.Limit)]
	waiting = waiting[:min(len(waiting), c.Limit-len(held))]
	var list []int64
	for _, k := range slices.Concat(held, waiting) {
		if k.state == review.Open {
			k.state, k.holder, k.until = review.Leased, c.Reviewer, m.now+int(c.Lease/time.Second)
		}
		list = append(list, k.id)
	}
	return list
}

func (m *model) rankOf(k *modelCase) review.Rank { return k.rank.Now(at(k.opened), at(m.now)) }

func (m *model) pick(c review.Claim, keep func(*modelCase) bool) []*modelCase {
	var list []*modelCase
	for _, k := range m.cases {
		if slices.Contains(c.Queues, k.queue) && keep(k) {
			list = append(list, k)
		}
	}
	return list
}

func (m *model) expire() {
	for _, k := range m.cases {
		if k.state == review.Leased && k.until <= m.now {
			k.state = review.Open
		}
	}
}

func (m *model) decide(rt *rapid.T) {
	if len(m.cases) == 0 {
		return
	}
	k := m.cases[rapid.IntRange(0, len(m.cases)-1).Draw(rt, "case")]
	err := m.store.RecordRuling(context.Background(), m.app, k.id, at(m.now), func(c review.Case, _ review.Reports) (*review.Ruling, error) {
		return &review.Ruling{Decision: review.Decision{App: c.App, CaseID: c.ID, At: at(m.now), Verdict: verdict.Pass}}, nil
	})
	if err != nil {
		rt.Fatal(err)
	}
	k.state = review.Decided
}

func (m *model) wait(rt *rapid.T) { m.now += rapid.IntRange(0, 40).Draw(rt, "seconds") }

// count compares what remains.
func (m *model) count(rt *rapid.T) {
	want := map[review.Queue]int{}
	for _, k := range m.cases {
		if k.state != review.Decided {
			want[k.queue]++
		}
	}
	got, err := m.store.RemainingCases(context.Background(), m.app, false)
	if err != nil {
		rt.Fatal(err)
	}
	if len(got) != len(want) || got[review.MessageQueue] != want[review.MessageQueue] || got[review.AlbumQueue] != want[review.AlbumQueue] {
		rt.Fatalf("%v remain, want %v", got, want)
	}
}

func (m *model) drawReviewer(rt *rapid.T) int64 {
	return m.reviewer + int64(rapid.IntRange(0, 2).Draw(rt, "reviewer"))
}
