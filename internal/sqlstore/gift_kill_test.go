package sqlstore_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/gift"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// giversVariable makes this test binary the one that gives, and is killed: its
// value is the database's address.
const giversVariable = "XIEZHI_TEST_GIVERS"

const (
	rewardsInAll = 1000
	giverCount   = 16
	coinsEach    = 9 * (rewardsInAll/giverCount + 1) // of the first gift, for every one that a giver gives
)

var partyApp = tenant.App{ID: "live"}

// crowd is everybody, whatever his name.
type crowd struct{}

func (crowd) UserName(_ context.Context, _, user string) (string, error) { return user, nil }

func (crowd) MayGive(context.Context, string, string) error { return nil }

func giftsOn(store *sqlstore.Store) *gift.Service {
	return gift.NewService(gift.Options{Store: store, People: crowd{}, Guard: crowd{}, Wake: func() {}, Now: time.Now})
}

// giveThousand gives what of the thousand rewards is not given yet, and says of
// each when it is acknowledged. Everybody gives to his neighbour.
func giveThousand(store *sqlstore.Store, acknowledged func(order gift.Order)) error {
	shop := giftsOn(store)
	failed := make(chan error, giverCount)
	var all sync.WaitGroup
	for giver := range giverCount {
		all.Go(func() {
			for i := giver; i < rewardsInAll; i += giverCount {
				order := gift.Order{From: fmt.Sprint("g", giver), To: fmt.Sprint("g", (giver+1)%giverCount), GiftID: 1, Count: 1, RequestID: fmt.Sprint("r", i)}
				if _, err := shop.Reward(background, partyApp, order); err != nil {
					failed <- err
					return
				}
				acknowledged(order)
			}
		})
	}
	all.Wait()
	close(failed)
	return <-failed
}

// TestAThousandRewardsSurviveTheKill kills a process that gives, three times.
// After each the ledger proves itself, holds every acknowledged reward, and has
// told of each that it holds; at the end all have been given, once.
func TestAThousandRewardsSurviveTheKill(t *testing.T) {
	if address := os.Getenv(giversVariable); address != "" {
		giveAndBeKilled(t, address)
		return
	}
	t.Parallel()
	storetest.Databases(t, func(t *testing.T, d storetest.Database) {
		store := d.Open(t, sqlstore.Options{})
		for giver := range giverCount {
			_, err := giftsOn(store).Credit(background, partyApp, gift.Grant{User: fmt.Sprint("g", giver), Coins: coinsEach})
			must(t, err)
		}
		must(t, store.Close())
		acknowledged := map[string]string{} // giver by request
		for _, killAt := range []int{100, 250, 250} {
			for request, giver := range killWhileGiving(t, d.Address, len(acknowledged)+killAt) {
				acknowledged[request] = giver
			}
			store := d.Open(t, sqlstore.Options{Serve: true})
			wantGiven(t, store, acknowledged)
			must(t, store.Close())
		}
		store = d.Open(t, sqlstore.Options{Serve: true})
		must(t, giveThousand(store, func(gift.Order) {}))
		if given := wantGiven(t, store, acknowledged); given != rewardsInAll {
			t.Errorf("%d rewards were given", given)
		}
		for giver := range giverCount { // each gave one to the next and got one from the last, give or take one
			balance, err := store.CoinBalance(background, "live", fmt.Sprint("g", giver))
			if must(t, err); balance < coinsEach-9 || balance > coinsEach+9 {
				t.Errorf("g%d has %d", giver, balance)
			}
		}
		t.Logf("%d acknowledged before the kills, none lost", len(acknowledged))
	})
}

// wantGiven verifies the ledger and returns how many rewards it holds.
func wantGiven(t *testing.T, store *sqlstore.Store, acknowledged map[string]string) int64 {
	t.Helper()
	found, err := gift.Verify(background, store, "live")
	must(t, err)
	if found.Wrong != 0 {
		t.Errorf("the ledger is wrong: %+v", found)
	}
	for request, giver := range acknowledged {
		if _, err := store.CoinRequest(background, "live", "user:"+giver, request); err != nil {
			t.Errorf("%s was acknowledged: %v", request, err)
		}
	}
	given := found.Transfers - giverCount
	told, err := store.CountDeliveries(background, delivery.Filter{App: "live"})
	if must(t, err); int64(told) != 2*given {
		t.Errorf("%d rewards, and %d messages", given, told)
	}
	return given
}

// killWhileGiving returns what the killed process had acknowledged.
func killWhileGiving(t *testing.T, address string, killAt int) map[string]string {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestAThousandRewardsSurviveTheKill$")
	child.Env = append(os.Environ(), giversVariable+"="+address)
	out, err := child.StdoutPipe()
	must(t, err)
	must(t, child.Start())
	acknowledged := map[string]string{}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		var giver, request string
		if _, err := fmt.Sscan(lines.Text(), &giver, &request); err != nil {
			t.Errorf("%q: %v", lines.Text(), err)
		}
		if acknowledged[request] = giver; len(acknowledged) == killAt {
			must(t, child.Process.Kill())
		}
	}
	_ = child.Wait()
	if len(acknowledged) < killAt {
		t.Fatalf("the giving process ended by itself after %d: %v", len(acknowledged), acknowledged)
	}
	return acknowledged
}

// giveAndBeKilled prints each reward only after it was acknowledged, in one
// system call, so that a line is whole or absent.
func giveAndBeKilled(t *testing.T, address string) {
	store, err := sqlstore.Open(background, address, sqlstore.Options{Serve: true})
	must(t, err)
	must(t, giveThousand(store, func(order gift.Order) { _, _ = os.Stdout.WriteString(order.From + " " + order.RequestID + "\n") }))
}
