package storetest

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/bus"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// TestNodes find each other, and are forgotten.
func TestNodes(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := context.Background(), open()
		wants := func(want ...bus.Node) {
			t.Helper()
			got, err := store.Nodes(ctx)
			must(t, err)
			if diff := cmp.Diff(append([]bus.Node{}, want...), got); diff != "" {
				t.Error(diff)
			}
		}
		wants()
		a := bus.Node{ID: "a", Address: "10.0.0.1:6222", Version: "1", StartedAt: at(1), SeenAt: at(1)}
		b := bus.Node{ID: "b", StartedAt: at(2), SeenAt: at(2)}
		must(t, store.KeepNode(ctx, b, at(0)))
		must(t, store.KeepNode(ctx, a, at(0)))
		wants(a, b)
		a.Address, a.Version, a.SeenAt = "10.0.0.9:6222", "2", at(3)
		must(t, store.KeepNode(ctx, a, at(2)))
		wants(a, b)
		must(t, store.KeepNode(ctx, a, at(3))) // b was seen before that
		wants(a)
		must(t, store.DropNode(ctx, "b"))
		must(t, store.DropNode(ctx, "a"))
		wants()
	})
}
