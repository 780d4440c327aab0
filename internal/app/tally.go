package app

import (
	"context"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/party"
	"github.com/xiezhi/xiezhi/internal/protocol/immomo"
	"github.com/xiezhi/xiezhi/internal/protocol/yunjing"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// channels are all on which something leaves.
func channels() []string {
	return []string{enforce.Channel, yunjing.Channel, immomo.Channel, enforce.RoomChannel, enforce.GuardChannel, party.Channel, outbox.DeviceChannel}
}

// tally counts what this process does. It counts whether or not anybody asks.
type tally struct {
	answers   *prometheus.CounterVec
	reports   *prometheus.CounterVec
	decisions *prometheus.CounterVec
	undone    prometheus.Counter
	expired   prometheus.Counter
	attempts  *prometheus.HistogramVec
	dead      *prometheus.CounterVec
}

func newTally() *tally {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	}
	t := &tally{
		answers:   counter("xiezhi_live_answers_total", "Answers to live messages, by the contract's code.", "code"),
		reports:   counter("xiezhi_reports_total", "Reports taken in, by app and what became of them.", "app", "outcome"),
		decisions: counter("xiezhi_decisions_total", "Decisions, by app, who took them and whether they found anything.", "app", "by", "verdict"),
		undone: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "xiezhi_decisions_undone_total", Help: "Decisions taken back inside their undo window.",
		}),
		expired: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "xiezhi_leases_expired_total", Help: "Leases of cases that ran out and were put back by the loop of this process.",
		}),
		attempts: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "xiezhi_delivery_attempt_seconds", Help: "Time of recorded attempts at deliveries, by channel and outcome.",
			Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
		}, []string{"channel", "outcome"}),
		dead: counter("xiezhi_delivery_dead_total", "Deliveries given up, by channel.", "channel"),
	}
	t.begin()
	return t
}

// begin has those series there whose labels are known, so that the first of a
// kind is an increase.
func (t *tally) begin() {
	for _, channel := range channels() {
		t.dead.WithLabelValues(channel)
		for _, outcome := range []outbox.Outcome{outbox.Done, outbox.Failed, outbox.Refused} {
			t.attempts.WithLabelValues(channel, string(outcome))
		}
	}
	for _, code := range yunjing.Codes() {
		t.answers.WithLabelValues(strconv.Itoa(code))
	}
}

func (t *tally) all() []prometheus.Collector {
	return []prometheus.Collector{t.answers, t.reports, t.decisions, t.undone, t.expired, t.attempts, t.dead}
}

func (t *tally) answered(code int) { t.answers.WithLabelValues(strconv.Itoa(code)).Inc() }

// attempted is told of every attempt at a delivery that was recorded.
func (t *tally) attempted(event outbox.Event, attempt outbox.Attempt, dead bool) {
	t.attempts.WithLabelValues(event.Channel, string(attempt.Outcome)).Observe(attempt.Took.Seconds())
	if dead {
		t.dead.WithLabelValues(event.Channel).Inc()
	}
}

func (t *tally) decided(d review.Decision) {
	found := "violation"
	if d.Verdict == verdict.Pass {
		found = "pass"
	}
	t.decisions.WithLabelValues(d.App, string(d.Author.Kind), found).Inc()
}

// countedStore is the store as those use it whose doings are counted.
type countedStore struct {
	*sqlstore.Store
	tally *tally
	moved func() // cases
}

// RecordRuling implements review.Store.
func (s countedStore) RecordRuling(ctx context.Context, app string, caseID int64, now time.Time,
	rule func(review.Case, review.Reports) (*review.Ruling, error)) error {
	var last *review.Ruling // rule may be called again
	err := s.Store.RecordRuling(ctx, app, caseID, now, func(c review.Case, r review.Reports) (ruling *review.Ruling, err error) {
		last, err = rule(c, r)
		return last, err
	})
	if err == nil && last != nil {
		s.tally.decided(last.Decision)
		s.moved()
	}
	return err
}

// RecordUndo implements review.Store.
func (s countedStore) RecordUndo(ctx context.Context, app string, caseID int64,
	undo func(review.Case, review.Reports) (*review.Undoing, error)) (review.Case, error) {
	c, err := s.Store.RecordUndo(ctx, app, caseID, undo)
	if err == nil {
		s.tally.undone.Inc()
		s.moved()
	}
	return c, err
}

// ReturnExpired implements review.Store.
func (s countedStore) ReturnExpired(ctx context.Context, now time.Time, limit int) (int, error) {
	number, err := s.Store.ReturnExpired(ctx, now, limit)
	s.tally.expired.Add(float64(number))
	if number > 0 {
		s.moved()
	}
	return number, err
}

// ClaimCases implements review.Store.
func (s countedStore) ClaimCases(ctx context.Context, claim review.Claim, now time.Time) ([]review.Case, error) {
	cases, err := s.Store.ClaimCases(ctx, claim, now)
	if len(cases) > 0 {
		s.moved()
	}
	return cases, err
}

// FileReport implements intake.Store.
func (s countedStore) FileReport(ctx context.Context, report review.Report, repeatKey string, since time.Time,
	plan func(int64, intake.Standing) intake.Plan) (intake.Receipt, error) {
	var last intake.Plan // plan may be called again
	receipt, err := s.Store.FileReport(ctx, report, repeatKey, since, func(id int64, standing intake.Standing) intake.Plan {
		last = plan(id, standing)
		return last
	})
	if err != nil {
		return receipt, err
	}
	s.tally.reports.WithLabelValues(report.App, becameOf(receipt)).Inc()
	s.moved()
	if last.Ruling != nil && !receipt.Duplicate {
		s.tally.decided(last.Ruling.Decision)
	}
	return receipt, nil
}

// becameOf is what became of a report: it was said before, it is in a case, or
// it was an order that opened none.
func becameOf(r intake.Receipt) string {
	switch {
	case r.Duplicate:
		return "repeated"
	case r.CaseID != 0:
		return "case"
	}
	return "order"
}
