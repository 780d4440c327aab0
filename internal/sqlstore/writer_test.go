package sqlstore_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
)

// oneBatch has the writer busy with a first request while the others queue up,
// so that they are folded into one transaction; it returns their errors.
func oneBatch(t *testing.T, store *sqlstore.Store, others ...func() error) []error {
	t.Helper()
	gate := make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		err := store.Write(background, func(ctx context.Context, q *query.Queries) error {
			<-gate
			return set(ctx, q, "first")
		})
		if err != nil {
			t.Error(err)
		}
	})
	synctest.Wait()
	_, before := store.Folded()
	errs := make([]error, len(others))
	for i, other := range others {
		all.Go(func() { errs[i] = other() })
	}
	synctest.Wait()
	close(gate)
	all.Wait()
	if _, commits := store.Folded(); commits-before > 2 {
		t.Fatalf("%d commits: not one batch", commits-before)
	}
	return errs
}

func TestWaitingWritesShareATransaction(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := storetest.SQLite(t)
		store := d.Open(t, sqlstore.Options{})
		var others []func() error
		for i := range 100 {
			others = append(others, func() error { return put(store, fmt.Sprint(i)) })
		}
		for i, err := range oneBatch(t, store, others...) {
			if err != nil || !isSet(t, store, fmt.Sprint(i)) {
				t.Errorf("write %d: %v", i, err)
			}
		}
		if requests, commits := store.Folded(); requests != 101 || commits != 2 {
			t.Errorf("%d requests in %d commits", requests, commits)
		}
	})
}

func TestABadRequestHarmsNoNeighbour(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := storetest.SQLite(t).Open(t, sqlstore.Options{Log: slog.New(slog.DiscardHandler)})
		ended, end := context.WithCancel(background)
		bad := func(do func(context.Context, *query.Queries) error) func() error {
			return func() error {
				return store.Write(background, func(ctx context.Context, q *query.Queries) error {
					return errors.Join(set(ctx, q, "bad"), do(ctx, q))
				})
			}
		}
		refusal := errors.New("no")
		errs := oneBatch(t, store,
			func() error { return put(store, "a") },
			bad(func(context.Context, *query.Queries) error { return refusal }),
			func() error { return put(store, "b") },
			bad(func(context.Context, *query.Queries) error { panic("no") }),
			bad(func(context.Context, *query.Queries) error {
				return store.OnWriter(background, "INSERT INTO nowhere VALUES (1)")
			}),
			func() error { return put(store, "c") },
			func() error { // its end comes while it runs
				return store.Write(ended, func(ctx context.Context, q *query.Queries) error {
					end()
					return set(ctx, q, "d")
				})
			},
		)
		for i, ok := range []bool{true, false, true, false, false, true, true} {
			if (errs[i] == nil) != ok {
				t.Errorf("request %d: %v", i, errs[i])
			}
		}
		for name, want := range map[string]bool{"a": true, "b": true, "c": true, "d": true, "bad": false} {
			if isSet(t, store, name) != want {
				t.Errorf("%s is set: %v", name, !want)
			}
		}
	})
}

func TestARequestThatEndedInTheQueueIsSkipped(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := storetest.SQLite(t).Open(t, sqlstore.Options{})
		ctx, cancel := context.WithCancel(background)
		errs := oneBatch(t, store,
			func() error { cancel(); return nil },
			func() error {
				return store.Write(ctx, func(ctx context.Context, q *query.Queries) error { return set(ctx, q, "late") })
			})
		if !errors.Is(errs[1], context.Canceled) || isSet(t, store, "late") {
			t.Errorf("%v, set %v", errs[1], isSet(t, store, "late"))
		}
	})
}

// TestAFailedCommitFailsEverybodyInIt breaks a foreign key that is checked at
// the commit only.
func TestAFailedCommitFailsEverybodyInIt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := storetest.SQLite(t).Open(t, sqlstore.Options{})
		must(t, store.OnWriter(background, "CREATE TABLE parents (id INTEGER PRIMARY KEY)"))
		must(t, store.OnWriter(background, "CREATE TABLE children (parent BIGINT REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED)"))
		refusal := fault.New(fault.Conflict, "", "its own")
		errs := oneBatch(t, store,
			func() error { return put(store, "a") },
			func() error {
				return store.Write(background, func(context.Context, *query.Queries) error { return refusal })
			},
			func() error {
				return store.Write(background, func(ctx context.Context, _ *query.Queries) error {
					return store.OnWriter(ctx, "INSERT INTO children VALUES (1)")
				})
			},
		)
		if errs[0] == nil || errs[2] == nil || !errors.Is(errs[1], refusal) {
			t.Errorf("the batch got %v", errs)
		}
		if isSet(t, store, "a") {
			t.Error("a failed commit left something")
		}
		must(t, put(store, "b"))
	})
}

func TestManyWritersLoseNothing(t *testing.T) {
	t.Parallel()
	const writers, each = 64, 20
	d := storetest.SQLite(t)
	store := d.Open(t, sqlstore.Options{})
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			for i := range each {
				if err := put(store, fmt.Sprint(w, " ", i)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	requests, commits := store.Folded()
	if requests != writers*each || commits >= requests {
		t.Errorf("%d requests took %d commits", requests, commits)
	}
	must(t, store.Close())
	store = d.Open(t, sqlstore.Options{})
	for w := range writers {
		for i := range each {
			if !isSet(t, store, fmt.Sprint(w, " ", i)) {
				t.Errorf("write %d of writer %d is lost", i, w)
			}
		}
	}
}
