package sqlstore

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// facts are what a ruling may need of locked cases. What a case says by itself is
// not asked for.
type facts struct {
	q     *query.Queries
	cases map[int64]*review.Reports
}

// factsOf reads them.
func factsOf(ctx context.Context, q *query.Queries, locked []*hearing) (map[int64]*review.Reports, error) {
	f := facts{q: q, cases: make(map[int64]*review.Reports, len(locked))}
	var several, special, ruled []int64
	calls := map[int64]query.CallUsersParams{}
	for _, h := range locked {
		f.cases[h.c.ID] = &review.Reports{Reporters: []string{h.c.First.Reporter}}
		if h.c.First.Asked != nil && h.c.Reports == 1 {
			f.cases[h.c.ID].Askers = []review.Asker{{ReportID: h.c.ID, Asked: *h.c.First.Asked}}
		}
		if e := h.c.First.Evidence; e != nil {
			calls[h.c.ID] = query.CallUsersParams{App: h.c.App, ChannelID: e.ChannelID}
		}
		if h.c.Reports > 1 {
			several = append(several, h.c.ID)
		}
		if h.special {
			special = append(special, h.c.ID)
		}
		if h.ruled {
			ruled = append(ruled, h.c.ID)
		}
	}
	if err := f.addReporters(ctx, several); err != nil {
		return nil, err
	}
	if err := f.addAskers(ctx, several); err != nil {
		return nil, err
	}
	if err := f.addSpecial(ctx, special); err != nil {
		return nil, err
	}
	if err := f.addInCall(ctx, calls); err != nil {
		return nil, err
	}
	return f.cases, f.addDecisions(ctx, ruled)
}

func (f facts) addInCall(ctx context.Context, calls map[int64]query.CallUsersParams) error {
	for caseID, call := range calls {
		users, err := f.q.CallUsers(ctx, call)
		if err != nil {
			return err
		}
		of := f.cases[caseID]
		of.InCall = users
		if err := f.addNewest(ctx, caseID); err != nil {
			return err
		}
	}
	return nil
}

func (f facts) addNewest(ctx context.Context, caseID int64) error {
	item, err := f.q.NewestEvidence(ctx, caseID)
	if notFound(err) { // it was forgotten
		return nil
	}
	if err != nil {
		return err
	}
	of := f.cases[caseID]
	of.Newest = &content.Evidence{}
	return decode(item, of.Newest, "evidence of case", caseID)
}

func (f facts) addReporters(ctx context.Context, cases []int64) error {
	rows, err := f.q.ReportersOfCases(ctx, cases)
	for _, caseID := range cases {
		f.cases[caseID].Reporters = nil
	}
	for _, row := range rows {
		of := f.cases[row.CaseID]
		of.Reporters = append(of.Reporters, row.Reporter)
	}
	return err
}

func (f facts) addAskers(ctx context.Context, cases []int64) error {
	rows, err := f.q.AskersOfCases(ctx, cases)
	if err != nil {
		return err
	}
	for _, row := range rows {
		asker := review.Asker{ReportID: row.ID}
		if err := decode(row.Asked, &asker.Asked, "asker of report", row.ID); err != nil {
			return err
		}
		of := f.cases[row.CaseID]
		of.Askers = append(of.Askers, asker)
	}
	return nil
}

func (f facts) addSpecial(ctx context.Context, cases []int64) error {
	rows, err := f.q.SpecialUsersOfCases(ctx, cases)
	for _, row := range rows {
		of := f.cases[row.CaseID]
		of.Special = append(of.Special, row.UserID)
	}
	return err
}

func (f facts) addDecisions(ctx context.Context, cases []int64) error {
	rows, err := f.q.DecisionsOfCases(ctx, cases)
	if err != nil {
		return err
	}
	for _, row := range rows {
		decision, err := decisionOf(row.Decision, row.UndoneAt)
		if err != nil {
			return err
		}
		of := f.cases[row.Decision.CaseID]
		of.Decisions = append(of.Decisions, decision)
	}
	return nil
}
