package sqlstore_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/gift"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// BenchmarkRewards has 64 users give each other gifts: each reward locks two
// accounts and writes a transfer, two entries and two events. That the ledger
// adds up after it is checked. "of-floor" compares with one bare row for each.
func BenchmarkRewards(b *testing.B) {
	const users, each = 64, 32
	onBoth(b, func(b *testing.B, store *sqlstore.Store) {
		shop := giftsOn(store)
		for user := range users {
			_, err := shop.Credit(background, partyApp, gift.Grant{User: fmt.Sprint("g", user), Coins: 1 << 40})
			must(b, err)
		}
		giving := &load{b: b, clients: users, each: each}
		row := oneRow(store)
		var took, floor time.Duration
		rounds := 0
		for b.Loop() {
			took += giving.run(func(n int64) error {
				order := gift.Order{From: fmt.Sprint("g", n%users), To: fmt.Sprint("g", (n*7+1)%users), GiftID: 1, Count: 1, RequestID: fmt.Sprint(n)}
				_, err := shop.Reward(background, partyApp, order)
				return err
			})
			floor += giving.run(row)
			rounds++
		}
		found, err := gift.Verify(background, store, partyApp.ID)
		if must(b, err); found.Wrong != 0 || found.Transfers != int64(users+rounds*users*each) {
			b.Errorf("the ledger: %+v", found)
		}
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(float64(rounds*users*each)/took.Seconds(), "rewards/s")
		b.ReportMetric(floor.Seconds()/took.Seconds(), "of-floor")
	})
}
