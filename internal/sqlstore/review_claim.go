package sqlstore

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

var _ review.Store = (*Store)(nil)

// expiredPerClaim bounds how many leases that ran out one claim puts back.
const expiredPerClaim = 100

// wish is a claim that is handed in.
type wish struct {
	review.Claim
	ctx context.Context // of its request: who acts
	now time.Time
}

// lent is what became of a wish.
type lent struct {
	cases []review.Case
	alone error // errAlone where the reviewer has another wish in the batch
}

// ClaimCases implements review.Store. Claims that come at the same time share a
// transaction (see desk).
func (s *Store) ClaimCases(ctx context.Context, claim review.Claim, now time.Time) (cases []review.Case, err error) {
	if claim.Limit <= 0 || len(claim.Queues) == 0 {
		return nil, nil
	}
	ctx, span := about(ctx, "case.claim", claim.App, 0)
	defer func() { span.Finish(err) }()
	claim.Limit = min(claim.Limit, review.MaxClaim)
	w := wish{Claim: claim, ctx: ctx, now: now}
	given, err := s.claims.hand(ctx, w)
	if err == nil && errors.Is(given.alone, errAlone) {
		var answers []lent
		if answers, err = s.lendAll(ctx, []wish{w}); err == nil {
			given = answers[0]
		}
	}
	span.Number("xiezhi.cases", int64(len(given.cases)))
	return given.cases, err
}

// lendAll carries claims out in one transaction.
func (s *Store) lendAll(ctx context.Context, wishes []wish) (answers []lent, err error) {
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		answers = make([]lent, len(wishes))
		l := lending{s: s, q: q, reviewers: map[int64]*borrower{}}
		for i, w := range wishes {
			if l.reviewers[w.Reviewer] != nil {
				answers[i].alone = errAlone
				continue
			}
			b := &borrower{wish: w, answer: &answers[i]}
			l.all, l.reviewers[w.Reviewer] = append(l.all, b), b
			l.now = latest(l.now, w.now)
		}
		return l.run(ctx)
	})
	return answers, err
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// lending is claims of several reviewers inside a transaction.
type lending struct {
	s         *Store
	q         *query.Queries
	now       time.Time // of the last of them
	all       []*borrower
	reviewers map[int64]*borrower
}

// borrower is a reviewer who claims.
type borrower struct {
	wish
	answer *lent
	held   []query.HeldCasesRow // of what he asks for, what he had before
	taken  []found              // what he has been lent now
}

// short is how many more cases he wants.
func (b *borrower) short() int { return b.Limit - len(b.held) - len(b.taken) }

func (l lending) run(ctx context.Context) error {
	if err := l.q.LockClaimers(ctx, l.names()); err != nil { // one claim of a reviewer at a time
		return err
	}
	lapsed, err := l.holdings(ctx)
	if err != nil {
		return err
	}
	if lapsed {
		if _, err := returnExpired(ctx, l.q, l.now, expiredPerClaim); err != nil {
			return err
		}
	}
	if err := l.lend(ctx); err != nil {
		return err
	}
	return l.handOut(ctx)
}

// names lists the reviewers in the order in which everybody locks them.
func (l lending) names() string {
	var ids []int64
	for id := range l.reviewers {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = strconv.FormatInt(id, 10)
	}
	return strings.Join(names, ",")
}

// holdings reads what the reviewers hold, and ends the follow-ups that their
// claims end. Lapsed tells that there are leases that have run out.
func (l lending) holdings(ctx context.Context) (lapsed bool, err error) {
	asked := make([]query.HeldCasesParams, len(l.all))
	for i, b := range l.all {
		asked[i] = query.HeldCasesParams{Holder: b.Reviewer, Now: millis(l.now)}
	}
	rows, err := l.q.HeldCasesOfMany(ctx, asked)
	if err != nil {
		return false, err
	}
	var followUps []int64
	for _, row := range rows {
		switch b := l.reviewers[row.Holder]; {
		case row.Holder == 0:
			lapsed = true
		case row.State == string(review.Decided) && !b.KeepFollowUps && slices.Contains(b.Queues, review.Queue(row.Queue)):
			followUps = append(followUps, row.ID)
		case row.State == string(review.Leased) && b.wants(row):
			b.held = append(b.held, row)
		}
	}
	for _, b := range l.all {
		slices.SortFunc(b.held, heldBefore)
		b.held = b.held[:min(len(b.held), b.Limit)]
	}
	return lapsed, l.q.EndManyFollowUps(ctx, followUps)
}

// wants reports whether a case that he holds is one that he asks for.
func (b *borrower) wants(row query.HeldCasesRow) bool {
	return row.LeaseUntil > millis(b.now) && slices.Contains(b.Queues, review.Queue(row.Queue)) &&
		(b.AnyRisk || row.Risk == asInt(b.Risk)) && row.Senior <= asInt(b.Senior) && (b.App == "" || row.App == b.App)
}
