package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/invent"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// app has no business platform: what is decided is kept, and nobody is called.
var app = tenant.App{ID: "live", Name: "演示直播"}

// people report and review, through the features that serve them in the product.
type people struct {
	store   *sqlstore.Store
	reports *intake.Service
	reviews *review.Service
	users   int
	numbers atomic.Int64 // of reports and of reviewers' turns
	run     string       // in the ids of messages

	mu     sync.Mutex
	source *rand.Rand
	writer *invent.Writer
}

// newPeople are so many users. Now is their clock.
func newPeople(store *sqlstore.Store, users int, run string, now func() time.Time) *people {
	source := rand.New(rand.NewPCG(1, uint64(users)))
	p := &people{
		store: store, users: users, run: run, source: source,
		writer:  invent.NewWriter(source, func() string { return "小满" }),
		reports: intake.NewService(store, now, nil),
		reviews: review.NewService(review.Options{Store: store, Lists: store, Lease: time.Hour, Now: now}),
	}
	return p
}

// user is the nth, whose id can be told from any other word.
func user(n int64) string { return fmt.Sprintf("bench-%d", n) }

// report is of a message in a live show that nobody has reported before.
func (p *people) report() review.Report {
	n := p.numbers.Add(1)
	p.mu.Lock()
	text, sender, reporter := p.writer.Bad(invent.Advertiser, 'h', "我"), p.source.IntN(p.users), p.source.IntN(p.users)
	p.mu.Unlock()
	if reporter == sender {
		reporter++
	}
	show := n % 100
	return review.Report{
		Entrance: content.ShowMessage, Reporter: user(int64(reporter)), Complaints: verdict.ComplaintSet(verdict.ComplaintAd),
		Messages: []content.Message{{Type: content.Text, ID: fmt.Sprintf("msg-%s-%d", p.run, n), SenderID: user(int64(sender)), Text: text}},
		Profile:  &content.Profile{PlaceID: fmt.Sprint("show-", show), OwnerID: user(show), Name: "夜听", Desc: "深夜电台"},
		Accused:  user(int64(sender)), Memo: "一直发广告", ClientVersion: "8.1.0", ClientType: "ios",
	}
}

// file files a report; it must open a case of its own.
func (p *people) file(ctx context.Context) error {
	report := p.report()
	receipt, err := p.reports.Submit(ctx, app, intake.Reporter{UserID: report.Reporter}, report)
	if err == nil && (receipt.Duplicate || receipt.CaseID != receipt.ReportID) {
		return fmt.Errorf("the report %d opened no case", receipt.ReportID)
	}
	return err
}

// claim has a reviewer who holds nothing take the next case.
func (p *people) claim(ctx context.Context) (review.Case, review.Reviewer, error) {
	who := review.Reviewer{ID: 1_000_000 + p.numbers.Add(1)}
	lent, err := p.reviews.Claim(ctx, review.ClaimRequest{App: app.ID, Queue: review.MessageQueue, Who: who})
	if err == nil && len(lent) != 1 {
		err = fmt.Errorf("%d cases were lent", len(lent))
	}
	if err != nil {
		return review.Case{}, who, err
	}
	return lent[0], who, nil
}

// decide decides a case; every second is a mute.
func (p *people) decide(ctx context.Context, c review.Case, who review.Reviewer) error {
	decision := review.DecideRequest{App: app, CaseID: c.ID, Who: who, Hold: review.Hold{Token: c.LeaseToken, Version: c.Version}, Verdict: verdict.Pass}
	if who.ID%2 == 0 {
		decision.Verdict, decision.Actions = verdict.Ad, []review.ActionRequest{{Type: verdict.Mute, Hours: 24}}
	}
	_, err := p.reviews.Decide(ctx, decision)
	return err
}
