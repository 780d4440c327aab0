package sqlstore_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// BenchmarkReports has clients hand in reports, each waiting until its own is
// durable, and in turns has as many write the same rows with no logic, the same
// way, and one bare row each, the cheapest durable way: these are the floors.
// "of-floor" is the ratio to the bare row, "of-same-rows-floor" to the same rows.
func BenchmarkReports(b *testing.B) {
	for _, disk := range disks {
		for _, clients := range []int{1, 16, 64} {
			b.Run(fmt.Sprintf("sqlite/%s/clients=%d", disk.name, clients), func(b *testing.B) {
				store := storetest.SQLite(b).Open(b, sqlstore.Options{})
				store.SlowCommits(disk.sync)
				compareIntake(b, store, clients)
			})
			b.Run(fmt.Sprintf("postgres/%s/clients=%d", disk.name, clients), func(b *testing.B) {
				d := storetest.Postgres(b)
				if disk.sync > 0 {
					d.Address += fmt.Sprintf("&commit_delay=%d&commit_siblings=0", disk.sync.Microseconds())
				}
				store := d.Open(b, sqlstore.Options{})
				wantDurable(b, store.DB())
				compareIntake(b, store, clients)
			})
		}
	}
}

// disks are this machine's, and one whose sync takes a millisecond longer. On
// SQLite the commit itself is held back; PostgreSQL has a setting that holds
// the flush of its log back.
var disks = []struct {
	name string
	sync time.Duration
}{{"disk=own", 0}, {"disk=1ms", time.Millisecond}}

// wantDurable refuses to measure a server that does not sync.
func wantDurable(b *testing.B, db *sql.DB) {
	b.Helper()
	for _, setting := range []string{"fsync", "synchronous_commit"} {
		var value string
		must(b, db.QueryRowContext(background, "SHOW "+setting).Scan(&value))
		if value != "on" {
			b.Fatalf("%s is %s: run make bench, or go run ./tools/testpg -durable -- go test -bench …", setting, value)
		}
	}
}

// oneRow writes a row of a report's size, a transaction of its own or folded
// with others, as the store folds everything.
func oneRow(store *sqlstore.Store) func(int64) error {
	return func(n int64) error {
		return store.Write(background, func(ctx context.Context, q *query.Queries) error {
			return q.PutSetting(ctx, query.PutSettingParams{Name: fmt.Sprint("row ", n), Value: reportText})
		})
	}
}

var reportText = strings.Repeat("加微信日结三百", 12)

// submitTo hands reports to a store; each is to open a case of its own.
func submitTo(store intake.Store) func(int64) error {
	service := intake.NewService(store, time.Now, nil)
	return func(n int64) error {
		receipt, err := service.Submit(background, tenant.App{ID: "live"}, intake.Reporter{UserID: reporter(n)}, reportNumber(n))
		if err == nil && (receipt.Duplicate || receipt.CaseID != receipt.ReportID) {
			return fmt.Errorf("report %d opened no case: %+v", n, receipt)
		}
		return err
	}
}

// compareIntake reports reports/s, what the floors do in a second, and the ratios.
func compareIntake(b *testing.B, store *sqlstore.Store, clients int) {
	b.Helper()
	rowsOnly := store.RowsOnly()
	defer rowsOnly.End()
	submit, rows, row := submitTo(store), submitTo(rowsOnly), oneRow(store)
	load := &load{b: b, clients: clients, each: max(2048/clients, 32)}
	load.run(submit) // prepares the statements, opens the connections
	load.run(rows)
	load.run(row)
	var took, same, floor time.Duration
	rounds := 0
	for b.Loop() {
		took += load.run(submit)
		same += load.run(rows)
		floor += load.run(row)
		rounds++
	}
	number := float64(rounds * load.clients * load.each)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(floor.Seconds()/took.Seconds(), "of-floor")
	b.ReportMetric(same.Seconds()/took.Seconds(), "of-same-rows-floor")
	b.ReportMetric(number/took.Seconds(), "reports/s")
	b.ReportMetric(number/same.Seconds(), "same-rows/s")
	b.ReportMetric(number/floor.Seconds(), "floor-rows/s")
}

// load is a number of clients who each do something so many times in a row.
type load struct {
	b             *testing.B
	clients, each int
	number        atomic.Int64 // of what was done, over all runs
}

func (l *load) run(do func(n int64) error) time.Duration {
	begin := time.Now()
	var all sync.WaitGroup
	for range l.clients {
		all.Go(func() {
			for range l.each {
				if err := do(l.number.Add(1)); err != nil {
					l.b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	return time.Since(begin)
}

func reporter(n int64) string { return fmt.Sprint("reporter", n%10_000) }

// reportNumber is a report of a message in a live room that nobody has
// reported before: the most there is to write.
func reportNumber(n int64) review.Report {
	sender := fmt.Sprint("user", n*7919%50_000)
	return review.Report{
		Entrance: content.ShowUnit, Reporter: reporter(n), Complaints: verdict.ComplaintSet(verdict.ComplaintAd),
		Messages: []content.Message{{Type: content.Text, ID: fmt.Sprint("message", n), SenderID: sender, Text: "加微信日结三百，名额有限"}},
		Profile:  &content.Profile{PlaceID: fmt.Sprint("show", n%500), OwnerID: fmt.Sprint("host", n%500), Name: "夜听", Desc: "深夜电台"},
		Accused:  sender, Memo: "一直发广告", ClientVersion: "8.1.0", ClientType: "ios",
	}
}
