package sqlstore

import (
	"context"
	"database/sql"
	"log/slog"
	"sync/atomic"
	"time"
)

// When the log is brought into the file.
const (
	checkpointLook   = 100 * time.Millisecond
	checkpointFrames = 8000 // of 4 KiB each
	checkpointRest   = 100  // few enough to be the writer's
	checkpointRounds = 4
)

// checkpointer brings what the write-ahead log holds into the file while the
// writer goes on. SQLite would have the writer do so within somebody's commit,
// and all who write wait a tenth of a second meanwhile. Only what came during
// the last round is the writer's, between two batches: the log begins again from
// its start when nothing in it is left to do.
type checkpointer struct {
	db      *sql.DB // one connection
	writer  *writer
	log     *slog.Logger
	frames  atomic.Int64 // that waited when they were counted last
	stop    chan struct{}
	stopped chan struct{}
}

// startCheckpointer begins to look after a writer's log; close ends it.
func startCheckpointer(path string, w *writer, log *slog.Logger) (*checkpointer, error) {
	db, err := sql.Open("sqlite", sqliteDSN(path))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	c := &checkpointer{db: db, writer: w, log: log, stop: make(chan struct{}), stopped: make(chan struct{})}
	go c.run()
	return c, nil
}

func (c *checkpointer) run() {
	defer close(c.stopped)
	ticker := time.NewTicker(checkpointLook)
	defer ticker.Stop()
	seen := int64(0)
	for {
		select {
		case <-ticker.C:
			if commits := c.writer.commits.Load(); commits != seen {
				seen = commits
				c.look()
			}
		case <-c.stop:
			return
		}
	}
}

// look checkpoints a log that has grown. A failure is told and tried again: the
// log holds everything until then.
func (c *checkpointer) look() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	waiting, err := c.count(ctx)
	if err == nil && waiting >= checkpointFrames {
		err = c.catchUp(ctx)
	}
	if err != nil {
		c.log.Warn("the write-ahead log could not be brought into the file", "error", err)
	}
}

// catchUp works beside the writer until little is left, which it does itself.
func (c *checkpointer) catchUp(ctx context.Context) error {
	for range checkpointRounds {
		if _, err := checkpoint(ctx, c.db, "PASSIVE"); err != nil {
			return err
		}
		waiting, err := c.count(ctx)
		if err != nil {
			return err
		}
		if waiting <= checkpointRest {
			break
		}
	}
	return c.writer.between(ctx, func(conn *sql.Conn) error {
		waiting, err := checkpoint(ctx, conn, "PASSIVE")
		if err == nil {
			c.frames.Store(int64(waiting))
		}
		return err
	})
}

// count tells how many frames the file does not have.
func (c *checkpointer) count(ctx context.Context) (int, error) {
	waiting, err := checkpoint(ctx, c.db, "NOOP")
	if err == nil {
		c.frames.Store(int64(waiting))
	}
	return waiting, err
}

func (c *checkpointer) close() error {
	close(c.stop)
	<-c.stopped
	return c.db.Close()
}

// checkpoint returns how many frames of the log the file does not have.
func checkpoint(ctx context.Context, db interface {
	QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row
}, mode string) (waiting int, err error) {
	var busy, frames, done int
	err = db.QueryRowContext(ctx, "PRAGMA wal_checkpoint("+mode+")").Scan(&busy, &frames, &done)
	return frames - done, err
}
