package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/id"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// live is the app of most tests, and start the moment at which they begin.
const live = "live"

var start = time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC)

// at is a number of seconds after the start.
func at(seconds int) time.Time { return start.Add(time.Duration(seconds) * time.Second) }

// complaint is a report about the show message with the number, filed that
// many seconds after the start.
func complaint(number int, reporter string) review.Report {
	return review.Report{
		App: live, Entrance: content.ShowMessage, Reporter: reporter,
		Complaints: verdict.ComplaintSet(verdict.ComplaintAd),
		Messages: []content.Message{{
			Type: content.Text, ID: fmt.Sprint("m", number), SenderID: fmt.Sprint("sender", number), Text: "加微信",
		}},
		Profile: &content.Profile{PlaceID: "show1", OwnerID: "host1", Name: "秀场"},
		Accused: fmt.Sprint("sender", number), FiledAt: at(number),
	}
}

// caseOf is the case that intake would open for a report.
func caseOf(r review.Report, standing intake.Standing, groupKey string) *review.Case {
	return &review.Case{
		App: r.App, Queue: review.QueueOf(r.Entrance), Entrance: r.Entrance, GroupKey: groupKey,
		Risk: standing.Risk, Protected: standing.Protected, Complaints: r.Complaints, OpenedAt: r.FiledAt,
	}
}

// file files a report that is no repetition and opens or joins a case.
func file(t *testing.T, store *sqlstore.Store, r review.Report, groupKey string) intake.Receipt {
	t.Helper()
	receipt, err := store.FileReport(context.Background(), r, id.NewKey(), r.FiledAt, func(_ int64, standing intake.Standing) intake.Plan {
		return intake.Plan{Case: caseOf(r, standing, groupKey)}
	})
	if err != nil {
		t.Error(err) // not Fatal: also called from goroutines
	}
	return receipt
}

// opened files a report whose case stands for itself, and returns its id.
func opened(t *testing.T, store *sqlstore.Store, r review.Report) int64 {
	t.Helper()
	return file(t, store, r, "").CaseID
}

// messages is a claim of one ordinary message case.
func messages(reviewer int64) review.Claim {
	return review.Claim{App: live, Queues: []review.Queue{review.MessageQueue}, Reviewer: reviewer, Limit: 1, Lease: time.Minute}
}

func claim(t *testing.T, store *sqlstore.Store, c review.Claim, now time.Time) []review.Case {
	t.Helper()
	cases, err := store.ClaimCases(context.Background(), c, now)
	if err != nil {
		t.Error(err)
	}
	return cases
}

func ids(cases []review.Case) []int64 {
	var list []int64
	for _, c := range cases {
		list = append(list, c.ID)
	}
	return list
}

// wantClaim claims and compares the ids of what was lent.
func wantClaim(t *testing.T, store *sqlstore.Store, c review.Claim, now time.Time, want ...int64) []review.Case {
	t.Helper()
	cases := claim(t, store, c, now)
	same(t, want, ids(cases))
	return cases
}

// decide passes a case and returns the error.
func decide(store *sqlstore.Store, caseID int64, now time.Time) error {
	return store.RecordRuling(context.Background(), live, caseID, now, func(c review.Case, _ review.Reports) (*review.Ruling, error) {
		return &review.Ruling{Decision: review.Decision{App: c.App, CaseID: c.ID, RecordID: c.ID, At: now, Verdict: verdict.Pass,
			Author: review.Author{Kind: review.ByStaff, ID: "1"}}}, nil
	})
}

// look reads a case without changing it.
func look(t *testing.T, store *sqlstore.Store, caseID int64) (found review.Case, facts review.Reports) {
	t.Helper()
	must(t, store.RecordRuling(context.Background(), live, caseID, start, func(c review.Case, f review.Reports) (*review.Ruling, error) {
		found, facts = c, f
		return nil, nil
	}))
	return found, facts
}

// event is one for a lane, due at once.
func event(lane, kind string, now time.Time) outbox.Event {
	return outbox.Event{
		Key: id.NewKey(), App: live, Channel: "uplus", Lane: lane, Kind: kind, Payload: []byte(`{"act":"` + kind + `"}`),
		CreatedAt: now, DueAt: now,
	}
}

// write puts events into the outbox, by a lift that lifts nothing.
func write(t *testing.T, store *sqlstore.Store, events ...outbox.Event) {
	t.Helper()
	_, err := store.LiftSanctions(context.Background(), enforce.Match{App: live, UserID: "nobody"}, "1", "", start,
		func([]enforce.Sanction) []outbox.Event { return events })
	if err != nil {
		t.Error(err)
	}
}

func same[T any](t *testing.T, want, got T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("want - and got +:\n%s", diff)
	}
}

func wantFault(t *testing.T, err error, kind fault.Kind) {
	t.Helper()
	if !fault.Is(err, kind) {
		t.Fatalf("want a fault of kind %s, got %v", kind, err)
	}
}
