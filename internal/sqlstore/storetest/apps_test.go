package storetest

import (
	"context"
	"sync"
	"testing"

	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

func TestAppsAreKeptById(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := context.Background(), open()
		for _, app := range []tenant.Sealed{{ID: "b", Data: []byte{0, 1, 255}}, {ID: "a", Data: []byte("one")}, {ID: "a", Data: []byte("two")}} {
			if err := store.PutApp(ctx, app); err != nil {
				t.Fatal(err)
			}
		}
		must(t, store.Close())
		apps, err := open().Apps(ctx)
		must(t, err)
		if len(apps) != 2 || apps[0].ID != "a" || string(apps[0].Data) != "two" || string(apps[1].Data) != "\x00\x01\xff" {
			t.Fatalf("kept %v", apps)
		}
	})
}

func TestSettingsAreKept(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := context.Background(), open()
		if value, found, err := store.Setting(ctx, "lease"); found || err != nil {
			t.Fatalf("an unknown setting is %q, %v, %v", value, found, err)
		}
		must(t, store.PutSetting(ctx, "lease", "10m"))
		must(t, store.PutSetting(ctx, "lease", "")) // set to empty is not unset
		if value, found, err := store.Setting(ctx, "lease"); value != "" || !found || err != nil {
			t.Fatalf("the setting is %q, %v, %v", value, found, err)
		}
	})
}

func TestRevisionCountsEveryChange(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store, other := context.Background(), open(), open()
		before, err := store.Revision(ctx)
		must(t, err)
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() { mustNot(t, store.PutApp(ctx, tenant.Sealed{ID: "live", Data: []byte("x")})) })
			all.Go(func() { mustNot(t, other.PutSetting(ctx, "lease", "1m")) })
		}
		all.Wait()
		if after, err := other.Revision(ctx); after != before+16 || err != nil {
			t.Fatalf("16 changes took the revision from %d to %d, %v", before, after, err)
		}
	})
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// mustNot is must for goroutines of a test.
func mustNot(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
}
