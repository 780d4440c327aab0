package query

import "context"

// The statements of claims and decisions for many. Who or what is asked about
// twice is answered once; the order of answers means nothing, except that the
// facts of each case come as they do for one.

// HeldCasesOfMany is HeldCases for many reviewers.
func (q *Queries) HeldCasesOfMany(ctx context.Context, rows []HeldCasesParams) ([]HeldCasesRow, error) {
	return queryMany[HeldCasesRow](ctx, q.db, heldCases, padded(q.db, rows))
}

// SkipsOfManyCases is SkipsOfCases for many.
func (q *Queries) SkipsOfManyCases(ctx context.Context, cases []int64) ([]CaseSkip, error) {
	return queryMany[CaseSkip](ctx, q.db, skipsOfCases, padded(q.db, cases))
}

// EndManyFollowUps is EndFollowUps for many cases.
func (q *Queries) EndManyFollowUps(ctx context.Context, cases []int64) error {
	return execMany(ctx, q.db, endFollowUps, padded(q.db, cases))
}

// ReturnCases is ReturnCase for many.
func (q *Queries) ReturnCases(ctx context.Context, cases []int64) error {
	return execMany(ctx, q.db, returnCase, padded(q.db, cases))
}

// LeaseCases is LeaseCase for many.
func (q *Queries) LeaseCases(ctx context.Context, rows []LeaseCaseParams) error {
	return execMany(ctx, q.db, leaseCase, padded(q.db, rows))
}

// FindManyCases is FindCases for many.
func (q *Queries) FindManyCases(ctx context.Context, cases []int64) ([]FindCasesRow, error) {
	return queryMany[FindCasesRow](ctx, q.db, findCases, padded(q.db, cases))
}

// LockManyFreeCases is LockFreeCases for many.
func (q *Queries) LockManyFreeCases(ctx context.Context, cases []int64) ([]LockFreeCasesRow, error) {
	return queryMany[LockFreeCasesRow](ctx, q.db, lockFreeCases, padded(q.db, cases))
}

// ReportersOfCases is CaseReporters for many.
func (q *Queries) ReportersOfCases(ctx context.Context, cases []int64) ([]CaseReportersRow, error) {
	return queryMany[CaseReportersRow](ctx, q.db, caseReporters, padded(q.db, cases))
}

// AskersOfCases is CaseAskers for many.
func (q *Queries) AskersOfCases(ctx context.Context, cases []int64) ([]CaseAskersRow, error) {
	return queryMany[CaseAskersRow](ctx, q.db, caseAskers, padded(q.db, cases))
}

// SpecialUsersOfCases is SpecialUsersOfCase for many.
func (q *Queries) SpecialUsersOfCases(ctx context.Context, cases []int64) ([]SpecialUsersOfCaseRow, error) {
	return queryMany[SpecialUsersOfCaseRow](ctx, q.db, specialUsersOfCase, padded(q.db, cases))
}

// DecisionsOfCases is CaseDecisions for many.
func (q *Queries) DecisionsOfCases(ctx context.Context, cases []int64) ([]CaseDecisionsRow, error) {
	return queryMany[CaseDecisionsRow](ctx, q.db, caseDecisions, padded(q.db, cases))
}

// InsertDecisions is InsertDecision for many.
func (q *Queries) InsertDecisions(ctx context.Context, rows []InsertDecisionParams) ([]InsertDecisionRow, error) {
	return queryMany[InsertDecisionRow](ctx, q.db, insertDecision, rows)
}

// InsertSanctions is InsertSanction for many.
func (q *Queries) InsertSanctions(ctx context.Context, rows []InsertSanctionParams) error {
	return execMany(ctx, q.db, insertSanction, rows)
}

// ExtendLanes is ExtendLane for many, which must differ. It locks them in the
// order given.
func (q *Queries) ExtendLanes(ctx context.Context, rows []ExtendLaneParams) ([]ExtendLaneRow, error) {
	return queryMany[ExtendLaneRow](ctx, q.db, extendLane, rows)
}

// InsertEvents is InsertEvent for many.
func (q *Queries) InsertEvents(ctx context.Context, rows []InsertEventParams) error {
	return execMany(ctx, q.db, insertEvent, rows)
}

// JudgeManyReporters is JudgeReporters for many cases, at most as many as one
// statement takes, so that all their reporters are locked in one order.
func (q *Queries) JudgeManyReporters(ctx context.Context, cases []int64) error {
	return execMany(ctx, q.db, judgeReporters, padded(q.db, cases))
}

// AddAccuracies is AddAccuracy for many reporters, who must differ. It locks them
// in the order given.
func (q *Queries) AddAccuracies(ctx context.Context, rows []AddAccuracyParams) error {
	return execMany(ctx, q.db, addAccuracy, rows)
}

// DecideCases is DecideCase for many.
func (q *Queries) DecideCases(ctx context.Context, rows []DecideCaseParams) error {
	return execMany(ctx, q.db, decideCase, padded(q.db, rows))
}
