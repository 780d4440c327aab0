package storetest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/pictures"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// pictured is a picture that waits to be looked at.
func pictured(number int, app string) screen.Record {
	r := said(number, "u1", "r1")
	r.App, r.Line.Type, r.Line.Text, r.Text, r.Evidence = app, content.PictureLine, fmt.Sprintf("http://x/%d.png", number), "", nil
	r.Checked, r.Outcome, r.Label, r.Score, r.Reasons = false, policy.Review, verdict.Pass, 0, []string{"a picture"}
	return r
}

func claimed(t *testing.T, store *sqlstore.Store, app string, limit, second int) []pictures.Check {
	t.Helper()
	checks, err := store.ClaimPictures(context.Background(), app, limit, at(second), at(second+60))
	must(t, err)
	return checks
}

// unlike is a print with so many bits set.
func unlike(bits int) pictures.Print {
	p := pictures.Print{Quality: 100}
	for i := range bits {
		p.Hash[i/8] |= 1 << (i % 8)
	}
	p.Inner = p.Hash
	return p
}

// doubted is the result of a picture that a person must look at.
func doubted(check pictures.Check, p *pictures.Print, group string) pictures.Result {
	r := check.Record
	r.Checked, r.Reasons = true, []string{"why"}
	return pictures.Result{Record: r, Print: p, Report: r.Complaint(check.Channel), Group: group}
}

func TestPicturesAreLentOnceAndInOrder(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		for i := range 4 {
			must(t, store.RecordPicture(ctx, pictured(i, live), "yunjing"))
		}
		must(t, store.RecordPicture(ctx, pictured(9, "other"), ""))
		apps, err := store.DuePictures(ctx, at(3))
		must(t, err)
		same(t, []string{live}, apps) // the other's is due at 9
		apps, err = store.DuePictures(ctx, at(9))
		must(t, err)
		same(t, []string{live, "other"}, apps)

		first := claimed(t, store, live, 2, 9)
		rest := claimed(t, store, live, 9, 9)
		if len(first) != 2 || len(rest) != 2 || first[0].Record.Line.Text != "http://x/0.png" || rest[1].Record.Line.Text != "http://x/3.png" {
			t.Fatalf("%+v and %+v", first, rest)
		}
		want := pictured(0, live)
		want.ID = first[0].Record.ID
		same(t, pictures.Check{ID: first[0].ID, Token: first[0].Token, Attempts: 1, Channel: "yunjing", Record: want}, first[0])
		apps, err = store.DuePictures(ctx, at(10))
		must(t, err)
		same(t, []string{"other"}, apps)

		again := claimed(t, store, live, 9, 69) // every loan has run out
		if len(again) != 4 || again[0].Attempts != 2 {
			t.Fatalf("%+v", again)
		}
		wantFault(t, store.FinishPicture(ctx, first[0], doubted(first[0], nil, "")), fault.Conflict)
		wantFault(t, store.PostponePicture(ctx, first[0], at(70)), fault.Conflict)
		must(t, store.PostponePicture(ctx, again[0], at(100)))
		same(t, 0, len(claimed(t, store, live, 9, 99)))
		same(t, 1, len(claimed(t, store, live, 9, 100)))
		same(t, 0, remaining(t, store, live, false)[review.LiveQueue])
	})
}

// Whoever dies with a picture in hand has it looked at by the next.
func TestPicturesOfTheDead(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		must(t, store.RecordPicture(ctx, pictured(0, live), "yunjing"))
		same(t, 1, len(claimed(t, store, live, 1, 0))) // until 60
		must(t, store.Close())
		heir := open()
		apps := onceDue(t, func() ([]string, error) { return heir.DuePictures(ctx, at(1)) })
		same(t, []string{live}, apps)
		check := claimed(t, heir, live, 9, 1)[0]
		same(t, 2, check.Attempts)
		must(t, heir.FinishPicture(ctx, check, doubted(check, nil, "")))
		same(t, 1, remaining(t, heir, live, false)[review.LiveQueue])
	})
}

