package sqlstore

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/xiezhi/xiezhi/internal/id"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// heldBefore is the order of what a reviewer has: the oldest lease first.
func heldBefore(a, b query.HeldCasesRow) int {
	return cmp.Or(cmp.Compare(a.LeaseUntil, b.LeaseUntil), cmp.Compare(b.Risk, a.Risk), cmp.Compare(a.Rank, b.Rank),
		cmp.Compare(a.OpenedAt, b.OpenedAt), cmp.Compare(a.ID, b.ID))
}

// sought is what a claim looks for. Those who look for the same are served from
// one reading.
type sought struct {
	app, queues           string
	anyRisk, risk, senior bool
}

func (b *borrower) seeks() sought {
	var queues strings.Builder
	for _, queue := range b.Queues {
		queues.WriteString(string(queue) + ",")
	}
	return sought{app: b.App, queues: queues.String(), anyRisk: b.AnyRisk, risk: b.Risk, senior: b.Senior}
}

// lend lends what waits to those who have less than they want, in the order in
// which they came.
func (l lending) lend(ctx context.Context) error {
	groups := map[sought][]*borrower{}
	var order []sought
	for _, b := range l.all {
		if b.short() <= 0 {
			continue
		}
		key := b.seeks()
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], b)
	}
	for _, key := range order {
		if err := l.lendTo(ctx, groups[key]); err != nil {
			return err
		}
	}
	return nil
}

// lendTo serves those who look for the same. One who has skipped what is to be
// had goes on looking by himself.
func (l lending) lendTo(ctx context.Context, group []*borrower) error {
	if len(group) == 1 {
		return claiming{lending: l, Claim: group[0].Claim, by: group, skipper: group[0].Reviewer}.run(ctx)
	}
	together := claiming{lending: l, Claim: group[0].Claim, by: group, skipped: map[int64]bool{}}
	if err := together.run(ctx); err != nil {
		return err
	}
	for _, b := range group {
		if !together.skipped[b.Reviewer] || b.short() <= 0 {
			continue
		}
		if err := l.lendTo(ctx, []*borrower{b}); err != nil {
			return err
		}
	}
	return nil
}

// claiming is one search for cases, for one or for several reviewers.
type claiming struct {
	lending
	review.Claim // what is looked for
	by           []*borrower
	skipper      int64          // who does not want to see again what he has skipped; 0: see skipped
	skipped      map[int64]bool // of several, those who have skipped what was found
}

func (c claiming) short() (number int) {
	for _, b := range c.by {
		number += max(b.short(), 0)
	}
	return number
}

// run lends the first of the waiting cases. Those that another claim is just
// taking are passed over.
func (c claiming) run(ctx context.Context) error {
	streams, err := c.streams(ctx)
	if err != nil {
		return err
	}
	for want := c.short(); want > 0 && len(streams) > 0; want = c.short() {
		shares, err := c.shares(ctx, streams, want)
		if err != nil {
			return err
		}
		var free []found
		var more []stream // those that gave all they were asked for
		for i, share := range shares {
			locked, err := c.lock(ctx, streams[i], share)
			if err != nil {
				return err
			}
			free = append(free, locked...)
			if len(locked) == share.total() && len(locked) > 0 {
				more = append(more, streams[i])
			}
		}
		if err := c.giveOut(ctx, free); err != nil || c.short() == want {
			return err
		}
		streams = more
	}
	return nil
}

// giveOut gives locked cases out, the first to who came first. One that all of
// those left have skipped goes on waiting.
func (c claiming) giveOut(ctx context.Context, free []found) error {
	slices.SortFunc(free, foundBefore)
	skips, err := c.skips(ctx, free)
	if err != nil {
		return err
	}
	var leases []query.LeaseCaseParams
	given := map[int64]bool{}
	for _, b := range c.by {
		for _, f := range free {
			switch {
			case b.short() <= 0 || given[f.id]:
			case skips[query.CaseSkip{CaseID: f.id, StaffID: b.Reviewer}]:
				c.skipped[b.Reviewer] = true
			default:
				given[f.id] = true
				leases = append(leases, b.take(f))
			}
		}
	}
	return c.q.LeaseCases(ctx, leases)
}

// take lends him the case.
func (b *borrower) take(f found) query.LeaseCaseParams {
	f.c.State, f.c.Holder, f.c.LeaseToken = review.Leased, b.Reviewer, id.NewKey()
	f.c.LeaseUntil = moment(millis(b.now.Add(b.Lease)))
	f.c.Version++
	b.taken = append(b.taken, f)
	return query.LeaseCaseParams{ID: f.id, Holder: b.Reviewer, LeaseToken: f.c.LeaseToken, LeaseUntil: millis(f.c.LeaseUntil)}
}

// skips tells who has skipped which case, where no query has asked yet.
func (c claiming) skips(ctx context.Context, free []found) (map[query.CaseSkip]bool, error) {
	var ids []int64
	for _, f := range free {
		if f.skipped && c.skipper == 0 {
			ids = append(ids, f.id)
		}
	}
	rows, err := c.q.SkipsOfManyCases(ctx, ids)
	skips := make(map[query.CaseSkip]bool, len(rows))
	for _, row := range rows {
		skips[row] = true
	}
	return skips, err
}

func foundBefore(a, b found) int { return a.compare(b.place) }

// handOut answers with what everybody holds now: first what he held before, then
// the new ones in the order in which they waited. Who is lent a case has seen it.
func (l lending) handOut(ctx context.Context) error {
	held, err := l.readHeld(ctx)
	if err != nil {
		return err
	}
	var entries []query.InsertAuditParams
	for _, b := range l.all {
		for _, row := range b.held {
			if c := held[row.ID]; c.State == review.Leased && c.Holder == b.Reviewer { // he may just have decided it
				b.answer.cases = append(b.answer.cases, c)
			}
		}
		slices.SortFunc(b.taken, foundBefore)
		for _, f := range b.taken {
			b.answer.cases = append(b.answer.cases, f.c)
			entry, err := l.s.auditedRow(b.ctx, claimAudit(f.c))
			if err != nil {
				return err
			}
			entries = append(entries, entry)
		}
	}
	return l.q.InsertAudits(ctx, entries)
}

func (l lending) readHeld(ctx context.Context) (map[int64]review.Case, error) {
	var ids []int64
	for _, b := range l.all {
		for _, row := range b.held {
			ids = append(ids, row.ID)
		}
	}
	rows, err := l.q.FindManyCases(ctx, ids)
	if err != nil {
		return nil, err
	}
	cases := make(map[int64]review.Case, len(rows))
	for _, row := range rows {
		if cases[row.Case.ID], err = caseOf(row.Case, row.Report); err != nil {
			return nil, err
		}
	}
	return cases, nil
}
