package sqlstore

import (
	"context"
	"maps"
	"slices"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// fileInTurn files reports inside a transaction, app by app. Whatever it locks,
// it locks in one order, the same for every batch, so that no two wait for each
// other in a circle: apps by name, of each the repetition keys, then the cases,
// then the reports that are repeated.
func (s *Store) fileInTurn(ctx context.Context, q *query.Queries, filings []filing) ([]intake.Receipt, error) {
	ids, err := reserveIDs(ctx, q, len(filings)) // a repetition's stays unused
	if err != nil {
		return nil, err
	}
	receipts := make([]intake.Receipt, len(filings))
	apps := map[string][]*entry{}
	for i, f := range filings {
		f.row.ID = ids[i]
		apps[f.report.App] = append(apps[f.report.App], &entry{filing: f, receipt: &receipts[i]})
	}
	for _, app := range slices.Sorted(maps.Keys(apps)) {
		b := batch{s: s, q: q, app: app, all: apps[app]}
		if err := b.file(ctx); err != nil {
			return nil, err
		}
	}
	return receipts, nil
}

// reserveIDs gives numbers for so many reports, in ascending order. SQLite tells
// the first one only: who writes has all that follow.
func reserveIDs(ctx context.Context, q *query.Queries, number int) ([]int64, error) {
	ids, err := q.ReserveReportIDs(ctx, int64(number))
	for err == nil && len(ids) < number {
		ids = append(ids, ids[len(ids)-1]+1)
	}
	return ids, err
}

// batch is reports of one app on their way in, in the order in which they came.
type batch struct {
	s     *Store
	q     *query.Queries
	app   string
	all   []*entry
	fresh []*entry // those that repeat nothing
}

// entry is one of them. What the database has of it is written once, when all
// is known.
type entry struct {
	filing
	plan    intake.Plan // shadows the function
	receipt *intake.Receipt
}

func (b *batch) file(ctx context.Context) error {
	steps := []func(context.Context) error{
		b.recognise, b.makePlans, b.findPassed, b.openCases, b.insert, b.writeRulings, b.countRepeats,
	}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// recognise tells fresh reports from repetitions. It holds the repetition keys,
// so that the same report is nowhere else on its way in.
func (b *batch) recognise(ctx context.Context) error {
	holders, err := b.holdKeys(ctx)
	if err != nil {
		return err
	}
	taken := map[string]bool{}
	for _, e := range b.all {
		holder := holders[e.repeatKey]
		if holder.ReportID != e.row.ID && holder.FiledAt > e.since {
			*e.receipt = intake.Receipt{ReportID: holder.ReportID, Duplicate: true}
			continue
		}
		if holder.ReportID != e.row.ID {
			holders[e.repeatKey] = query.HoldReportKeyRow{RepeatKey: e.repeatKey, ReportID: e.row.ID, FiledAt: e.row.FiledAt}
			taken[e.repeatKey] = true
		}
		*e.receipt = intake.Receipt{ReportID: e.row.ID}
		b.fresh = append(b.fresh, e)
	}
	for key := range taken {
		h := holders[key]
		if err := b.q.TakeReportKey(ctx, query.TakeReportKeyParams{App: b.app, RepeatKey: key, ReportID: h.ReportID, FiledAt: h.FiledAt}); err != nil {
			return err
		}
	}
	return nil
}

// holdKeys returns who has each key: the batch's first with it, or a report of
// before.
func (b *batch) holdKeys(ctx context.Context) (map[string]query.HoldReportKeyRow, error) {
	firsts := map[string]query.HoldReportKeyParams{}
	for _, e := range b.all {
		if _, known := firsts[e.repeatKey]; !known {
			firsts[e.repeatKey] = query.HoldReportKeyParams{App: b.app, RepeatKey: e.repeatKey, ReportID: e.row.ID, FiledAt: e.row.FiledAt}
		}
	}
	var keys []query.HoldReportKeyParams
	for _, key := range slices.Sorted(maps.Keys(firsts)) {
		keys = append(keys, firsts[key])
	}
	held, err := b.hold(ctx, keys)
	if err != nil {
		return nil, err
	}
	holders := map[string]query.HoldReportKeyRow{}
	for _, holder := range held {
		holders[holder.RepeatKey] = holder
	}
	return holders, nil
}

func (b *batch) makePlans(ctx context.Context) error {
	if len(b.fresh) == 0 {
		return nil
	}
	known, err := b.know(ctx)
	if err != nil {
		return err
	}
	for _, e := range b.fresh {
		e.plan = e.filing.plan(e.row.ID, known.of(e.report))
	}
	return nil
}

func (b *batch) insert(ctx context.Context) error {
	rows := make([]query.InsertReportParams, len(b.fresh))
	for i, e := range b.fresh {
		rows[i] = e.row
	}
	return b.q.InsertReports(ctx, rows)
}

// writeRulings writes what administrators ordered: together, so that the lanes
// are locked in one order.
func (b *batch) writeRulings(ctx context.Context) error {
	var ordered []*entry
	var rulings []*review.Ruling
	for _, e := range b.fresh {
		if e.plan.Ruling != nil {
			carried(e.ctx, e.plan.Ruling.Events)
			ordered, rulings = append(ordered, e), append(rulings, e.plan.Ruling)
		}
	}
	if len(rulings) == 0 {
		return nil
	}
	if err := writeRulings(ctx, b.q, rulings); err != nil {
		return err
	}
	rows := make([]query.InsertAuditParams, len(ordered))
	for i, e := range ordered {
		own := context.WithoutCancel(e.ctx) // it knows who acts; the transaction knows its end
		var err error
		if rows[i], err = b.s.auditedRow(own, rulingAudit(auditlog.ReportOrder, e.plan.Ruling.Decision)); err != nil {
			return err
		}
	}
	return b.q.InsertAudits(ctx, rows)
}

// countRepeats counts the repetitions on the reports that they repeat.
func (b *batch) countRepeats(ctx context.Context) error {
	repeats := map[int64][]*entry{}
	for _, e := range b.all {
		if e.receipt.Duplicate {
			repeats[e.receipt.ReportID] = append(repeats[e.receipt.ReportID], e)
		}
	}
	for _, first := range slices.Sorted(maps.Keys(repeats)) {
		caseID, err := b.q.CountRepeats(ctx, query.CountRepeatsParams{Number: int64(len(repeats[first])), ID: first})
		if err != nil {
			return err
		}
		for _, e := range repeats[first] {
			e.receipt.CaseID = caseID
		}
	}
	return nil
}

// known is what an app knows of people.
type known struct {
	lists    map[string][]review.List
	accuracy map[string]review.Accuracy
}

// know asks about all whom the reports accuse and all who report. The lists do
// not change until the transaction has ended.
func (b *batch) know(ctx context.Context) (known, error) {
	k := known{lists: map[string][]review.List{}}
	if err := b.q.ShareLists(ctx, b.app); err != nil {
		return k, err
	}
	accused, reporters := b.people()
	lists, err := b.q.ListsOfUsers(ctx, accused)
	if err != nil {
		return k, err
	}
	for _, row := range lists {
		k.lists[row.UserID] = append(k.lists[row.UserID], review.List(row.List))
	}
	k.accuracy, err = accuracyOf(ctx, b.q, b.app, reporters...)
	return k, err
}

// people lists the accused, once each, and the reporters.
func (b *batch) people() (accused []query.UserListsParams, reporters []string) {
	seen := map[string]bool{}
	for _, e := range b.fresh {
		reporters = append(reporters, e.report.Reporter)
		for _, user := range e.report.Accuses() {
			if !seen[user] {
				seen[user] = true
				accused = append(accused, query.UserListsParams{App: b.app, UserID: user})
			}
		}
	}
	return accused, reporters
}

func (k known) of(r review.Report) intake.Standing {
	standing := intake.Standing{Reporter: k.accuracy[r.Reporter]}
	for _, user := range r.Accuses() {
		standing.Risk = standing.Risk || slices.Contains(k.lists[user], review.RiskList)
		standing.Protected = standing.Protected || slices.Contains(k.lists[user], review.SpecialList)
	}
	return standing
}