// Several workers on several nodes: each picture is finished once.
func TestWorkersRaceForPictures(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		stores := []*sqlstore.Store{d.Open(t, sqlstore.Options{})}
		if d.Postgres {
			stores = append(stores, d.Open(t, sqlstore.Options{}))
		}
		ctx := context.Background()
		for i := range 40 {
			must(t, stores[0].RecordPicture(ctx, pictured(i, live), "yunjing"))
		}
		var mu sync.Mutex
		finished := map[string]int{}
		together(8, stores, func(_ int, store *sqlstore.Store) {
			for {
				checks, err := store.ClaimPictures(ctx, live, 3, at(100), at(200))
				if err != nil || len(checks) == 0 {
					if err != nil {
						t.Error(err)
					}
					return
				}
				for _, check := range checks {
					p := unlike(0)
					if err := store.FinishPicture(ctx, check, doubted(check, &p, "picture 0")); err != nil {
						t.Error(err)
					}
					mu.Lock()
					finished[check.Record.DataID]++
					mu.Unlock()
				}
			}
		})
		same(t, 40, len(finished))
		for dataID, times := range finished {
			if times != 1 {
				t.Errorf("%s was finished %d times", dataID, times)
			}
		}
		same(t, 1, remaining(t, stores[0], live, false)[review.LiveQueue]) // all are the same picture
		line, err := stores[0].FindLine(ctx, live, pictured(7, live).DataID)
		must(t, err)
		c, facts := look(t, stores[0], line.CaseID)
		if c.Reports != 40 || len(facts.Askers) != 40 {
			t.Errorf("%d reports, %d askers", c.Reports, len(facts.Askers))
		}
	})
}

// A picture that the machine decides is told to its app in the transaction that
// answers its message; nobody is asked.
func TestADecidedPicture(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		must(t, store.RecordPicture(ctx, pictured(1, live), "yunjing"))
		check := claimed(t, store, live, 1, 5)[0]
		r, p := check.Record, unlike(3)
		r.Checked, r.Outcome, r.Label, r.Score, r.Reasons = true, policy.Deny, verdict.Porn, 0.95, []string{"裸照: porn"}
		r.Evidence = []policy.Evidence{{Source: "裸照", Cause: policy.Cause{Kind: policy.Bank, ID: 3, Version: 8}, Label: verdict.Porn, Want: policy.Deny, Sure: 0.95, Led: true}}
		told := r.Told(check.Channel, at(6))
		must(t, store.FinishPicture(ctx, check, pictures.Result{Record: r, Print: &p, Event: &told}))
		kept, err := store.FindLine(ctx, live, r.DataID)
		must(t, err)
		same(t, r, kept)
		same(t, 0, remaining(t, store, live, false)[review.LiveQueue])
		list, err := store.Deliveries(ctx, delivery.Filter{App: live})
		must(t, err)
		if len(list) != 1 || list[0].Channel != "yunjing" || list[0].Kind != review.KindVerdict || list[0].Lane != "line:"+r.DataID {
			t.Fatalf("%+v", list)
		}
		if found, err := store.Lines(ctx, screen.LineFilter{Cause: policy.Cause{Kind: policy.Bank, ID: 3}}); err != nil || len(found.Lines) != 1 {
			t.Errorf("by its cause: %+v, %v", found, err)
		}
		wantFault(t, store.FinishPicture(ctx, check, pictures.Result{Record: r, Event: &told}), fault.Conflict)
		same(t, 0, len(claimed(t, store, live, 9, 1000)))
	})
}

