package sqlstore

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// goTo notes the report's case.
func (e *entry) goTo(caseID int64) { e.row.CaseID, e.receipt.CaseID = caseID, caseID }

// findPassed counts those reports whose content was passed for good on the case
// that passed it last. Where that has just been undone, everything begins again.
func (b *batch) findPassed(ctx context.Context) error {
	passed, err := b.passedFor(ctx)
	if err != nil || len(passed) == 0 {
		return err
	}
	late := map[int64]int64{}
	for _, e := range b.fresh {
		if caseID := passed[e.askedFor()]; caseID != 0 {
			e.row.Late = 1
			e.goTo(caseID)
			late[caseID]++
		}
	}
	for _, caseID := range slices.Sorted(maps.Keys(late)) {
		counted, err := b.q.CountLateReports(ctx, query.CountLateReportsParams{Number: late[caseID], ID: caseID})
		if err != nil {
			return err
		}
		if counted == 0 {
			return errRetry
		}
	}
	return nil
}

// askedFor is the content whose earlier decisions matter to the report, empty
// where none do.
func (e *entry) askedFor() string {
	if e.plan.Case == nil || e.plan.Always || e.report.Asked != nil { // who asked hears a verdict
		return ""
	}
	return e.plan.Case.ContentKey
}

// passedFor are the cases whose passes stand, by content.
func (b *batch) passedFor(ctx context.Context) (map[string]int64, error) {
	asked := map[string]bool{}
	var contents []query.LastFindingsParams
	for _, e := range b.fresh {
		if key := e.askedFor(); key != "" && !asked[key] {
			asked[key] = true
			contents = append(contents, query.LastFindingsParams{Number: review.PassesThatStand, App: b.app, ContentKey: key})
		}
	}
	findings, err := b.q.LastFindingsOfMany(ctx, contents)
	if err != nil {
		return nil, err
	}
	newest, passes := map[string]int64{}, map[string]int{}
	for _, finding := range findings {
		if newest[finding.ContentKey] == 0 {
			newest[finding.ContentKey] = finding.ID
		}
		if finding.Verdict == string(verdict.Pass) {
			passes[finding.ContentKey]++
		}
	}
	maps.DeleteFunc(newest, func(key string, _ int64) bool { return passes[key] < review.PassesThatStand })
	return newest, nil
}

// openCases brings the other reports to their cases: those of one group to its
// undecided case, or together to a new one.
func (b *batch) openCases(ctx context.Context) error {
	groups := map[string][]*entry{}
	for _, e := range b.fresh {
		if e.plan.Case == nil || e.row.Late != 0 {
			continue
		}
		if key := e.plan.Case.GroupKey; key != "" {
			groups[key] = append(groups[key], e)
		}
	}
	cases := b.openings(groups)
	opened, err := b.openOrJoin(ctx, cases)
	if err != nil {
		return err
	}
	var joined []query.CloseFullGroupParams
	for _, row := range opened {
		group := groups[row.GroupKey]
		for _, e := range group {
			e.goTo(row.ID)
		}
		if len(group) > 0 && group[0].plan.Most > 0 && row.ID != group[0].row.ID {
			joined = append(joined, query.CloseFullGroupParams{ID: row.ID, Most: int64(group[0].plan.Most - deskLimit)})
		}
	}
	if err := b.q.CloseFullGroups(ctx, joined); err != nil {
		return err
	}
	return b.addUsers(ctx)
}

// openings are the cases to open or to join, by group.
func (b *batch) openings(groups map[string][]*entry) []query.OpenOrJoinCaseParams {
	var cases []query.OpenOrJoinCaseParams
	for _, e := range b.fresh { // what joins nothing
		if e.plan.Case != nil && e.row.Late == 0 && e.plan.Case.GroupKey == "" {
			cases = append(cases, opening([]*entry{e}))
			e.goTo(e.row.ID)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		cases = append(cases, opening(groups[key]))
	}
	return cases
}

// opening is the case that the first of a group's reports would open, with what
// the others add to it.
func opening(group []*entry) query.OpenOrJoinCaseParams {
	first := *group[0].plan.Case
	for _, e := range group[1:] {
		c := e.plan.Case
		first.Complaints |= c.Complaints
		first.Risk = first.Risk || c.Risk
		first.Protected = first.Protected || c.Protected
		first.Rank = min(first.Rank, c.Rank)
	}
	if len(group) >= review.Crowd {
		first.Rank = min(first.Rank, review.Ordinary)
	}
	return query.OpenOrJoinCaseParams{
		ID: group[0].row.ID, App: first.App, Queue: string(first.Queue), Entrance: int64(first.Entrance),
		Risk: asInt(first.Risk), Protected: asInt(first.Protected), Rank: int64(first.Rank),
		GroupKey: first.GroupKey, ContentKey: first.ContentKey, Crowd: review.Crowd,
		Complaints: int64(first.Complaints), Reports: int64(len(group)), OpenedAt: millis(first.OpenedAt),
	}
}

// addUsers notes of whom the cases speak.
func (b *batch) addUsers(ctx context.Context) error {
	type user struct {
		name   string
		caseID int64
	}
	accused, own := map[user]bool{}, map[int64]bool{} // own: what may be a new case's id
	for _, e := range b.fresh {
		own[e.row.ID] = true
		if e.plan.Case == nil || e.row.Late != 0 {
			continue
		}
		against := e.report.Accuses()
		for _, name := range e.report.Users() {
			u := user{name, e.row.CaseID}
			accused[u] = accused[u] || slices.Contains(against, name)
		}
	}
	users := slices.SortedFunc(maps.Keys(accused), func(a, b user) int {
		return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.caseID, b.caseID))
	})
	var added, fresh []query.AddCaseUserParams
	for _, u := range users {
		row := query.AddCaseUserParams{App: b.app, UserID: u.name, CaseID: u.caseID, Accused: asInt(accused[u])}
		if own[u.caseID] {
			fresh = append(fresh, row)
		} else {
			added = append(added, row)
		}
	}
	if err := b.q.InsertCaseUsers(ctx, fresh); err != nil {
		return err
	}
	return b.q.AddCaseUsers(ctx, added)
}
