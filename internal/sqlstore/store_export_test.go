package sqlstore

import (
	"context"
	"database/sql"
	"time"

	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// What the engine's tests see beside the public side.

var (
	ErrRetry  = errRetry
	ForSQLite = forSQLite
)

const MaxAttempts = maxAttempts

func (s *Store) Write(ctx context.Context, fn func(context.Context, *query.Queries) error) error {
	return s.write(ctx, fn)
}

func (s *Store) Read() *query.Queries { return s.read() }

func (s *Store) Owner() int64 { return s.owner() }

func (s *Store) DeadOwners(ctx context.Context, candidates ...int64) ([]int64, error) {
	return s.deadOwners(ctx, candidates)
}

// Folded tells how many requests how many transactions have carried.
func (s *Store) Folded() (requests, commits int64) {
	w := s.engine.(*sqliteEngine).writer
	return w.served.Load(), w.commits.Load()
}

// Unfolded makes a new Store write one request a transaction.
func (s *Store) Unfolded() { s.engine.(*sqliteEngine).writer.limit = 1 }

// SlowCommits makes a new Store's commits take so much longer.
func (s *Store) SlowCommits(by time.Duration) {
	if by > 0 {
		s.engine.(*sqliteEngine).writer.beforeCommit = func() { <-time.After(by) }
	}
}

// OnWriter runs SQL of the test's own on the writing connection. Call it only
// inside Write, or while nobody writes.
func (s *Store) OnWriter(ctx context.Context, text string, args ...any) error {
	_, err := s.engine.(*sqliteEngine).writer.prepared.ExecContext(ctx, text, args...)
	return err
}

// AskWriter asks the writing connection for one value, in OnWriter's moments.
func (s *Store) AskWriter(ctx context.Context, text string) (value string, err error) {
	err = s.engine.(*sqliteEngine).writer.prepared.QueryRowContext(ctx, text).Scan(&value)
	return value, err
}

// CountUpTo makes a new Store's statistics count so far.
func (s *Store) CountUpTo(most int32) { s.countUpTo = most }

// DB is PostgreSQL's pool.
func (s *Store) DB() *sql.DB { return s.engine.(*postgresEngine).db }

// Filing is a report on its way in.
type Filing = filing

// NewFiling is what FileReport hands to the desk.
func NewFiling(ctx context.Context, r review.Report, key string, since time.Time, plan func(int64, intake.Standing) intake.Plan) Filing {
	row, err := reportRow(ctx, r)
	if err != nil {
		panic(err)
	}
	return Filing{ctx: ctx, report: r, row: row, repeatKey: key, since: millis(since), plan: plan}
}

// FileTogether files reports as one batch; where there is one clerk, half of
// them come while he files the others.
func (s *Store) FileTogether(ctx context.Context, filings []Filing) ([]intake.Receipt, error) {
	now := len(filings)
	if s.engine.clerks() == 1 {
		now = (now + 1) / 2
	}
	return s.fileAll(ctx, filings[:now:now], func() (late []Filing) {
		late, now = filings[now:], len(filings)
		return late
	})
}
