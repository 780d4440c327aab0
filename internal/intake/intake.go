// Package intake takes reports in: it holds them against the rules of their
// entrance, recognises repetitions, groups them into cases, and carries out
// what an app's administrator orders.
package intake

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// RepeatWindow is how long the same report by the same reporter counts as a
// repetition (PROTOCOLS §1).
const RepeatWindow = 24 * time.Hour

// Standing is what an app knows of the users in a report.
type Standing struct {
	Risk      bool            // one of those it accuses is on the risk list
	Protected bool            // one of those it accuses is on the special list
	Reporter  review.Accuracy // of who reports
}

// Plan is what becomes of a report: a case, a ruling, or both.
type Plan struct {
	Case   *review.Case   // the case to open, or to join by its GroupKey; nil for none
	Ruling *review.Ruling // what an administrator ordered; nil for nothing
	Always bool           // open or join the case also where its content was passed for good
	Most   int            // how many reports the case gathers at most before another is opened; 0: any number
}

// Receipt says where a report went.
type Receipt struct {
	ReportID  int64 // the first report's, for a repetition
	CaseID    int64 // 0 where it opened no case
	Duplicate bool  // it was a repetition: counted, nothing else
}

// Store keeps reports.
type Store interface {
	// FileReport stores a report and what follows from it in one transaction.
	//
	// A report whose repeatKey was filed after the moment since is only
	// counted. Otherwise the report gets its number, plan is called with it and
	// the users' standing, and the plan is written: the case joins an undecided
	// case of the same app and GroupKey (an empty GroupKey joins nothing) and
	// adds its complaints, flags and the better rank to it, or is opened. But
	// where the last review.PassesThatStand decisions of staff about the case's
	// ContentKey (not empty) passed it, the report is only counted on the last
	// of their cases, unless the plan says Always. Plan may be called more than
	// once and must only compute.
	FileReport(ctx context.Context, report review.Report, repeatKey string, since time.Time,
		plan func(reportID int64, standing Standing) Plan) (Receipt, error)

	// PruneRepeatKeys forgets the repetition keys filed before a moment, a few
	// in each transaction, and returns how many these were.
	PruneRepeatKeys(ctx context.Context, before time.Time) (int, error)
}

// Reporter is who reports, as the app's token said.
type Reporter struct {
	UserID string
	Admin  bool
}

// Service takes reports in.
type Service struct {
	store Store
	now   func() time.Time
	wake  func()
}

// NewService makes a Service; wake is called after orders were written and may
// be nil.
func NewService(store Store, now func() time.Time, wake func()) *Service {
	if wake == nil {
		wake = func() {}
	}
	return &Service{store: store, now: now, wake: wake}
}

// Submit checks a report and files it. An Invalid fault names the field that
// breaks a rule; then nothing was stored.
func (s *Service) Submit(ctx context.Context, app tenant.App, who Reporter, report review.Report) (Receipt, error) {
	if report.Reporter != who.UserID {
		return Receipt{}, &fault.Error{Kind: fault.Forbidden, Code: "not_reporter", Field: "reporter", Message: "must be the token's own user"}
	}
	if err := check(report, who.Admin); err != nil {
		return Receipt{}, err
	}
	report.App, report.FiledAt = app.ID, s.now()
	orders, err := ordersOf(app, report)
	if err != nil {
		return Receipt{}, err
	}
	about := keysOf(report) // here, for plans are made one after the other
	receipt, err := s.store.FileReport(ctx, report, repeatKey(report), report.FiledAt.Add(-RepeatWindow),
		func(reportID int64, standing Standing) Plan {
			return plan(app, report, about, orders, reportID, standing)
		})
	if err == nil && len(orders) > 0 {
		s.wake()
	}
	return receipt, err
}

// plan routes a report: violations wait for a reviewer; orders are carried out
// at once, unless they would hit a protected account – then a supervisor
// decides about them too.
func plan(app tenant.App, report review.Report, about keys, orders []enforce.Punishment, reportID int64, standing Standing) Plan {
	result := Plan{Always: len(orders) > 0} // an order is no opinion of the content
	if len(orders) > 0 && !standing.Protected {
		result.Ruling = ruling(app, report, orders, reportID)
	}
	if report.Complaints.Violations() != 0 || result.Ruling == nil {
		result.Case = &review.Case{
			App: report.App, Queue: review.QueueOf(report.Entrance), Entrance: report.Entrance,
			Risk: standing.Risk, Protected: standing.Protected, Rank: standing.Reporter.Rank(),
			GroupKey: about.group, ContentKey: about.content, Complaints: report.Complaints, OpenedAt: report.FiledAt,
		}
	}
	return result
}

// ruling is an administrator's order as a decision with its effects.
func ruling(app tenant.App, report review.Report, orders []enforce.Punishment, reportID int64) *review.Ruling {
	r := &review.Ruling{Decision: review.Decision{
		App: report.App, RecordID: reportID,
		Author: review.Author{Kind: review.ByAdministrator, ID: report.Reporter},
		At:     report.FiledAt, Verdict: orders[0].Label, Memo: report.Memo,
	}}
	for _, order := range orders {
		order.RecordID = reportID
		r.Decision.Actions = append(r.Decision.Actions, order)
		r.Sanctions = append(r.Sanctions, order.Sanction(report.FiledAt))
		if app.Carries() {
			r.Events = append(r.Events, order.Event(report.FiledAt))
		}
	}
	r.Events = append(r.Events, enforce.GuardEvents(app, r.Decision.Actions, report.FiledAt)...)
	return r
}