// The waiting pictures of an app are those of its undecided cases, each once.
func TestWaitingPictures(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		finish := func(number int, app string, bits int, group string) screen.Record {
			must(t, store.RecordPicture(ctx, pictured(number, app), "yunjing"))
			check, p := claimed(t, store, app, 1, 1000)[0], unlike(bits)
			must(t, store.FinishPicture(ctx, check, doubted(check, &p, group)))
			line, err := store.FindLine(ctx, app, check.Record.DataID)
			must(t, err)
			return line
		}
		first, second := finish(1, live, 0, "picture a"), finish(2, live, 100, "picture b")
		joined := finish(3, live, 5, "picture a")
		same(t, first.CaseID, joined.CaseID)
		finish(4, "other", 200, "picture c")
		waiting := func() []pictures.Waiting {
			found, err := store.WaitingPictures(ctx, live)
			must(t, err)
			return found
		}
		same(t, []pictures.Waiting{{Print: unlike(100), Group: "picture b"}, {Print: unlike(0), Group: "picture a"}}, waiting())
		p, err := store.CasePrint(ctx, first.CaseID)
		must(t, err)
		same(t, unlike(0), p)
		must(t, decideAs(store, first.CaseID, verdict.Porn, at(1001)))
		same(t, []pictures.Waiting{{Print: unlike(100), Group: "picture b"}}, waiting())
		anew := finish(5, live, 1, "picture a") // was looked for just before the decision
		if anew.CaseID == first.CaseID || anew.CaseID == second.CaseID {
			t.Errorf("joined %d", anew.CaseID)
		}
		_, err = store.CasePrint(ctx, 999_999)
		wantFault(t, err, fault.NotFound)
		pruned, err := store.PrunePictures(ctx, at(3))
		must(t, err)
		same(t, 2, pruned)
		same(t, 1, len(waiting()))
	})
}

func TestBanksOfPictures(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), byLin()
		banks := pictures.NewBanks(store, func() time.Time { return at(1) })
		matches := func(app string, bits int) (names []string) {
			found, err := banks.Match(ctx, app, unlike(bits))
			must(t, err)
			for _, m := range found {
				names = append(names, fmt.Sprint(m.Bank.Name, " ", m.Distance, " v", m.Bank.Revision))
			}
			return names
		}
		same(t, nil, matches(live, 0))
		bad, err := banks.Add(ctx, pictures.Bank{Name: "裸照", Kind: pictures.Banned, Label: verdict.Porn})
		must(t, err)
		good, err := banks.Add(ctx, pictures.Bank{App: live, Name: "logos", Kind: pictures.Good})
		must(t, err)
		_, err = banks.Add(ctx, pictures.Bank{App: live, Name: "logos", Kind: pictures.Good})
		wantFault(t, err, fault.Conflict)
		entry, err := banks.AddEntry(ctx, pictures.Entry{BankID: bad.ID, Print: unlike(10), Note: "first", CaseID: 7, AddedBy: "3"})
		must(t, err)
		again, err := banks.AddEntry(ctx, pictures.Entry{BankID: bad.ID, Print: unlike(10), Note: "second"})
		must(t, err)
		same(t, entry, again)
		_, err = banks.AddEntry(ctx, pictures.Entry{BankID: good.ID, Print: unlike(40)})
		must(t, err)
		same(t, []string{"裸照 10 v3"}, matches("other", 20))
		same(t, []string{"裸照 20 v3", "logos 10 v5"}, matches(live, 30))
		same(t, nil, matches(live, 100))

		found, err := banks.Entries(ctx, bad.ID, 0, 10)
		must(t, err)
		same(t, []pictures.Entry{entry}, found)
		wantFault(t, second(banks.Entries(ctx, 99, 0, 10)), fault.NotFound)
		wantFault(t, banks.DeleteEntry(ctx, bad.ID, entry.ID+99), fault.NotFound)
		wantFault(t, banks.DeleteEntry(ctx, good.ID, entry.ID), fault.NotFound)
		must(t, banks.DeleteEntry(ctx, bad.ID, entry.ID))
		same(t, []string{"logos 0 v5"}, matches(live, 40))
		must(t, banks.Delete(ctx, good.ID))
		same(t, nil, matches(live, 40))
		wantFault(t, banks.Delete(ctx, good.ID), fault.NotFound)
		left, err := banks.List(ctx)
		must(t, err)
		if len(left) != 1 || left[0].Name != "裸照" || left[0].Entries != 0 || left[0].Revision != 6 {
			t.Errorf("%+v", left)
		}
		var actions []auditlog.Action
		for _, e := range told(t, store, auditlog.Filter{}) {
			actions = append(actions, e.Action)
		}
		same(t, []auditlog.Action{auditlog.BankAdd, auditlog.BankAdd, auditlog.BankPut, auditlog.BankPut, auditlog.BankTake, auditlog.BankDelete}, actions)
	})
}
