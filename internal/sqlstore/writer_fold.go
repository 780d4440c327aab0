package sqlstore

import (
	"context"
	"errors"
)

// fold runs the batch in one transaction, each request in a savepoint of its
// own. Its error is that of the transaction as a whole: nothing was written.
func (w *writer) fold(batch []*request) error {
	ctx := context.Background() // nobody's end may interrupt the others' work
	if err := w.exec(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	for _, r := range batch {
		if err := w.step(r); err != nil {
			return w.undo(ctx, err)
		}
	}
	w.beforeCommit()
	if err := w.exec(ctx, "COMMIT"); err != nil {
		return w.undo(ctx, err)
	}
	w.commits.Add(1)
	return nil
}

// step runs one request and leaves its error in it. Its own error means that
// the transaction is broken.
func (w *writer) step(r *request) error {
	if err := r.ctx.Err(); err != nil {
		r.err = failure(err)
		return nil
	}
	w.served.Add(1)
	ctx := context.WithoutCancel(r.ctx)
	if err := w.exec(ctx, "SAVEPOINT request"); err != nil {
		return err
	}
	for range maxAttempts {
		r.err = attempt(ctx, w.log, r.fn, w.queries)
		if r.err == nil {
			break
		}
		if err := w.exec(ctx, "ROLLBACK TO request"); err != nil {
			return errors.Join(r.err, err)
		}
		if !errors.Is(r.err, errRetry) {
			break
		}
	}
	r.err = failure(r.err)
	return w.exec(ctx, "RELEASE request")
}

// undo ends a broken transaction. SQLite may have ended it already, so that
// the rollback's own error means nothing.
func (w *writer) undo(ctx context.Context, cause error) error {
	_ = w.exec(ctx, "ROLLBACK")
	return cause
}

func (w *writer) exec(ctx context.Context, text string) error {
	_, err := w.prepared.ExecContext(ctx, text)
	return err
}
