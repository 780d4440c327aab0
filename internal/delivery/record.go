package delivery

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
)

// errorLimit bounds the reason kept with an attempt, in bytes.
const errorLimit = 1 << 10

// The rests between the tries to record one attempt.
const (
	firstRecordRest = 50 * time.Millisecond
	maxRecordRest   = 2 * time.Second
)

// carry makes one attempt at a claim and records it.
func (d *Drain) carry(ctx context.Context, claim outbox.Claim) {
	begun, clock := d.o.Now(), time.Now()
	ctx, span := d.span(ctx, claim)
	defer span.End()
	r := d.attempt(ctx, claim.Event)
	if ctx.Err() != nil && r.outcome == outbox.Failed {
		return // abandoned by Stop: nobody knows, so that nothing is said
	}
	tell(span, r)
	attempt := outbox.Attempt{
		EventID: claim.ID, At: begun, Took: time.Since(clock), Status: r.status,
		Answer: clean(r.answer, outbox.AnswerLimit), Error: clean([]byte(r.why), errorLimit), Outcome: r.outcome,
	}
	d.record(ctx, claim, attempt, d.retryAt(claim.Record, attempt, r))
}

// retryAt is when to try again; zero means never, for a delivery as for a dead
// letter.
func (d *Drain) retryAt(record outbox.Record, attempt outbox.Attempt, r result) time.Time {
	if r.outcome == outbox.Done || r.hopeless {
		return time.Time{}
	}
	record.Attempts++
	if r.outcome == outbox.Refused {
		record.Refusals++
	}
	if record.FirstAt.IsZero() {
		record.FirstAt = attempt.At
	}
	now := d.o.Now()
	at, giveUp := record.Next(now, d.o.Jitter())
	if giveUp {
		return time.Time{}
	}
	if asked := now.Add(r.wait); asked.After(at) {
		return asked
	}
	return at
}

// record is the one place that settles claims. While the store is down it
// tries for as long as the loan lasts, so that what was delivered is not
// delivered again.
func (d *Drain) record(ctx context.Context, claim outbox.Claim, attempt outbox.Attempt, retryAt time.Time) {
	log := d.o.Log.With("event", claim.ID, "app", claim.App, "lane", claim.Lane, "kind", claim.Kind)
	deadline := time.Now().Add(loan - attempt.Took)
	for rest := firstRecordRest; ; rest = min(2*rest, maxRecordRest) {
		err := d.o.Store.RecordAttempt(ctx, claim, attempt, retryAt)
		switch {
		case err == nil:
			d.tally.count(attempt.Outcome, retryAt)
			dead := attempt.Outcome != outbox.Done && retryAt.IsZero()
			d.o.Watch(claim.Event, attempt, dead)
			if dead {
				log.WarnContext(ctx, "delivery: dead letter", "status", attempt.Status, "outcome", attempt.Outcome) // why is with the attempt: it may be the receiver's words
			}
			return
		case fault.Is(err, fault.Conflict):
			log.WarnContext(ctx, "delivery: the loan had passed to somebody else", "outcome", attempt.Outcome)
			return
		case !time.Now().Add(rest).Before(deadline), !sleep(ctx, rest):
			log.ErrorContext(ctx, "delivery: an attempt was not recorded and will be made again", "outcome", attempt.Outcome, "err", err)
			return
		}
	}
}

// sleep waits and is true, or false as soon as ctx is done.
func sleep(ctx context.Context, wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// clean makes what a stranger sent fit to be stored: valid UTF-8 without NUL
// (which PostgreSQL does not store), at most limit bytes.
func clean(raw []byte, limit int) string {
	text := strings.ToValidUTF8(string(raw[:min(len(raw), limit)]), "\uFFFD")
	text = strings.ReplaceAll(text, "\x00", "\uFFFD")
	for cut := limit; len(text) > limit; cut-- {
		if utf8.RuneStart(text[cut]) {
			text = text[:cut]
		}
	}
	return text
}
