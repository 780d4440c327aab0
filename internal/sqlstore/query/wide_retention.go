package query

import "context"

// DropManyCases drops cases with all that hangs on them.
func (q *Queries) DropManyCases(ctx context.Context, cases []int64) error {
	return q.execEach(ctx, cases, dropCaseUndos, dropCaseDecisions, dropCaseSanctions, dropCaseAttempts, dropCaseEvents,
		dropCaseNotes, dropCaseSkips, dropCaseUsers, dropCaseDialogues, dropCaseReports, dropCases)
}

// DropManyOrders drops reports that led to no case, with what they ordered.
func (q *Queries) DropManyOrders(ctx context.Context, reports []int64) error {
	return q.execEach(ctx, reports, dropOrderSanctions, dropOrderDecisions, dropReports)
}

// DropManyEvents drops events of no case that are settled, with their attempts.
func (q *Queries) DropManyEvents(ctx context.Context, events []int64) error {
	return q.execEach(ctx, events, dropAttempts, dropEvents)
}

// execEach carries statements out, one after the other, for many.
func (q *Queries) execEach(ctx context.Context, rows []int64, statements ...string) error {
	for _, text := range statements {
		if err := execMany(ctx, q.db, text, padded(q.db, rows)); err != nil {
			return err
		}
	}
	return nil
}
