package sqlstore

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// docket is pleas whose cases are locked, each another one, inside a
// transaction.
type docket struct {
	s        *Store
	q        *query.Queries
	hearings []*hearing
}

// hearing is one of them.
type hearing struct {
	plea
	c       review.Case
	special bool // some of its users may be
	ruled   bool // it may have been decided before
	ruling  *review.Ruling
	refused error // of rule: nothing of this one is written
}

// rule hears each plea, and writes what was ruled by statements for all. What is
// locked further is locked in one order, the same for everybody who locks
// several: lanes, then reporters.
func (d docket) rule(ctx context.Context) error {
	ruled, err := d.hear(ctx)
	if err != nil || len(ruled) == 0 {
		return err
	}
	rulings := make([]*review.Ruling, len(ruled))
	entries := make([]query.InsertAuditParams, len(ruled))
	for i, h := range ruled {
		rulings[i] = h.ruling
		carried(h.ctx, h.ruling.Events)
	}
	if err := writeRulings(ctx, d.q, rulings); err != nil {
		return err
	}
	for i, h := range ruled {
		if entries[i], err = d.s.auditedRow(h.ctx, rulingAudit(auditlog.CaseDecide, h.ruling.Decision)); err != nil {
			return err
		}
	}
	if err := d.q.InsertAudits(ctx, entries); err != nil {
		return err
	}
	return d.settle(ctx, ruled)
}

// hear returns those with a ruling.
func (d docket) hear(ctx context.Context) (ruled []*hearing, err error) {
	if len(d.hearings) == 0 {
		return nil, nil
	}
	facts, err := factsOf(ctx, d.q, d.hearings)
	if err != nil {
		return nil, err
	}
	for _, h := range d.hearings {
		if h.ruling, h.refused = h.rule(h.c, *facts[h.c.ID]); h.refused == nil && h.ruling != nil {
			ruled = append(ruled, h)
		}
	}
	return ruled, nil
}

// settle writes the cases' state after their rulings. The first decision stays
// the case's own.
func (d docket) settle(ctx context.Context, ruled []*hearing) error {
	var decided []query.DecideCaseParams
	var judged []*hearing // by staff
	for _, h := range ruled {
		r := h.ruling
		if h.c.State == review.Decided {
			err := d.q.FollowUpCase(ctx, query.FollowUpCaseParams{Holder: r.FollowUp, LeaseUntil: millis(r.FollowUntil), ID: h.c.ID})
			if err != nil {
				return err
			}
			continue
		}
		decided = append(decided, query.DecideCaseParams{
			DecidedKind: string(r.Decision.Author.Kind), DecidedID: r.Decision.Author.ID,
			DecidedAt: millis(r.Decision.At), UndoUntil: millis(r.UndoUntil), Verdict: string(r.Decision.Verdict),
			Holder: r.FollowUp, LeaseUntil: millis(r.FollowUntil), ID: h.c.ID,
		})
		if r.Decision.Author.Kind == review.ByStaff {
			judged = append(judged, h)
		}
	}
	if err := d.q.DecideCases(ctx, decided); err != nil {
		return err
	}
	return d.judge(ctx, judged)
}

// judge counts the decisions for or against everybody who reported the cases.
// All of them are locked by one statement, in one order: the database looks for
// the reporters unless the cases have one each, whom we know.
func (d docket) judge(ctx context.Context, judged []*hearing) error {
	type reporter struct{ app, name string }
	sums := map[reporter]query.AddAccuracyParams{}
	ids := make([]int64, len(judged))
	known := true
	for i, h := range judged {
		ids[i], known = h.c.ID, known && h.c.Reports == 1
		who := reporter{h.c.App, h.c.First.Reporter}
		sum := sums[who]
		sum.App, sum.Reporter = who.app, who.name
		if h.ruling.Decision.Verdict == verdict.Pass {
			sum.Disagreed++
		} else {
			sum.Agreed++
		}
		sums[who] = sum
	}
	if !known {
		return d.q.JudgeManyReporters(ctx, ids)
	}
	return d.q.AddAccuracies(ctx, slices.SortedFunc(maps.Values(sums), func(a, b query.AddAccuracyParams) int {
		return cmp.Or(cmp.Compare(a.App, b.App), cmp.Compare(a.Reporter, b.Reporter))
	}))
}

// unjudge forgets what a decision of staff said of everybody who reported its
// case.
func unjudge(ctx context.Context, q *query.Queries, d review.Decision) error {
	if d.Author.Kind != review.ByStaff {
		return nil
	}
	back := query.UnjudgeReportersParams{CaseID: d.CaseID, Agreed: -1}
	if d.Verdict == verdict.Pass {
		back.Agreed, back.Disagreed = 0, -1
	}
	return q.UnjudgeReporters(ctx, back)
}

// writeRulings writes decisions and what follows from them, and gives them their
// numbers. The events have their traces.
func writeRulings(ctx context.Context, q *query.Queries, rulings []*review.Ruling) error {
	if err := writeDecisions(ctx, q, rulings); err != nil {
		return err
	}
	var sanctions []query.InsertSanctionParams
	var events []outbox.Event
	for _, r := range rulings {
		for _, sanction := range r.Sanctions {
			sanction.DecisionID = r.Decision.ID
			sanctions = append(sanctions, sanctionRow(sanction))
		}
		for _, event := range r.Events {
			event.DecisionID = r.Decision.ID
			events = append(events, event)
		}
	}
	if err := q.InsertSanctions(ctx, sanctions); err != nil {
		return err
	}
	return insertEvents(ctx, q, events)
}

// answered is what tells decisions that are written together apart.
type answered struct{ caseID, recordID int64 }

func writeDecisions(ctx context.Context, q *query.Queries, rulings []*review.Ruling) error {
	rows := make([]query.InsertDecisionParams, len(rulings))
	for i, r := range rulings {
		d := r.Decision
		actions, users, err := decisionTexts(d)
		if err != nil {
			return err
		}
		rows[i] = query.InsertDecisionParams{
			App: d.App, CaseID: d.CaseID, RecordID: d.RecordID,
			AuthorKind: string(d.Author.Kind), AuthorID: d.Author.ID,
			At: millis(d.At), Verdict: string(d.Verdict), Actions: actions, Users: users, Memo: plain(d.Memo),
		}
	}
	written, err := q.InsertDecisions(ctx, rows)
	if err != nil {
		return err
	}
	slices.SortFunc(written, func(a, b query.InsertDecisionRow) int { return cmp.Compare(a.ID, b.ID) })
	numbers := map[answered][]int64{}
	for _, row := range written {
		key := answered{row.CaseID, row.RecordID}
		numbers[key] = append(numbers[key], row.ID)
	}
	for _, r := range rulings {
		key := answered{r.Decision.CaseID, r.Decision.RecordID}
		r.Decision.ID, numbers[key] = numbers[key][0], numbers[key][1:]
	}
	return nil
}
