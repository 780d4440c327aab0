package sqlstore

import (
	"context"
	"slices"

	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/reversal"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// ReverseBatch implements reversal.Store.
func (s *Store) ReverseBatch(ctx context.Context, batch reversal.Batch) (done reversal.Outcome, err error) {
	err = s.write(ctx, func(inside context.Context, q *query.Queries) error {
		done = reversal.Outcome{}
		rows, err := q.LockLedLines(inside, query.LockLedLinesParams{
			Kind: string(batch.Cause.Kind), CauseID: batch.Cause.ID, Version: batch.Cause.Version, App: batch.App,
			FromAt: millis(batch.From), ToAt: millis(batch.To), After: batch.After, MaxLines: bounded(batch.Limit),
		})
		if err != nil {
			return err
		}
		r := reversing{s: s, q: q, Batch: batch, actor: ctx}
		for _, row := range rows {
			done.Last = row.Line.ID
			switch {
			case policy.Outcome(row.Line.Outcome) != policy.Review:
				r.answered = append(r.answered, row.Line)
			case row.Line.CaseID != 0:
				r.asked = append(r.asked, row.Line)
			}
		}
		if err := r.close(inside, &done); err != nil {
			return err
		}
		return r.callBack(inside, &done)
	})
	return done, err
}

// reversing is a batch inside a transaction. The messages are locked.
type reversing struct {
	reversal.Batch
	s        *Store
	q        *query.Queries
	actor    context.Context // of the request: who acts
	answered []query.Line    // that nobody was asked about
	asked    []query.Line
}

// close passes the cases that nobody has, with all their messages. Those of
// cases that others have, or have decided, stay as they are.
func (r reversing) close(ctx context.Context, done *reversal.Outcome) error {
	if len(r.asked) == 0 {
		return nil
	}
	var pleas []plea
	for _, line := range r.asked {
		if !slices.ContainsFunc(pleas, func(p plea) bool { return p.caseID == line.CaseID }) {
			pleas = append(pleas, plea{ctx: r.actor, app: r.App, caseID: line.CaseID, rule: r.Rule})
		}
	}
	locked, err := lockFree(ctx, r.q, pleas)
	if err != nil {
		return err
	}
	all := docket{s: r.s, q: r.q}
	for _, asked := range pleas {
		if h := locked[asked.caseID]; h != nil && h.c.App == r.App {
			h.plea = asked
			all.hearings = append(all.hearings, h)
		}
	}
	if err := all.rule(ctx); err != nil {
		return err
	}
	closed := map[int64]bool{}
	var marks []query.ReverseLinesOfCasesParams
	for _, h := range all.hearings {
		if h.refused == nil {
			closed[h.c.ID] = true
			marks = append(marks, query.ReverseLinesOfCasesParams{At: millis(r.At), ReversalID: r.Reversal, CaseID: h.c.ID})
		}
	}
	marked, err := r.q.ReverseLinesOfManyCases(ctx, marks)
	done.Reversed, done.Closed = len(marked), len(closed)
	for _, line := range r.asked {
		if !closed[line.CaseID] {
			done.Skipped++
		}
	}
	return err
}

// callBack marks what was denied and masked, and tells of what was denied.
func (r reversing) callBack(ctx context.Context, done *reversal.Outcome) error {
	marks := make([]query.ReverseLinesParams, len(r.answered))
	var events []outbox.Event
	for i, line := range r.answered {
		marks[i] = query.ReverseLinesParams{At: millis(r.At), ReversalID: r.Reversal, ID: line.ID}
		if policy.Outcome(line.Outcome) != policy.Deny {
			continue
		}
		record, err := recordOfLine(line)
		if err != nil {
			return err
		}
		if told, wanted := r.Tell(record); wanted {
			events = append(events, told)
		}
	}
	marked, err := r.q.ReverseManyLines(ctx, marks)
	if err != nil {
		return err
	}
	done.Reversed += len(marked)
	done.CalledBack = len(events)
	return appendEvents(ctx, r.q, events)
}
