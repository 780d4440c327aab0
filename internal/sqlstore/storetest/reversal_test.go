package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/reversal"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// theApps knows the apps of these tests.
type theApps struct{}

func (theApps) App(id string) (tenant.App, bool) {
	return tenant.App{ID: id}, id == live || id == "other"
}

// mute is a credential that no callback is for.
const muteCredential = "mute"

func newReversals(store *sqlstore.Store) *reversal.Service {
	now := func() time.Time { return at(5000) }
	return reversal.NewService(reversal.Options{
		Store: store, Apps: theApps{}, Now: now, Wake: func() {},
		Cases: review.NewService(review.Options{Store: store, Lists: store, Lease: time.Minute, Now: now}),
		Channel: func(_ tenant.App, credential string) string {
			if credential == muteCredential {
				return ""
			}
			return "yunjing"
		},
	})
}

// ruledBy is a message whose outcome is owed to rule 5 in a version, or to what
// else led.
func ruledBy(number int, outcome policy.Outcome, version int64, led bool) screen.Record {
	r := said(number, fmt.Sprint("u", number), "r1")
	r.Outcome, r.Text, r.Shadow = outcome, "", nil
	r.Line.Text = fmt.Sprint("第", number, "句")
	r.Evidence = []policy.Evidence{
		{Source: "rule", Cause: policy.Cause{Kind: policy.Rule, ID: 5, Version: version}, Want: outcome, Sure: 1, Led: led},
		{Source: "list", Cause: policy.Cause{Kind: policy.List, ID: 3, Version: 1}, Want: outcome, Sure: 1, Led: !led},
	}
	return r
}

// verdictsTold counts what apps are told of each message.
func verdictsTold(t *testing.T, store *sqlstore.Store) map[string]verdict.Label {
	t.Helper()
	told := map[string]verdict.Label{}
	for before := int64(0); ; {
		list, err := store.Deliveries(context.Background(), delivery.Filter{App: live, Before: before, Limit: 500})
		must(t, err)
		if len(list) == 0 {
			return told
		}
		for _, event := range list {
			var reply review.Reply
			var asked screen.Asked
			must(t, json.Unmarshal(event.Payload, &reply))
			must(t, json.Unmarshal(reply.Asked, &asked))
			if told[asked.DataID] != "" {
				t.Errorf("%s is told of twice", asked.DataID)
			}
			told[asked.DataID] = reply.Verdict
			before = event.ID
		}
	}
}

var ruleFive = reversal.Scope{App: live, Cause: policy.Cause{Kind: policy.Rule, ID: 5}}

func reverse(t *testing.T, s *reversal.Service, scope reversal.Scope) reversal.Progress {
	t.Helper()
	var last reversal.Progress
	begun, err := s.Begin(context.Background(), reversal.Request{Scope: scope, Who: review.Reviewer{ID: 9, Senior: true}, Note: "a slip"})
	must(t, err)
	must(t, begun.Run(context.Background(), func(p reversal.Progress) error {
		last = p
		return nil
	}))
	return last
}

