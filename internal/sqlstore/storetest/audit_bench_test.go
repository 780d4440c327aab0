package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// BenchmarkLinkAudit tells how many entries a chainer links: it must outrun all
// that write them.
func BenchmarkLinkAudit(b *testing.B) {
	for name, database := range map[string]func(testing.TB) Database{"sqlite": SQLite, "postgres": Postgres} {
		b.Run(name, func(b *testing.B) {
			store, ctx := database(b).Open(b, sqlstore.Options{}), context.Background()
			entries := make([]auditlog.Entry, 5000)
			for i := range entries {
				entries[i] = auditlog.Entry{Action: auditlog.CaseView, Actor: lin, Object: auditlog.Object{Kind: "case", ID: "12345"}}
			}
			var took time.Duration
			for b.Loop() {
				b.StopTimer()
				if err := store.RecordAudit(ctx, entries...); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				begun := time.Now()
				if err := store.LinkAudit(ctx); err != nil {
					b.Fatal(err)
				}
				took += time.Since(begun)
			}
			b.ReportMetric(float64(b.N*len(entries))/took.Seconds(), "links/s")
		})
	}
}
