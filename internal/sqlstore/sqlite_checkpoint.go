package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"github.com/xiezhi/xiezhi/internal/follow"
)

// When the log is brought into the file.
const (
	checkpointLook   = 100 * time.Millisecond
	checkpointFrames = 1000 // of 4 KiB each
	checkpointRest   = 100  // few enough to be the writer's
	checkpointRounds = 4
)

// checkpointer brings what the write-ahead log holds into the file while the
// writer goes on. SQLite would have the writer do so within somebody's commit,
// and all who write wait a tenth of a second meanwhile. Only what came during
// the last round is the writer's, between two batches: the log begins again from
// its start when nothing in it is left to do.
type checkpointer struct {
	*follow.Follower

	db     *sql.DB  // one connection
	file   *os.File // the same file; see release
	writer *writer
	seen   int64        // the writer's commits when the log was looked at last
	frames atomic.Int64 // that waited when they were counted last
}

// startCheckpointer begins to look after a writer's log; close ends it, and
// release what it has.
func startCheckpointer(path string, w *writer, log *slog.Logger) (*checkpointer, error) {
	db, err := sql.Open("sqlite", sqliteDSN(path))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	c := &checkpointer{db: db, file: file, writer: w}
	c.Follower = follow.New("the write-ahead log could not be brought into the file", checkpointLook, log, c.look)
	c.Start()
	return c, nil
}

// look checkpoints a log that has grown. What fails is tried again after the next
// commit: the log holds everything until then. A stop waits for what has begun.
func (c *checkpointer) look(ctx context.Context) error {
	commits := c.writer.commits.Load()
	if commits == c.seen {
		return nil
	}
	c.seen = commits
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	waiting, err := c.count(ctx)
	if err != nil || waiting < checkpointFrames {
		return err
	}
	return c.catchUp(ctx)
}

// catchUp works beside the writer until little is left, which it does itself. SQLite
// syncs the file only when nothing is left to do, which is the writer's part: what
// has come into the file before is synced here, and costs him nothing.
func (c *checkpointer) catchUp(ctx context.Context) error {
	for range checkpointRounds {
		if _, err := checkpoint(ctx, c.db, "PASSIVE"); err != nil {
			return err
		}
		if err := c.file.Sync(); err != nil {
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
	c.Stop()
	return c.db.Close()
}

// release comes after all connections of this process are closed: to close a file
// takes the locks of a process away that SQLite has on it.
func (c *checkpointer) release() error { return c.file.Close() }

// checkpoint returns how many frames of the log the file does not have.
func checkpoint(ctx context.Context, db interface {
	QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row
}, mode string) (waiting int, err error) {
	var busy, frames, done int
	err = db.QueryRowContext(ctx, "PRAGMA wal_checkpoint("+mode+")").Scan(&busy, &frames, &done)
	return frames - done, err
}