func TestReversal(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		mute := ruledBy(2, policy.Deny, 1, true)
		mute.Credential = muteCredential
		foreign := ruledBy(3, policy.Deny, 1, true)
		foreign.App = "other"
		shadow := ruledBy(4, policy.Deny, 1, true)
		shadow.Evidence, shadow.Shadow = nil, shadow.Evidence
		for _, r := range []screen.Record{
			ruledBy(0, policy.Deny, 1, true), ruledBy(1, policy.Mask, 1, true), mute, foreign, shadow, ruledBy(5, policy.Deny, 1, false),
			ruledBy(6, policy.Deny, 2, true), ruledBy(7, policy.Pass, 1, false), ruledBy(900, policy.Deny, 1, true),
		} {
			must(t, store.RecordLine(ctx, r, nil))
		}
		asked := func(number int, text string) int64 {
			r := ruledBy(number, policy.Review, 1, true)
			if text != "" {
				r.Line.Text = text
			}
			report := r.Complaint("yunjing")
			must(t, store.RecordLine(ctx, r, report))
			kept, err := store.FindLine(ctx, live, r.DataID)
			must(t, err)
			return kept.CaseID
		}
		wave := asked(10, "一波")
		same(t, [2]int64{wave, wave}, [2]int64{asked(11, "一波"), asked(12, "一 波")})
		leased, decided := asked(13, ""), asked(14, "")
		lent, err := store.ClaimChosen(ctx, review.Claim{App: live, Queues: []review.Queue{review.LiveQueue}, Reviewer: 1, Limit: 1, Lease: time.Hour}, []int64{leased}, at(4990))
		must(t, err)
		same(t, 1, len(lent))
		must(t, decideAs(store, decided, verdict.Ad, at(30)))

		s := newReversals(store)
		scope := ruleFive
		scope.Cause.Version, scope.To = 1, at(800)
		counts, err := s.Preview(ctx, scope)
		must(t, err)
		same(t, reversal.Counts{Lines: 10, Denied: 2, Masked: 1, Waiting: 4, Decided: 1}, counts)
		same(t, reversal.Progress{Done: 8, Total: 8, CalledBack: 1, Closed: 1, Skipped: 2}, reverse(t, s, scope))
		told := map[string]verdict.Label{}
		for _, number := range []int{0, 10, 11, 12} {
			told[said(number, "", "").DataID] = verdict.Pass
		}
		same(t, told, verdictsTold(t, store))
		c, _ := look(t, store, wave)
		same(t, [2]string{"decided", "pass"}, [2]string{string(c.State), string(c.Verdict)})
		same(t, review.Author{Kind: review.ByStaff, ID: "9"}, c.DecidedBy)
		for number, reversed := range map[int]bool{0: true, 1: true, 2: true, 4: false, 5: false, 6: false, 11: true, 13: false, 14: false, 900: false} {
			line, err := store.FindLine(ctx, live, said(number, "", "").DataID)
			must(t, err)
			if line.ReversedAt.Equal(at(5000)) != reversed {
				t.Errorf("message %d was undone at %s", number, line.ReversedAt)
			}
		}

		// Again: what was undone is not undone again, what is free now is.
		_, err = store.ReturnExpired(ctx, at(99999), 10)
		must(t, err)
		same(t, reversal.Progress{Done: 2, Total: 2, Closed: 1, Skipped: 1}, reverse(t, s, scope))
		same(t, reversal.Progress{Done: 3, Total: 3, CalledBack: 2, Skipped: 1}, reverse(t, s, ruleFive))
		told[said(13, "", "").DataID], told[said(6, "", "").DataID], told[said(900, "", "").DataID] = verdict.Pass, verdict.Pass, verdict.Pass
		same(t, told, verdictsTold(t, store))
		counts, err = s.Preview(ctx, ruleFive)
		must(t, err)
		same(t, reversal.Counts{Lines: 12, Decided: 1}, counts)

		entries, err := store.AuditEntries(ctx, auditlog.Filter{Action: "reversal.", Limit: 10})
		must(t, err)
		same(t, 6, len(entries))
		if begun := string(entries[5].Detail); entries[5].Action != auditlog.ReversalBegin || !strings.Contains(begun, `"cause":"rule:5"`) || !strings.Contains(begun, `"note":"a slip"`) || !strings.Contains(begun, `"denied":2`) {
			t.Errorf("%+v", entries[5].Entry)
		}
		if ended := string(entries[4].Detail); entries[4].Action != auditlog.ReversalEnd || !strings.Contains(ended, `"called_back":1`) {
			t.Errorf("%s", ended)
		}
	})
}

// A reversal that is broken off in the middle of a batch leaves nothing half
// done, and who begins it again goes on.
func TestAReversalGoesOnAfterABreak(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		const all = 350
		want := map[string]verdict.Label{}
		records := make([]screen.Record, all)
		for i := range records {
			records[i] = ruledBy(i, policy.Deny, 1, true)
			want[records[i].DataID] = verdict.Pass
		}
		must(t, store.RecordLines(ctx, records))
		s := newReversals(store)
		told := 0
		breaking := *s
		breaking.Channel = func(tenant.App, string) string {
			if told++; told > 250 {
				panic("the process dies")
			}
			return "yunjing"
		}
		begun, err := breaking.Begin(ctx, reversal.Request{Scope: ruleFive, Who: review.Reviewer{ID: 9, Senior: true}})
		must(t, err)
		var last reversal.Progress
		err = begun.Run(ctx, func(p reversal.Progress) error {
			last = p
			return nil
		})
		if !fault.Is(err, fault.Internal) || last.Done != 200 || len(verdictsTold(t, store)) != 200 {
			t.Fatalf("%+v, %d told, %v", last, len(verdictsTold(t, store)), err)
		}
		begun, err = s.Begin(ctx, reversal.Request{Scope: ruleFive, Who: review.Reviewer{ID: 9, Senior: true}})
		must(t, err)
		gone := errors.New("the client is gone")
		if err := begun.Run(ctx, func(reversal.Progress) error { return gone }); !errors.Is(err, gone) {
			t.Fatal(err)
		}
		same(t, reversal.Progress{Done: 50, Total: 50, CalledBack: 50}, reverse(t, s, ruleFive))
		same(t, want, verdictsTold(t, store))
		same(t, reversal.Progress{}, reverse(t, s, ruleFive))
	})
}

// Two at once undo nothing twice.
func TestReversalsAtOnce(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		var records []screen.Record
		for i := range 300 {
			records = append(records, ruledBy(i, policy.Deny, 1, true))
		}
		must(t, store.RecordLines(ctx, records))
		for i := range 40 {
			r := ruledBy(1000+i, policy.Review, 1, true)
			must(t, store.RecordLine(ctx, r, r.Complaint("yunjing")))
		}
		s := newReversals(store)
		sums := make(chan reversal.Progress)
		for range 2 {
			go func() { sums <- reverse(t, s, ruleFive) }()
		}
		one, other := <-sums, <-sums
		rest := reverse(t, s, ruleFive) // cases that the two were at together
		if done := one.Done - one.Skipped + other.Done - other.Skipped + rest.Done; done != 340 || rest.Skipped != 0 {
			t.Errorf("%+v, %+v, %+v", one, other, rest)
		}
		same(t, 340, len(verdictsTold(t, store)))
	})
}
