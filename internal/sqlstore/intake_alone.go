package sqlstore

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// Where one transaction writes at a time, what is not there now will not be
// there until its end. Then it is cheaper to ask first than to insert and see
// what is in the way.

// hold returns who has each key: the report that comes with it, or one of
// before.
func (b *batch) hold(ctx context.Context, keys []query.HoldReportKeyParams) ([]query.HoldReportKeyRow, error) {
	if !b.s.engine.alone() {
		return b.q.HoldReportKeys(ctx, keys)
	}
	asked := make([]query.StandingReportKeysParams, len(keys))
	for i, key := range keys {
		asked[i] = query.StandingReportKeysParams{App: key.App, RepeatKey: key.RepeatKey}
	}
	held, err := b.q.HeldReportKeys(ctx, asked)
	if err != nil {
		return nil, err
	}
	has := map[string]bool{}
	for _, row := range held {
		has[row.RepeatKey] = true
	}
	var free []query.HoldReportKeyParams
	for _, key := range keys {
		if !has[key.RepeatKey] {
			free = append(free, key)
			held = append(held, query.HoldReportKeyRow{RepeatKey: key.RepeatKey, ReportID: key.ReportID, FiledAt: key.FiledAt})
		}
	}
	return held, b.q.InsertReportKeys(ctx, free)
}

// openOrJoin returns the case of each group: the new one, or an undecided one of
// before.
func (b *batch) openOrJoin(ctx context.Context, cases []query.OpenOrJoinCaseParams) ([]query.OpenOrJoinCaseRow, error) {
	if !b.s.engine.alone() {
		return b.q.OpenOrJoinCases(ctx, cases)
	}
	var asked []query.StandingGroupsParams
	for _, c := range cases {
		if c.GroupKey != "" {
			asked = append(asked, query.StandingGroupsParams{App: b.app, GroupKey: c.GroupKey})
		}
	}
	undecided, err := b.q.UndecidedGroups(ctx, asked)
	if err != nil {
		return nil, err
	}
	has := map[string]bool{}
	for _, row := range undecided {
		has[row.GroupKey] = true
	}
	var joining, opening []query.OpenOrJoinCaseParams
	for _, c := range cases {
		if has[c.GroupKey] {
			joining = append(joining, c)
			continue
		}
		opening = append(opening, c)
		undecided = append(undecided, query.OpenOrJoinCaseRow{ID: c.ID, GroupKey: c.GroupKey})
	}
	if _, err := b.q.OpenOrJoinCases(ctx, joining); err != nil {
		return nil, err
	}
	return undecided, b.q.OpenCases(ctx, opening)
}
