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
	wrote := false
	for _, r := range batch {
		mark := marks[wrote]
		if err := w.step(r, mark); err != nil {
			return w.undo(ctx, err)
		}
		wrote = wrote || r.err == nil
	}
	w.beforeCommit()
	if err := w.exec(ctx, "COMMIT"); err != nil {
		return w.undo(ctx, err)
	}
	w.commits.Add(1)
	return nil
}

// mark is how the work of one request is undone without its neighbours'.
type mark struct{ begin, undo, end []string }

// marks, by whether there is something of the neighbours yet. Where there is
// not, the transaction itself begins again: a savepoint keeps a copy of every
// page that is changed.
var marks = map[bool]mark{
	false: {undo: []string{"ROLLBACK", "BEGIN IMMEDIATE"}},
	true:  {begin: []string{"SAVEPOINT request"}, undo: []string{"ROLLBACK TO request"}, end: []string{"RELEASE request"}},
}

// step runs one request and leaves its error in it. Its own error means that
// the transaction is broken.
func (w *writer) step(r *request, m mark) error {
	if err := r.ctx.Err(); err != nil {
		r.err = failure(err)
		return nil
	}
	w.served.Add(1)
	ctx := context.WithoutCancel(r.ctx)
	if err := w.exec(ctx, m.begin...); err != nil {
		return err
	}
	for range maxAttempts {
		r.err = attempt(ctx, w.log, r.fn, w.queries)
		if r.err == nil {
			break
		}
		if err := w.exec(ctx, m.undo...); err != nil {
			return errors.Join(r.err, err)
		}
		if !errors.Is(r.err, errRetry) {
			break
		}
	}
	r.err = failure(r.err)
	return w.exec(ctx, m.end...)
}

// undo ends a broken transaction. SQLite may have ended it already, so that
// the rollback's own error means nothing.
func (w *writer) undo(ctx context.Context, cause error) error {
	_ = w.exec(ctx, "ROLLBACK")
	return cause
}

func (w *writer) exec(ctx context.Context, texts ...string) error {
	for _, text := range texts {
		if err := w.prepared.ExecDirectly(ctx, text, nil); err != nil {
			return err
		}
	}
	return nil
}
