package storetest

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/idempotency"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

var someCall = idempotency.Call{Principal: "staff:1", Key: "k", Operation: "claim", BodyHash: "h"}

// never and always are what a caller may say of an old record.
func never(idempotency.Record) bool  { return false }
func always(idempotency.Record) bool { return true }

func begin(t *testing.T, store *sqlstore.Store, call idempotency.Call, now time.Time, over func(idempotency.Record) bool) (idempotency.Record, bool) {
	t.Helper()
	record, begun, err := store.BeginCall(context.Background(), call, now, over)
	must(t, err)
	return record, begun
}

func TestACallIsBegunOnce(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := context.Background(), open()
		first, begun := begin(t, store, someCall, at(1), never)
		if diff := cmp.Diff(idempotency.Record{Call: someCall, At: at(1)}, first); diff != "" || !begun {
			t.Fatal(begun, diff)
		}
		other := someCall
		other.Operation, other.BodyHash = "skip", "x"
		if under, begun := begin(t, store, other, at(2), never); begun || under.Call != someCall || under.Status != 0 {
			t.Errorf("under way: %v, %+v", begun, under)
		}
		must(t, store.KeepAnswer(ctx, first, 200, []byte("sealed")))
		kept, begun := begin(t, store, someCall, at(3), never)
		if diff := cmp.Diff(idempotency.Record{Call: someCall, Status: 200, Answer: []byte("sealed"), At: at(1)}, kept); diff != "" || begun {
			t.Error(begun, diff)
		}
		mine := someCall
		mine.Principal = "staff:2"
		if _, begun := begin(t, store, mine, at(3), never); !begun {
			t.Error("somebody else's key is his own")
		}
	})
}

func TestACallThatIsOverMakesRoom(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := context.Background(), open()
		first, _ := begin(t, store, someCall, at(1), never)
		other := someCall
		other.BodyHash = "x"
		second, begun := begin(t, store, other, at(5), always)
		if !begun || second.Call != other || !second.At.Equal(at(5)) {
			t.Fatalf("taken over: %v, %+v", begun, second)
		}
		must(t, store.KeepAnswer(ctx, first, 200, []byte("late")))
		must(t, store.ForgetCall(ctx, first))
		if found, _ := begin(t, store, other, at(6), never); found.Status != 0 || !found.At.Equal(at(5)) {
			t.Errorf("the first one's answer came into the second's place: %+v", found)
		}
		must(t, store.ForgetCall(ctx, second))
		third, begun := begin(t, store, someCall, at(7), never)
		if !begun {
			t.Error("a forgotten call leaves its key free")
		}
		must(t, store.KeepAnswer(ctx, third, 201, nil))
		must(t, store.ForgetCall(ctx, third))
		if found, begun := begin(t, store, someCall, at(8), never); begun || found.Status != 201 {
			t.Errorf("an answered call is not forgotten: %+v", found)
		}
		must(t, store.DeleteCallsBefore(ctx, at(7)))
		if _, begun := begin(t, store, someCall, at(9), never); begun {
			t.Error("deleted too early")
		}
		must(t, store.DeleteCallsBefore(ctx, at(8)))
		if _, begun := begin(t, store, someCall, at(9), never); !begun {
			t.Error("not deleted")
		}
	})
}

// TestACallIsBegunByOneOfMany races two nodes, first for a new call and then
// for one that is over.
func TestACallIsBegunByOneOfMany(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, other := open(), open()
		for round := range 2 {
			var begun atomic.Int64
			var all sync.WaitGroup
			old := at(round * 100)
			for i := range 16 {
				node := []*sqlstore.Store{store, other}[i%2]
				all.Go(func() {
					_, mine, err := node.BeginCall(context.Background(), someCall, at(round*100+1+i), func(r idempotency.Record) bool { return r.At.Before(old) })
					mustNot(t, err)
					if mine {
						begun.Add(1)
					}
				})
			}
			all.Wait()
			if begun.Load() != 1 {
				t.Errorf("round %d: %d began it", round, begun.Load())
			}
		}
	})
}

// Where one process is alone with the database, a call that it died in stands in
// nobody's way when it comes again; what was answered stays answered.
func TestAStartFreesCallsThatWereCutOff(t *testing.T) {
	t.Parallel()
	ctx, address := context.Background(), SQLite(t).Address
	open := func() *sqlstore.Store {
		store, err := sqlstore.Open(ctx, address, sqlstore.Options{Serve: true})
		must(t, err)
		return store
	}
	store := open()
	answered := idempotency.Call{Principal: "staff:1", Key: "done", Operation: "claim"}
	record, _ := begin(t, store, answered, at(1), never)
	must(t, store.KeepAnswer(ctx, record, 200, []byte("x")))
	begin(t, store, someCall, at(1), never)
	must(t, store.Close())

	store = open()
	defer func() { must(t, store.Close()) }()
	if _, begun := begin(t, store, someCall, at(2), never); !begun {
		t.Error("the call is still in the way")
	}
	if _, begun := begin(t, store, answered, at(2), never); begun {
		t.Error("what was answered is forgotten")
	}
}
