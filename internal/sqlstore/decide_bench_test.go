package sqlstore_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// BenchmarkDecisions has 32 reviewers claim a case and decide it, over and over,
// every second time by a mute that the platform is to carry out. No case may be
// lent or decided twice: that is checked. "of-floor" compares with two bare
// rows for each case, one for each of its transactions.
func BenchmarkDecisions(b *testing.B) {
	const reviewers, each = 32, 32
	onBoth(b, func(b *testing.B, store *sqlstore.Store) {
		d := desks{b: b, store: store, decided: map[int64]bool{}, app: tenant.App{ID: "live", Uplus: &tenant.Uplus{BaseURL: "http://127.0.0.1:9/"}}}
		filing := &load{b: b, clients: 64, each: reviewers * each / 64}
		deciding := &load{b: b, clients: reviewers, each: each}
		row := oneRow(store)
		var took, floor time.Duration
		rounds := 0
		for b.Loop() {
			filing.run(d.file)
			took += deciding.run(d.next)
			floor += deciding.run(row) + deciding.run(row)
			rounds++
		}
		number := rounds * reviewers * each
		if len(d.decided) != number {
			b.Errorf("%d cases were decided, not %d", len(d.decided), number)
		}
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(float64(number)/took.Seconds(), "decisions/s")
		b.ReportMetric(floor.Seconds()/took.Seconds(), "of-floor")
		b.ReportMetric(float64(d.doubled), "doubled")
	})
}

// onBoth runs a benchmark on each engine, with the machine's own disk.
func onBoth(b *testing.B, run func(b *testing.B, store *sqlstore.Store)) {
	b.Helper()
	b.Run("sqlite", func(b *testing.B) { run(b, storetest.SQLite(b).Open(b, sqlstore.Options{})) })
	b.Run("postgres", func(b *testing.B) {
		store := storetest.Postgres(b).Open(b, sqlstore.Options{})
		wantDurable(b, store.DB())
		run(b, store)
	})
}

// desks are reviewers at work, and what they have decided.
type desks struct {
	b     *testing.B
	store *sqlstore.Store
	app   tenant.App

	mu      sync.Mutex
	decided map[int64]bool
	doubled int
}

func (d *desks) file(n int64) error {
	_, err := intake.NewService(d.store, time.Now, nil).Submit(background, d.app, intake.Reporter{UserID: reporter(n)}, reportNumber(n))
	return err
}

// next claims a case and decides it. The number tells the reviewers apart: two
// of them never have the same one at a time.
func (d *desks) next(n int64) error {
	service := review.NewService(review.Options{Store: d.store, Lists: d.store, Lease: time.Hour, Now: time.Now})
	who := review.Reviewer{ID: n}
	lent, err := service.Claim(background, review.ClaimRequest{App: d.app.ID, Queue: review.MessageQueue, Who: who})
	if err != nil || len(lent) != 1 {
		return fmt.Errorf("claimed %d cases: %w", len(lent), err)
	}
	d.count(lent[0].ID)
	decision := review.DecideRequest{
		App: d.app, CaseID: lent[0].ID, Who: who, Hold: review.Hold{Token: lent[0].LeaseToken, Version: lent[0].Version}, Verdict: verdict.Pass,
	}
	if n%2 == 0 {
		decision.Verdict, decision.Actions = verdict.Ad, []review.ActionRequest{{Type: verdict.Mute, Hours: 24}}
	}
	_, err = service.Decide(context.Background(), decision)
	return err
}

func (d *desks) count(caseID int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.decided[caseID] {
		d.doubled++
		d.b.Errorf("case %d was lent twice", caseID)
	}
	d.decided[caseID] = true
}
