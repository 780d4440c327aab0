package sqlstore

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/intake"
)

// slowClerk holds the desk's only clerk until opened, so that the rest has to
// wait, and keeps the batches that he then filed.
type slowClerk struct {
	open    chan struct{}
	refuse  error // of batches with a report whose key is "bad"
	mu      sync.Mutex
	batches [][]string // repetition keys
}

func (c *slowClerk) together(_ context.Context, filings []filing, _ func() []filing) ([]intake.Receipt, error) {
	<-c.open
	var keys []string
	bad := false
	for _, f := range filings {
		keys = append(keys, f.repeatKey)
		bad = bad || f.repeatKey == "bad"
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.batches = append(c.batches, keys)
	if bad {
		return nil, c.refuse
	}
	receipts := make([]intake.Receipt, len(filings))
	for i, f := range filings {
		receipts[i].ReportID = f.since // a mark of its own
	}
	return receipts, nil
}

// standing is a report that stands in line.
func standing(ctx context.Context, key string) *handed[filing, intake.Receipt] {
	return &handed[filing, intake.Receipt]{ctx: ctx, request: filing{repeatKey: key}, reply: make(chan reply[intake.Receipt], 1)}
}

func TestReportsThatWaitAreFiledTogether(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		clerk := &slowClerk{open: make(chan struct{})}
		d := openLongDesk(1, clerk.together)
		const n = 200
		var all sync.WaitGroup
		for i := range int64(n) {
			all.Go(func() {
				receipt, err := d.hand(context.Background(), filing{repeatKey: "key", since: i})
				if err != nil || receipt.ReportID != i {
					t.Errorf("report %d was answered with %+v, %v", i, receipt, err)
				}
			})
		}
		synctest.Wait() // all stand in line, but for those that the clerk has
		close(clerk.open)
		all.Wait()
		d.close()
		filed := 0
		for _, batch := range clerk.batches {
			filed += len(batch)
			if len(batch) > deskLimit {
				t.Errorf("a batch of %d", len(batch))
			}
		}
		if most := 1 + (n+deskLimit-1)/deskLimit; filed != n || len(clerk.batches) > most {
			t.Errorf("%d reports in %d batches, at most %d expected", filed, len(clerk.batches), most)
		}
	})
}

func TestOnlyTheReportToBlameFails(t *testing.T) {
	t.Parallel()
	for kind, alone := range map[fault.Kind]bool{fault.Internal: true, fault.Unavailable: false} {
		clerk := &slowClerk{open: make(chan struct{}), refuse: fault.New(kind, "", "no")}
		close(clerk.open)
		d := &desk[filing, intake.Receipt]{together: clerk.together}
		var batch []*handed[filing, intake.Receipt]
		for _, key := range []string{"a", "bad", "b"} {
			batch = append(batch, standing(context.Background(), key))
		}
		d.answerAll(batch, deskMost)
		for _, h := range batch {
			got := <-h.reply
			if fails := h.request.repeatKey == "bad" || !alone; fails != fault.Is(got.err, kind) {
				t.Errorf("%s: %q was answered with %v", kind, h.request.repeatKey, got.err)
			}
		}
		if want := map[bool]int{true: 4, false: 1}[alone]; len(clerk.batches) != want {
			t.Errorf("%s: %d tries, want %d: %v", kind, len(clerk.batches), want, clerk.batches)
		}
	}
}

func TestAReportNobodyWaitsForIsNotFiled(t *testing.T) {
	t.Parallel()
	clerk := &slowClerk{open: make(chan struct{})}
	close(clerk.open)
	ended, end := context.WithCancel(context.Background())
	end()
	d := &desk[filing, intake.Receipt]{together: clerk.together}
	gone := standing(ended, "gone")
	there := standing(context.Background(), "there")
	d.answerAll([]*handed[filing, intake.Receipt]{gone, there}, deskMost)
	if got := <-gone.reply; !fault.Is(got.err, fault.Unavailable) || !errors.Is(got.err, context.Canceled) {
		t.Errorf("who has gone was answered with %v", got.err)
	}
	if got := <-there.reply; got.err != nil || len(clerk.batches) != 1 || len(clerk.batches[0]) != 1 {
		t.Errorf("who waits was answered with %v, by %v", got.err, clerk.batches)
	}
}

func TestAClosedDeskTakesNothing(t *testing.T) {
	t.Parallel()
	clerk := &slowClerk{open: make(chan struct{})}
	close(clerk.open)
	d := openLongDesk(2, clerk.together)
	d.close()
	if _, err := d.hand(context.Background(), filing{}); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a closed desk answered %v", err)
	}
}

// A long batch takes in those who come while it goes on, up to a limit, and
// answers everybody.
func TestWhoComesMeanwhileIsTakenIn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		open := make(chan struct{})
		var sizes []int
		d := openLongDesk(1, func(_ context.Context, filings []filing, more func() []filing) (receipts []intake.Receipt, err error) {
			<-open
			for round := filings; len(round) > 0; round = more() {
				for _, f := range round {
					receipts = append(receipts, intake.Receipt{ReportID: f.since})
				}
			}
			sizes = append(sizes, len(receipts))
			return receipts, nil
		})
		const n = deskMost + 10
		var all sync.WaitGroup
		for i := range int64(n) {
			all.Go(func() {
				if receipt, err := d.hand(context.Background(), filing{since: i}); err != nil || receipt.ReportID != i {
					t.Errorf("report %d was answered with %+v, %v", i, receipt, err)
				}
			})
		}
		synctest.Wait()
		close(open)
		all.Wait()
		d.close()
		if most := slices.Max(sizes); most != deskMost {
			t.Errorf("the batches were %v, at most %d expected", sizes, deskMost)
		}
	})
}
