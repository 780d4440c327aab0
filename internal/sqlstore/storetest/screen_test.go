package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// said is a message of a user in a room, audited so many seconds after the
// start. Its data id has the number.
func said(number int, user, room string) screen.Record {
	return screen.Record{
		App: live, Credential: "2016", Policy: 1,
		Line: content.Line{Type: content.UserLine, RoomID: room, AnchorID: "host", UserID: user, Text: "加微信 xz", SentAt: "2026-03-01 20:00:00"},
		Answer: screen.Answer{
			DataID: fmt.Sprintf("%032x", number), Outcome: policy.Mask, Checked: true, Label: verdict.Ad, Score: 0.875, Text: "*** xz",
			Reasons: []string{`广告: ad "加微信" (0.88)`}, At: at(number),
		},
		Evidence: []policy.Evidence{{
			Source: "广告", Cause: policy.Cause{Kind: policy.List, ID: 3, Version: 7}, What: "加微信", Lane: "pinyin",
			Label: verdict.Ad, Want: policy.Mask, Sure: 0.875, To: 9, Led: true,
		}},
		Shadow:  []policy.Evidence{{Source: "new here", Cause: policy.Cause{Kind: policy.Rule, ID: 5, Version: 1}, Label: verdict.Spam, Want: policy.Deny, Sure: 1}},
		Context: policy.Context{Type: content.UserLine, Risk: true, Repeats: 3, Near: 9, Lines60s: 12},
	}
}

// about is the report of a message that somebody must look at.
func about(r screen.Record) *review.Report {
	return &review.Report{
		App: r.App, Entrance: content.ShowMessage, Reporter: screen.Reporter, Accused: r.Line.UserID, Memo: "why", FiledAt: r.At,
		Messages: []content.Message{{Type: content.Text, ID: r.DataID, SenderID: r.Line.UserID, Text: r.Line.Text}},
		Profile:  &content.Profile{PlaceID: r.Line.RoomID, OwnerID: r.Line.AnchorID},
		Asked:    &review.Asked{Channel: "yunjing", Data: json.RawMessage(`{"data_id":"` + r.DataID + `"}`)},
	}
}

// passed is a message in which nothing was found.
func passed(number int) screen.Record {
	r := said(number, "u1", "r1")
	r.Outcome, r.Label, r.Score = policy.Pass, verdict.Pass, 1
	r.Text, r.Reasons, r.Evidence, r.Shadow = "", nil, nil, nil
	return r
}

func TestLinesAreKeptWhole(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		for i, where := range [][2]string{{"u1", "r1"}, {"u2", "r1"}, {"u1", "r2"}, {"u1", "r1"}} {
			must(t, store.RecordLine(ctx, said(i, where[0], where[1]), nil))
		}
		foreign := said(9, "u1", "r1")
		foreign.App = "other"
		must(t, store.RecordLine(ctx, foreign, nil))

		got, err := store.FindLine(ctx, live, said(2, "", "").DataID)
		must(t, err)
		want := said(2, "u1", "r2")
		want.ID = got.ID
		same(t, want, got)
		clean := passed(10)
		must(t, store.RecordLine(ctx, clean, nil))
		got, err = store.FindLine(ctx, live, clean.DataID)
		must(t, err)
		clean.ID = got.ID
		same(t, clean, got)
		anywhere, err := store.FindLine(ctx, "", foreign.DataID)
		must(t, err)
		same(t, "other", anywhere.App)
		if _, err := store.FindLine(ctx, live, foreign.DataID); !fault.Is(err, fault.NotFound) {
			t.Fatalf("another app's message: %v", err)
		}
	})
}

// suspicious is a message that a person must look at.
func suspicious(number int, user, text string) screen.Record {
	r := said(number, user, "r1")
	r.Outcome, r.Text, r.Line.Text = policy.Review, "", text
	return r
}

