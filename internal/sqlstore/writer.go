package sqlstore

import (
	"context"
	"database/sql"
	"log/slog"
	"runtime"
	"sync/atomic"

	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// batchLimit is how many requests one transaction takes at most.
const batchLimit = 256

// writer owns the only connection that writes a SQLite file. It folds the
// requests that wait into one transaction, so that one fsync makes all of them
// durable, and answers them after it. It never waits for more to come.
type writer struct {
	db       *sql.DB
	conn     *sql.Conn
	prepared *writing
	queries  *query.Queries
	log      *slog.Logger
	limit    int // of requests in a transaction

	requests chan *request // unbuffered: what is in no batch waits at its sender
	pauses   chan func()   // what is done between two batches
	stop     chan struct{}
	stopped  chan struct{}

	beforeCommit func() // of a benchmark: a slower disk than this machine's

	served  atomic.Int64 // requests begun
	commits atomic.Int64 // transactions that carried them
}

// request is one write that waits for its answer.
type request struct {
	ctx    context.Context
	fn     work
	err    error
	answer chan error // takes one answer without waiting
}

// startWriter opens the connection and begins to serve; close ends it.
func startWriter(ctx context.Context, path string, log *slog.Logger) (*writer, error) {
	db, err := sql.Open("sqlite", sqliteDSN(path))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	conn, err := db.Conn(ctx)
	if err != nil {
		_ = db.Close()
		return nil, err
	}
	w := &writer{
		db: db, conn: conn, prepared: newWriting(conn), log: log, limit: batchLimit,
		beforeCommit: func() {}, requests: make(chan *request), pauses: make(chan func()), stop: make(chan struct{}), stopped: make(chan struct{}),
	}
	w.queries = query.New(w.prepared)
	go w.run()
	return w, nil
}

// do hands fn to the writer and waits for its fate. Once a batch has it, the
// end of ctx no longer matters: fn may be running.
func (w *writer) do(ctx context.Context, fn work) error {
	r := &request{ctx: ctx, fn: fn, answer: make(chan error, 1)}
	select {
	case w.requests <- r:
		return <-r.answer
	case <-ctx.Done():
		return failure(ctx.Err())
	case <-w.stop:
		return closed()
	}
}

func (w *writer) run() {
	defer close(w.stopped)
	for {
		select {
		case first := <-w.requests:
			runtime.Gosched() // lets those just answered come again, for a fuller batch
			w.serve(append([]*request{first}, gather(w.requests, w.limit-1)...))
		case pause := <-w.pauses:
			pause()
		case <-w.stop:
			return
		}
	}
}

// between has fn use the writer's connection between two transactions.
func (w *writer) between(ctx context.Context, fn func(*sql.Conn) error) (err error) {
	done := make(chan struct{})
	select {
	case w.pauses <- func() { err = fn(w.conn); close(done) }:
		<-done
		return err
	case <-ctx.Done():
		return ctx.Err()
	case <-w.stop:
		return nil
	}
}

// serve answers every request of the batch after its transaction: with its own
// error, or else with the transaction's.
func (w *writer) serve(batch []*request) {
	err := failure(w.fold(batch))
	for _, r := range batch {
		if r.err == nil {
			r.err = err
		}
		r.answer <- r.err
	}
}

func (w *writer) close() error {
	close(w.stop)
	<-w.stopped
	w.prepared.close()
	_ = w.conn.Close() // goes back to db, which closes it
	return w.db.Close()
}
