package query

import (
	"context"
	"strings"
)

// What is known to be new needs no ON CONFLICT, which costs SQLite a journal of
// the statement.

// InsertReportKeys is HoldReportKeys of keys that nobody has.
func (q *Queries) InsertReportKeys(ctx context.Context, rows []HoldReportKeyParams) error {
	return execMany(ctx, q.db, unconflicting(holdReportKey), rows)
}

// OpenCases is OpenOrJoinCases of groups that have no undecided case.
func (q *Queries) OpenCases(ctx context.Context, rows []OpenOrJoinCaseParams) error {
	return execMany(ctx, q.db, unconflicting(openOrJoinCase), rows)
}

// InsertCaseUsers is AddCaseUsers of new cases.
func (q *Queries) InsertCaseUsers(ctx context.Context, rows []AddCaseUserParams) error {
	return execMany(ctx, q.db, unconflicting(addCaseUser), rows)
}

// HeldReportKeys are those of the keys that somebody has.
func (q *Queries) HeldReportKeys(ctx context.Context, rows []StandingReportKeysParams) ([]HoldReportKeyRow, error) {
	return queryMany[HoldReportKeyRow](ctx, q.db, standingReportKeys, padded(q.db, rows))
}

// UndecidedGroups are those of the groups that have an undecided case.
func (q *Queries) UndecidedGroups(ctx context.Context, rows []StandingGroupsParams) ([]OpenOrJoinCaseRow, error) {
	return queryMany[OpenOrJoinCaseRow](ctx, q.db, standingGroups, padded(q.db, rows))
}

// unconflicting is an INSERT without its ON CONFLICT and RETURNING.
func unconflicting(text string) string {
	plain, _, _ := strings.Cut(text, "\nON CONFLICT")
	return plain
}
