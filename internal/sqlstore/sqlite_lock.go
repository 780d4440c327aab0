package sqlstore

import (
	"context"
	"os"
	"time"
)

// fileLock is an exclusive lock of the operating system on a file of its own;
// it ends with the process, however that ends. The file stays: removing it
// would let two processes lock two files of one name.
type fileLock struct{ file *os.File }

// tryFileLock returns nil and no error where somebody else has the lock.
func tryFileLock(path string) (*fileLock, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	locked, err := lockFile(file)
	if !locked || err != nil {
		_ = file.Close()
		return nil, err
	}
	return &fileLock{file: file}, nil
}

// lockPoll is how often waitFileLock looks: the systems' blocking calls cannot
// be given up with a context.
const lockPoll = 20 * time.Millisecond

func waitFileLock(ctx context.Context, path string) (*fileLock, error) {
	ticker := time.NewTicker(lockPoll)
	defer ticker.Stop()
	for {
		if lock, err := tryFileLock(path); lock != nil || err != nil {
			return lock, err
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// release gives the lock back: closing the file does.
func (l *fileLock) release() { _ = l.file.Close() }
