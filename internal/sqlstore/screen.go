package sqlstore

import (
	"context"
	"strconv"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

var _ screen.Store = (*Store)(nil)

// lineFiling is a message to be kept, and the report about it.
type lineFiling struct {
	row    query.InsertLineParams
	causes []query.InsertLineCauseParams
	report *filing // nil for none
	events []outbox.Event
}

// RecordLine implements screen.Store. Messages that come at the same time share
// a transaction (see desk).
func (s *Store) RecordLine(ctx context.Context, record screen.Record, report *review.Report, events ...outbox.Event) (err error) {
	ctx, span := about(ctx, "message.record", record.App, 0)
	defer func() { span.Finish(err) }()
	row, err := lineRow(record)
	if err != nil {
		return err
	}
	filed := &lineFiling{row: row, causes: causesOf(record), events: carried(ctx, events)}
	if report != nil {
		if filed.report, err = lineReport(ctx, record, *report); err != nil {
			return err
		}
	}
	_, err = s.lines.hand(ctx, filed)
	return err
}

// RecordLines implements screen.Store.
func (s *Store) RecordLines(ctx context.Context, records []screen.Record) error {
	round := make([]*lineFiling, len(records))
	for i, record := range records {
		row, err := lineRow(record)
		if err != nil {
			return err
		}
		round[i] = &lineFiling{row: row, causes: causesOf(record)}
	}
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error { return insertLines(ctx, q, round) })
}

// lineReport files a message's report by its data id, which no other has, so
// that it repeats nothing.
func lineReport(ctx context.Context, record screen.Record, report review.Report) (*filing, error) {
	row, err := reportRow(ctx, report)
	wave := waveOf(record.Line)
	return &filing{
		ctx: ctx, report: report, row: row, repeatKey: "line " + record.DataID, since: millis(report.FiledAt),
		plan: func(_ int64, standing intake.Standing) intake.Plan { return linePlan(report, wave, standing) },
	}, err
}

// waveOf keeps what is said in rooms, to somebody, and of oneself apart: what can
// be done about it differs.
func waveOf(line content.Line) string {
	wave, entrance := screen.Wave(line), line.Entrance()
	if wave == "" || entrance == content.ShowMessage {
		return wave
	}
	return strconv.Itoa(int(entrance)) + " " + wave
}

// linePlan opens a case, or joins the undecided one of the same words: a wave
// is decided once, and everybody who asked hears it. A protected sender's
// message does not take a wave away from those who may not decide about him.
// The screen's word counts as anybody's: how often it was right says nothing
// about the next message.
func linePlan(report review.Report, wave string, standing intake.Standing) intake.Plan {
	if wave != "" {
		wave = "wave " + strconv.FormatInt(asInt(standing.Protected), 10) + " " + wave
	}
	return intake.Plan{Always: true, Most: screen.WaveMost, Case: &review.Case{
		GroupKey: wave,
		App:      report.App, Queue: review.LiveQueue, Entrance: report.Entrance,
		Risk: standing.Risk, Protected: standing.Protected, Rank: review.Ordinary,
		Complaints: report.Complaints, OpenedAt: report.FiledAt,
	}}
}

// recordAll keeps messages in one transaction: all of them, or none.
func (s *Store) recordAll(ctx context.Context, filings []*lineFiling, more func() []*lineFiling) ([]struct{}, error) {
	err := s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		for round := filings; len(round) > 0; {
			if err := s.recordInTurn(ctx, q, round); err != nil {
				return err
			}
			if s.engine.clerks() > 1 {
				return nil
			}
			round = more()
			filings = append(filings, round...)
		}
		return nil
	})
	return make([]struct{}, len(filings)), err
}

// recordInTurn opens the cases first, for each message to know its own.
func (s *Store) recordInTurn(ctx context.Context, q *query.Queries, round []*lineFiling) error {
	var reports []filing
	var of []int // the message of each report
	for i, filed := range round {
		if filed.report != nil {
			reports, of = append(reports, *filed.report), append(of, i)
		}
	}
	if len(reports) > 0 {
		receipts, err := s.fileInTurn(ctx, q, reports)
		if err != nil {
			return err
		}
		for i, receipt := range receipts {
			round[of[i]].row.CaseID = receipt.CaseID
		}
	}
	if err := insertLines(ctx, q, round); err != nil {
		return err
	}
	return insertEvents(ctx, q, eventsOf(round))
}

func eventsOf(round []*lineFiling) (events []outbox.Event) {
	for _, filed := range round {
		events = append(events, filed.events...)
	}
	return events
}

// Standing implements screen.Store.
func (s *Store) Standing(ctx context.Context, app, userID string, since time.Time) (screen.Standing, error) {
	var standing screen.Standing
	lists, err := s.read().UserLists(ctx, query.UserListsParams{App: app, UserID: userID})
	if err != nil {
		return standing, failure(err)
	}
	for _, row := range lists {
		standing.Risk = standing.Risk || review.List(row.List) == review.RiskList
		standing.Protected = standing.Protected || review.List(row.List) == review.SpecialList
	}
	if since.IsZero() {
		return standing, nil
	}
	found, err := s.Findings(ctx, app, userID)
	if err != nil {
		return standing, err
	}
	var recent []review.Decision
	for _, d := range found {
		if d.At.After(since) {
			recent = append(recent, d)
		}
	}
	for _, times := range review.Offences(recent, userID) {
		standing.Offences += times
	}
	return standing, nil
}
