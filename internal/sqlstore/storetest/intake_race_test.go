package storetest

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// together calls do n times at once, in turn with each of the stores.
func together(n int, stores []*sqlstore.Store, do func(i int, store *sqlstore.Store)) {
	var all sync.WaitGroup
	gate := make(chan struct{})
	for i := range n {
		all.Go(func() {
			<-gate
			do(i, stores[i%len(stores)])
		})
	}
	close(gate)
	all.Wait()
}

func TestRacingRepetitionsAreOneReport(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		const n = 40
		stores := []*sqlstore.Store{open(), open()}
		receipts := make([]intake.Receipt, n)
		together(n, stores, func(i int, store *sqlstore.Store) {
			r := complaint(1, "reporter1")
			var err error
			receipts[i], err = store.FileReport(context.Background(), r, "key", at(0), func(_ int64, s intake.Standing) intake.Plan {
				return intake.Plan{Case: caseOf(r, s, "")}
			})
			mustNot(t, err)
		})
		duplicates := 0
		for _, receipt := range receipts {
			if receipt.Duplicate {
				duplicates++
			}
			if receipt.ReportID != receipts[0].ReportID || receipt.CaseID != receipts[0].CaseID || receipt.CaseID == 0 {
				t.Fatalf("one report, but %+v and %+v", receipt, receipts[0])
			}
		}
		same(t, n-1, duplicates)
		c, _ := look(t, stores[0], receipts[0].CaseID)
		same(t, 1, c.Reports)
	})
}

func TestRacingReportsOfOneContentAreOneCase(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		const n = 40
		stores := []*sqlstore.Store{open(), open()}
		receipts := make([]intake.Receipt, n)
		together(n, stores, func(i int, store *sqlstore.Store) {
			receipts[i] = file(t, store, complaint(1, fmt.Sprint("reporter", i)), "group")
		})
		reports := map[int64]bool{}
		for _, receipt := range receipts {
			reports[receipt.ReportID] = true
			same(t, receipts[0].CaseID, receipt.CaseID)
		}
		c, facts := look(t, stores[0], receipts[0].CaseID)
		same(t, []int{n, n, n}, []int{len(reports), c.Reports, len(facts.Reporters)})
	})
}

// Whatever the order in which reports and decisions of one content meet, each
// report is in one case, and at most one of the cases is undecided.
func TestReportsRacingWithDecisionsAreNeverLost(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		const n = 48
		stores := []*sqlstore.Store{open(), open()}
		var newest atomic.Int64
		receipts := make([]intake.Receipt, n)
		together(n, stores, func(i int, store *sqlstore.Store) {
			receipts[i] = file(t, store, complaint(1, fmt.Sprint("reporter", i)), "group")
			newest.Store(receipts[i].CaseID)
			if i%3 == 0 {
				mustNot(t, decide(store, newest.Load(), at(2)))
			}
		})
		perCase := map[int64]int{}
		for _, receipt := range receipts {
			perCase[receipt.CaseID]++
		}
		undecided := 0
		for caseID, reports := range perCase {
			c, _ := look(t, stores[0], caseID)
			same(t, reports, c.Reports)
			if c.State != "decided" {
				undecided++
			}
		}
		if undecided > 1 {
			t.Fatalf("%d undecided cases of one content", undecided)
		}
	})
}
