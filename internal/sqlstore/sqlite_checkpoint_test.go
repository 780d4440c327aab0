package sqlstore

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"

	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// While one writes without a pause, what the log holds gets into the file, and
// the log begins again.
func TestTheLogIsBroughtInBesideTheWriter(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "xiezhi.db")
	if err := migrateSQLite(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	w, err := startWriter(t.Context(), path, slog.Default())
	if err != nil {
		t.Fatal(err)
	}
	c, err := startCheckpointer(path, w, slog.Default())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(c.close(), w.close(), c.release()); err != nil {
			t.Error(err)
		}
	})

	write := func(bytes int) error {
		return w.do(t.Context(), func(ctx context.Context, _ *query.Queries) error {
			_, err := w.prepared.ExecContext(ctx, "INSERT INTO ballast (fill) VALUES (randomblob($1))", bytes)
			return err
		})
	}
	if err := w.do(t.Context(), func(ctx context.Context, _ *query.Queries) error {
		_, err := w.prepared.ExecContext(ctx, "CREATE TABLE ballast (fill BLOB)")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if err := write(4 << 20); err != nil {
		t.Fatal(err)
	}
	var busy sync.WaitGroup
	stop := make(chan struct{})
	busy.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			if err := write(100); err != nil {
				t.Error(err)
				return
			}
		}
	})
	begun := false // the log has begun again
	for range 100 {
		if err := c.catchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := write(100); err != nil {
			t.Fatal(err)
		}
		var blocked, frames, done int
		if err := c.db.QueryRowContext(t.Context(), "PRAGMA wal_checkpoint(NOOP)").Scan(&blocked, &frames, &done); err != nil {
			t.Fatal(err)
		}
		if begun = frames < 1000; begun { // the ballast alone is a thousand
			break
		}
	}
	close(stop)
	busy.Wait()
	if !begun {
		t.Error("the log only grows")
	}
}

// A log that has grown is looked after without being asked.
func TestALogThatGrewIsLookedAfter(t *testing.T) {
	t.Parallel()
	store, err := openSQLite(t.Context(), filepath.Join(t.TempDir(), "xiezhi.db"), Options{Log: slog.Default()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.close() })
	e := store.(*sqliteEngine)
	err = e.write(t.Context(), func(ctx context.Context, _ *query.Queries) error {
		_, err := e.writer.prepared.ExecContext(ctx, "CREATE TABLE ballast AS SELECT randomblob($1) AS fill", (checkpointFrames+1)*4096)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for waiting := checkpointFrames; waiting > 0; {
		if waiting, err = checkpoint(t.Context(), e.readers, "NOOP"); err != nil {
			t.Fatal(err)
		}
	}
}
