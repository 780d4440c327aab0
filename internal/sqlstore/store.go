// Package sqlstore is the one SQL implementation of the features' stores, for
// SQLite (one process, one file) and PostgreSQL (any number of processes). One
// set of queries serves both; what differs between them is behind engine.
package sqlstore

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/follow"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
	"github.com/xiezhi/xiezhi/internal/trace"
)

// Options of a Store. The zero value suits a process that does not serve.
type Options struct {
	// Serve says that this process takes loans of events. A SQLite file has
	// one such process at a time; another one's Open returns a Conflict fault.
	Serve bool
	Log   *slog.Logger // nil means slog.Default()
	// Now is the time of audit entries; nil means time.Now.
	Now func() time.Time

	unfinished bool // opened for what unfinished means, see OpenWhole
}

// Store is an open database. Its methods may be called from any goroutine.
type Store struct {
	engine  engine
	desk    *desk[filing, intake.Receipt]
	claims  *desk[wish, lent]
	rulings *desk[plea, error]
	lines   *desk[*lineFiling, struct{}]
	notices *desk[query.KeepNoticeParams, struct{}]
	close   func() error // of the desks and the engine, once
	loans   loanWatch
	now     func() time.Time

	pictureLoans loanWatch
	noticeLoans  loanWatch

	forgotten forgotten

	posting     sync.Mutex
	postedWhole bool // no segment was left half entered; under posting

	countUpTo int32 // how far statistics count
}

// work is what one transaction does. It must only use q and compute, for it is
// called again where the transaction has to be tried again. Its context is the
// transaction's: it carries the request's values, not always its end.
type work func(ctx context.Context, q *query.Queries) error

// errRetry is returned by work that lost a race and wants to be called again
// in a new transaction. After a bounded number of attempts the caller gets an
// Unavailable fault.
var errRetry = errors.New("sqlstore: try the transaction again")

// Open opens the database at address – "sqlite:PATH", a bare path, or
// "postgres://…" – and brings its schema up to date, waiting for another
// process that does so. Close it when done.
func Open(ctx context.Context, address string, o Options) (*Store, error) {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	scheme, _, hasScheme := strings.Cut(address, "://")
	switch path := strings.TrimPrefix(address, "sqlite:"); {
	case hasScheme && (scheme == "postgres" || scheme == "postgresql"):
		engine, err := openPostgres(ctx, address, o)
		return opened(ctx, engine, err, o)
	case hasScheme && !strings.HasPrefix(address, "sqlite:"):
		return nil, fault.Field("store", "%q is not a store we know: sqlite:PATH or postgres://…", scheme+"://")
	case path == "":
		return nil, fault.Field("store", "names no file")
	default:
		engine, err := openSQLite(ctx, path, o)
		return opened(ctx, engine, err, o)
	}
}

func opened(ctx context.Context, e engine, err error, o Options) (*Store, error) {
	if err != nil {
		return nil, failure(err)
	}
	s := &Store{engine: e, now: o.Now, countUpTo: review.MaxCounted}
	s.desk = openLongDesk(e.clerks(), s.fileAll)
	// One clerk each: two would share what waits, and do its statements twice.
	s.claims = openDesk(1, s.lendAll)
	s.rulings = openDesk(1, s.ruleAll)
	s.lines = openLongDesk(e.clerks(), s.recordAll)
	s.notices = openLongDesk(e.clerks(), s.keepAll)
	poster := follow.New("live messages could not be posted for searches", postLook, o.Log, s.postIfMany)
	s.close = sync.OnceValue(func() error {
		poster.Stop()
		s.desk.close()
		s.claims.close()
		s.rulings.close()
		s.lines.close()
		s.notices.close()
		return e.close()
	})
	if o.Serve && e.alone() {
		if err := s.freeCalls(ctx); err != nil {
			return nil, errors.Join(err, s.Close())
		}
		poster.Start()
	}
	return s, nil
}

// Close waits for the writes under way and closes the database. Writes that
// come later get an Unavailable fault. Closing again does nothing.
func (s *Store) Close() error { return s.close() }

// Ready returns nil where the store can read and write now.
func (s *Store) Ready(ctx context.Context) error {
	if _, err := s.Revision(ctx); err != nil {
		return err
	}
	return s.engine.ready(ctx)
}

// write runs fn in one transaction and returns when it is durable. An error of
// fn undoes it and is returned as it is where it is a fault, otherwise inside
// one (see failure).
func (s *Store) write(ctx context.Context, fn work) (err error) {
	ctx, span := trace.Start(ctx, "store.write")
	defer func() { span.Finish(err) }()
	return s.engine.write(ctx, fn)
}

// read gives the queries outside a transaction. Their errors go through
// failure. On SQLite it cannot write.
func (s *Store) read() *query.Queries { return s.engine.read() }

// owner is this process' identity for loans, never 0. It changes when the
// process loses the database, because then its loans count as free.
func (s *Store) owner() int64 { return s.engine.owner() }

// deadOwners returns those of the candidates that no living process has. Read
// the candidates before calling it, outside any transaction: an owner lives
// before its first loan is written.
func (s *Store) deadOwners(ctx context.Context, candidates []int64) ([]int64, error) {
	if len(candidates) == 0 {
		return nil, nil
	}
	return s.engine.deadOwners(ctx, candidates)
}
