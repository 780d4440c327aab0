package sqlstore_test

import (
	"log/slog"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
)

func wantDead(t *testing.T, store *sqlstore.Store, want []int64, candidates ...int64) {
	t.Helper()
	dead, err := store.DeadOwners(background, candidates...)
	if err != nil || !slices.Equal(dead, want) {
		t.Errorf("of %v are dead %v, %v; want %v", candidates, dead, err, want)
	}
}

func TestNodesKnowEachOtherAlive(t *testing.T) {
	t.Parallel()
	d := storetest.Postgres(t)
	a, b := d.Open(t, sqlstore.Options{}), d.Open(t, sqlstore.Options{})
	stranger := storetest.Postgres(t).Open(t, sqlstore.Options{}) // alive, but in another database
	ida, idb, idc := a.Owner(), b.Owner(), stranger.Owner()
	if ida <= 0 || idb <= 0 || ida == idb {
		t.Fatalf("the owners are %d and %d", ida, idb)
	}
	wantDead(t, a, nil)
	wantDead(t, a, []int64{idc}, ida, idb, idc)
	wantDead(t, b, []int64{idc}, ida, idb, idc)
	must(t, b.Close())
	eventually(t, "the closed node is dead", func() bool {
		dead, err := a.DeadOwners(background, ida, idb)
		return err == nil && slices.Equal(dead, []int64{idb})
	})
}

func TestANodeThatLostItsConnectionIsAnother(t *testing.T) {
	t.Parallel()
	d := storetest.Postgres(t)
	quiet := sqlstore.Options{Log: slog.New(slog.DiscardHandler)}
	a, b := d.Open(t, quiet), d.Open(t, quiet)
	before := a.Owner()
	_, err := b.DB().Exec("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = $1::bigint::oid", before)
	must(t, err)
	eventually(t, "the node has another identity", func() bool { return a.Owner() != before })
	wantDead(t, b, []int64{before}, before, a.Owner(), b.Owner())
	must(t, a.Ready(background))
}

func TestOnSQLiteEverybodyElseIsDead(t *testing.T) {
	t.Parallel()
	d := storetest.SQLite(t)
	store := d.Open(t, sqlstore.Options{Serve: true})
	mine := store.Owner()
	if mine <= 0 {
		t.Fatalf("the owner is %d", mine)
	}
	wantDead(t, store, []int64{5, 6}, 5, mine, 6)
	must(t, store.Close())
	if again := d.Open(t, sqlstore.Options{Serve: true}); again.Owner() == mine {
		t.Error("the next process has the dead one's identity")
	}
}

// TestAServerThatIsAwayIsUnavailable takes the database away under the store
// and gives it back.
func TestAServerThatIsAwayIsUnavailable(t *testing.T) {
	t.Parallel()
	d := storetest.Postgres(t)
	store := d.Open(t, sqlstore.Options{Log: slog.New(slog.DiscardHandler)})
	server := raw(t, storetest.Database{Address: os.Getenv("XIEZHI_TEST_POSTGRES"), Postgres: true})
	name := databaseOf(t, store)
	_, err := server.Exec("ALTER DATABASE " + name + " WITH ALLOW_CONNECTIONS false")
	must(t, err)
	_, err = server.Exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name)
	must(t, err)
	eventually(t, "the store says that it is away", func() bool { return fault.Is(store.Ready(background), fault.Unavailable) })
	for what, err := range map[string]error{
		"write": put(store, "x"),
		"read":  second(store.Revision(background)),
		"dead":  second(store.DeadOwners(background, 1)),
	} {
		if !fault.Is(err, fault.Unavailable) || fault.As(err).RetryAfter == 0 {
			t.Errorf("%s: %v", what, err)
		}
	}
	_, err = server.Exec("ALTER DATABASE " + name + " WITH ALLOW_CONNECTIONS true")
	must(t, err)
	eventually(t, "the store is back", func() bool { return store.Ready(background) == nil })
}

func second[T any](_ T, err error) error { return err }

func databaseOf(t *testing.T, store *sqlstore.Store) (name string) {
	t.Helper()
	must(t, store.DB().QueryRow("SELECT current_database()").Scan(&name))
	return name
}

// eventually asks until it is so.
func eventually(t *testing.T, what string, so func() bool) {
	t.Helper()
	ticker := time.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	deadline := time.After(20 * time.Second)
	for !so() {
		select {
		case <-ticker.C:
		case <-deadline:
			t.Fatalf("waited in vain: %s", what)
		}
	}
}