// record keeps a message and its case, whose number it returns.
func record(t *testing.T, store *sqlstore.Store, r screen.Record) int64 {
	t.Helper()
	must(t, store.RecordLine(context.Background(), r, about(r)))
	kept, err := store.FindLine(context.Background(), r.App, r.DataID)
	must(t, err)
	return kept.CaseID
}

func TestLineOpensACase(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		_, err := store.AddListed(ctx, review.SpecialList, live, review.Listed{UserID: "u2", AddedAt: start})
		must(t, err)
		cases := map[int64]bool{}
		for i, said := range [][2]string{{"u1", "加微信"}, {"u1", "加微信2"}, {"u2", "加微信"}} {
			r := suspicious(i, said[0], said[1])
			c, facts := look(t, store, record(t, store, r))
			cases[c.ID] = true
			want := review.Case{
				ID: c.ID, App: live, Queue: review.LiveQueue, Entrance: content.ShowMessage, Protected: said[0] == "u2", Rank: review.Ordinary,
				GroupKey: c.GroupKey, Reports: 1, First: *about(r), OpenedAt: r.At, State: review.Open, Version: 1,
			}
			want.First.ID = c.ID
			same(t, want, c)
			same(t, []review.Asker{{ReportID: c.ID, Asked: *about(r).Asked}}, facts.Askers)
		}
		same(t, 3, len(cases))
	})
}

// A wave is one case, also while somebody has it, and his version stays. Who
// asked after its decision opens the next.
func TestAWaveIsOneCase(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		first := record(t, store, suspicious(0, "u1", "免费领皮肤"))
		same(t, first, record(t, store, suspicious(1, "u2", "免 费 领 皮 肤")))
		claimed, err := store.ClaimCases(ctx, review.Claim{Queues: []review.Queue{review.LiveQueue}, Reviewer: 1, Limit: 1, Lease: time.Minute}, at(1))
		must(t, err)
		same(t, first, claimed[0].ID)
		same(t, first, record(t, store, suspicious(2, "u1", "免費領皮膚！")))
		elsewhere := suspicious(3, "u1", "免费领皮肤")
		elsewhere.App = "other"
		if record(t, store, elsewhere) == first {
			t.Fatal("another app's message joined")
		}
		c, facts := look(t, store, first)
		same(t, [2]int{3, 3}, [2]int{c.Reports, len(facts.Askers)})
		same(t, claimed[0].Version, c.Version)
		must(t, decideAs(store, first, verdict.Ad, at(5)))
		if record(t, store, suspicious(4, "u3", "免费领皮肤")) == first {
			t.Fatal("a message joined what is decided")
		}
	})
}

// However many come at once, a case gathers a thousand and not more.
func TestAWaveIsBounded(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		const all = 2100
		var done sync.WaitGroup
		for part := range 100 {
			done.Go(func() {
				for i := part; i < all; i += 100 {
					r := suspicious(i, fmt.Sprint("u", i), "免费领皮肤")
					if err := store.RecordLine(context.Background(), r, about(r)); err != nil {
						t.Error(err)
					}
				}
			})
		}
		done.Wait()
		page, err := store.Lines(context.Background(), screen.LineFilter{App: live, Outcome: policy.Review, Limit: 500})
		must(t, err)
		gathered := map[int64]int{}
		for {
			for _, line := range page.Lines {
				gathered[line.CaseID]++
			}
			if page.Before == 0 {
				break
			}
			page, err = store.Lines(context.Background(), screen.LineFilter{App: live, Outcome: policy.Review, Limit: 500, Before: page.Before})
			must(t, err)
		}
		sum := 0
		for id, number := range gathered {
			c, _ := look(t, store, id)
			same(t, number, c.Reports)
			sum += number
			if number > screen.WaveMost {
				t.Errorf("case %d gathers %d", id, number)
			}
		}
		if sum != all || len(gathered) != 3 {
			t.Errorf("%d messages in %d cases", sum, len(gathered))
		}
	})
}

