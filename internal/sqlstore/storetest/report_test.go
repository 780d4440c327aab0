package storetest

import (
	"context"
	"testing"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

func TestAReportIsFoundAsItWasFiled(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		want := complaint(1, "a")
		want.ID = file(t, store, want, "g").ReportID
		file(t, store, complaint(2, "b"), "g")
		got, err := store.Report(ctx, want.ID)
		must(t, err)
		same(t, want, got)
		if _, err := store.Report(ctx, want.ID+100); !fault.Is(err, fault.NotFound) {
			t.Errorf("one that is not there: %v", err)
		}
	})
}
