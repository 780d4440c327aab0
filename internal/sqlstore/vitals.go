package sqlstore

import (
	"os"
	"time"
)

// Vitals is how this process' side of the database does.
type Vitals struct {
	Connections ConnectionVitals
	Journal     *Journal // nil on PostgreSQL, which looks after its own
}

// ConnectionVitals are the process' connections: the pool, or on SQLite those
// that read.
type ConnectionVitals struct {
	InUse, Idle, Most int
	Waits             int64         // how often somebody had to wait for one
	Waited            time.Duration // in all
}

// Journal is SQLite's files and what the writer made of them.
type Journal struct {
	Requests  int64 // writes that were begun
	Commits   int64 // the transactions that carried them
	Frames    int64 // of the log, 4 KiB each, that the file did not have when the checkpointer looked last
	FileBytes int64
	LogBytes  int64
}

// Vitals tells how this process' side of the database does, without asking it.
func (s *Store) Vitals() Vitals { return s.engine.vitals() }

func (e *sqliteEngine) vitals() Vitals {
	readers := e.readers.Stats()
	return Vitals{
		Connections: ConnectionVitals{
			InUse: readers.InUse, Idle: readers.Idle, Most: readers.MaxOpenConnections, Waits: readers.WaitCount, Waited: readers.WaitDuration,
		},
		Journal: &Journal{
			Requests: e.writer.served.Load(), Commits: e.writer.commits.Load(), Frames: e.tidier.frames.Load(),
			FileBytes: sizeOf(e.path), LogBytes: sizeOf(e.path + "-wal"),
		},
	}
}

// sizeOf is 0 for a file that is not there.
func sizeOf(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

func (e *postgresEngine) vitals() Vitals {
	pool := e.pool.Stat()
	return Vitals{Connections: ConnectionVitals{
		InUse: int(pool.AcquiredConns()), Idle: int(pool.IdleConns()), Most: int(pool.MaxConns()),
		Waits: pool.EmptyAcquireCount(), Waited: pool.EmptyAcquireWaitTime(),
	}}
}
