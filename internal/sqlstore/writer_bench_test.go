package sqlstore_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
)

// BenchmarkFoldedWrites has 64 goroutines write, each waiting for its answer,
// with and without folding in turns, and reports how many times faster the
// folded writes are and how many share a transaction.
func BenchmarkFoldedWrites(b *testing.B) {
	folded := storetest.SQLite(b).Open(b, sqlstore.Options{})
	single := storetest.SQLite(b).Open(b, sqlstore.Options{})
	single.Unfolded()
	var number atomic.Int64
	write := func(store *sqlstore.Store) time.Duration {
		begin := time.Now()
		var all sync.WaitGroup
		for range 64 {
			all.Go(func() {
				for range 64 {
					if err := put(store, fmt.Sprint(number.Add(1))); err != nil {
						b.Error(err)
					}
				}
			})
		}
		all.Wait()
		return time.Since(begin)
	}
	var together, alone time.Duration
	rounds := 0
	for b.Loop() {
		together += write(folded)
		alone += write(single)
		rounds++
	}
	requests, commits := folded.Folded()
	b.ReportMetric(alone.Seconds()/together.Seconds(), "times-faster")
	b.ReportMetric(float64(requests)/float64(commits), "writes/commit")
	b.ReportMetric(float64(rounds*64*64)/together.Seconds(), "folded-writes/s")
	b.ReportMetric(float64(rounds*64*64)/alone.Seconds(), "single-writes/s")
}
