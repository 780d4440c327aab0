package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/presence"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// BenchmarkPresence has one node tell another of 50,000 heartbeats, of users who
// are known already.
func BenchmarkPresence(b *testing.B) {
	const users = 50_000
	for name, make := range map[string]func(testing.TB) Database{"sqlite": SQLite, "postgres": Postgres} {
		b.Run(name, func(b *testing.B) {
			d, clock := make(b), newSpan()
			roster := func() *presence.Roster {
				return presence.New(presence.Options{Store: d.Open(b, sqlstore.Options{}), Now: clock.now})
			}
			teller, hearer := roster(), roster()
			var told, heard time.Duration
			for n := -1; n < b.N; n++ {
				clock.pass(time.Second)
				for i := range users {
					teller.Beat("a", fmt.Sprintf("%016x", i))
				}
				start := time.Now()
				if err := teller.Tell(context.Background()); err != nil {
					b.Fatal(err)
				}
				between := time.Now()
				if err := hearer.Hear(context.Background()); err != nil {
					b.Fatal(err)
				}
				if n >= 0 { // the first time they are new
					told, heard = told+between.Sub(start), heard+time.Since(between)
				}
			}
			if got := hearer.Count("a"); got != users {
				b.Fatalf("%d of %d were heard", got, users)
			}
			b.ReportMetric(float64(b.N*users)/told.Seconds(), "told/s")
			b.ReportMetric(float64(b.N*users)/heard.Seconds(), "heard/s")
		})
	}
}