// A message that cannot be kept leaves no case behind, and its neighbours in
// the batch are kept.
func TestLineAndCaseAreOneTransaction(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		must(t, store.RecordLine(ctx, said(0, "u1", "r1"), nil))
		errs := make([]error, 60)
		var all sync.WaitGroup
		for i := range errs {
			all.Go(func() {
				r := said(i, "u1", "r1") // the first is there already
				r.Line.Text = fmt.Sprint(i)
				errs[i] = store.RecordLine(ctx, r, about(r))
			})
		}
		all.Wait()
		if errs[0] == nil || errors.Join(errs[1:]...) != nil {
			t.Fatalf("%v; of the others %v", errs[0], errors.Join(errs[1:]...))
		}
		same(t, 59, remaining(t, store, live, false)[review.LiveQueue])
	})
}

func TestStandingOfASender(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		standing := func(since time.Time) screen.Standing {
			got, err := store.Standing(ctx, live, "sender1", since)
			must(t, err)
			return got
		}
		same(t, screen.Standing{}, standing(at(-100)))
		_, err := store.AddListed(ctx, review.RiskList, live, review.Listed{UserID: "sender1", AddedAt: start})
		must(t, err)
		_, err = store.AddListed(ctx, review.SpecialList, "other", review.Listed{UserID: "sender1", AddedAt: start})
		must(t, err)
		must(t, decideAs(store, file(t, store, complaint(1, "reporter1"), "").CaseID, verdict.Ad, at(5)))
		same(t, screen.Standing{Risk: true, Offences: 1}, standing(at(0)))
		same(t, screen.Standing{Risk: true}, standing(at(6)))
		same(t, screen.Standing{Risk: true}, standing(time.Time{}))
	})
}

func decideAs(store *sqlstore.Store, caseID int64, label verdict.Label, when time.Time) error {
	return store.RecordRuling(context.Background(), live, caseID, when, func(review.Case, review.Reports) (*review.Ruling, error) {
		return &review.Ruling{Decision: review.Decision{
			App: live, CaseID: caseID, RecordID: caseID, Author: review.Author{Kind: review.ByStaff, ID: "1"}, At: when, Verdict: label,
		}}, nil
	})
}

func TestOldLinesAreForgotten(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		var records []screen.Record
		for i := range 1300 {
			r := said(i, "u1", "r1")
			if i%100 == 50 {
				r.App = "other"
			}
			records = append(records, r)
		}
		must(t, store.RecordLines(ctx, records))
		must(t, store.RecordLine(ctx, said(5000, "u1", "r1"), nil))
		prune := func(after int64, before int, app string) int64 {
			last, err := store.PruneLines(ctx, screen.Prune{After: after, Before: at(before), Of: func(of string) bool { return of == app }})
			must(t, err)
			return last
		}
		left := func() [2]int { return [2]int{countLines(t, store, live), countLines(t, store, "other")} }
		same(t, int64(0), prune(0, 0, live))
		last := prune(0, 700, live)
		same(t, int64(700), last)
		same(t, [2]int{595, 13}, left()) // 594 and the young one
		same(t, int64(1300), prune(last, 2000, live))
		same(t, [2]int{1, 13}, left())
		prune(last, 2000, "other") // those up to there were looked at
		same(t, [2]int{1, 7}, left())
		prune(0, 9000, "other")
		same(t, [2]int{1, 0}, left())
	})
}

// countLines counts an app's messages that are found by their cause, which they
// all have.
func countLines(t *testing.T, store *sqlstore.Store, app string) int {
	t.Helper()
	count, by := [2]int{}, [2]screen.LineFilter{{App: app}, {App: app, Cause: said(0, "", "").Evidence[0].Cause}}
	for i, f := range by {
		for f.Limit = 500; ; {
			page, err := store.Lines(context.Background(), f)
			must(t, err)
			count[i] += len(page.Lines)
			if f.Before = page.Before; f.Before == 0 {
				break
			}
		}
	}
	same(t, count[0], count[1])
	return count[0]
}
