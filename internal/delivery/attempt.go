package delivery

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/xiezhi/xiezhi/internal/egress"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/trace"
)

const (
	userAgent = "xiezhi"

	// maxRetryAfter is the longest wait that a receiver may ask for; a longer
	// wish is left to the schedule.
	maxRetryAfter = 30 * time.Second
)

// result is what an attempt came to.
type result struct {
	outcome  outbox.Outcome
	why      string        // empty for a delivery
	status   int           // 0 where no answer came
	answer   []byte        // as much as was read
	wait     time.Duration // what the receiver asked for; 0 means nothing
	hopeless bool          // trying again cannot help
}

// attempt takes a claim to whom its channel says, once.
func (d *Drain) attempt(ctx context.Context, event outbox.Event) result {
	app, known := d.o.Apps.App(event.App)
	if !known {
		return refused(fault.New(fault.NotFound, "", "there is no app %q", event.App))
	}
	encoder, encodes := d.o.Encoders[event.Channel]
	carrier, carries := d.o.Carriers[event.Channel]
	if chooser, chooses := encoder.(Chooser); carries && chooses && chooser.Reaches(app) {
		carries = false
	}
	switch {
	case carries:
		return hand(ctx, carrier, app, event)
	case encodes:
		return d.send(ctx, encoder, app, event)
	}
	return refused(fault.New(fault.NotFound, "", "there is no channel %q", event.Channel))
}

// refused is what comes of an event that no attempt can ever deliver. One that
// came too late to be of use is done with: nobody misses it.
func refused(err error) result {
	if fault.HasCode(err, outbox.CodeLate) {
		return result{outcome: outbox.Done, answer: []byte(reason(err))}
	}
	return result{outcome: outbox.Refused, why: reason(err), hopeless: true}
}

// hand gives an event to its carrier, who has as long as a call would.
func hand(ctx context.Context, carrier Carrier, app tenant.App, event outbox.Event) result {
	ctx, cancel := context.WithTimeout(ctx, egress.Timeout)
	defer cancel()
	err := carrier.Carry(ctx, app, event)
	switch {
	case err == nil:
		return result{outcome: outbox.Done}
	case fault.Is(err, fault.Invalid), fault.Is(err, fault.NotFound):
		return refused(err)
	}
	return result{outcome: outbox.Failed, why: reason(err)}
}

// send puts an event into its wire form and sends it.
func (d *Drain) send(ctx context.Context, encoder Encoder, app tenant.App, event outbox.Event) result {
	req, err := encode(ctx, encoder, app, event)
	if err != nil {
		return refused(err)
	}
	if traceparent := d.o.Tracer.Outgoing(ctx); traceparent != "" {
		req.Header.Set(trace.Header, traceparent)
	}
	status, header, answer, err := d.o.Client.Do(ctx, req)
	r := result{status: status, answer: answer}
	r.outcome, r.why = classify(status, err, func() (bool, string) { return encoder.Judge(status, answer) })
	if r.outcome == outbox.Failed {
		r.wait = retryAfter(header)
	}
	return r
}

// encode makes the request of an event. An error means that there can be none.
func encode(ctx context.Context, encoder Encoder, app tenant.App, event outbox.Event) (*http.Request, error) {
	call, err := encoder.Encode(app, event)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, call.Method, call.URL, bytes.NewReader(call.Body))
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "the call cannot be made")
	}
	req.Header.Set("User-Agent", userAgent)
	req.Header.Set("Idempotency-Key", event.Key)
	for name, value := range call.Header {
		req.Header.Set(name, value)
	}
	if call.ContentType != "" {
		req.Header.Set("Content-Type", call.ContentType)
	}
	return req, nil
}

// classify gives a call's end its meaning (PROTOCOLS §2). judge reads the
// answer and is asked only about a whole one with a 2xx status.
func classify(status int, err error, judge func() (ok bool, why string)) (outbox.Outcome, string) {
	switch {
	case fault.HasCode(err, egress.CodeRefused):
		return outbox.Refused, reason(err)
	case err != nil && !fault.HasCode(err, egress.CodeTooLarge):
		return outbox.Failed, reason(err)
	case status == http.StatusTooManyRequests, status >= http.StatusInternalServerError:
		return outbox.Failed, fmt.Sprintf("HTTP %d", status)
	case status < http.StatusOK, status >= http.StatusMultipleChoices:
		return outbox.Refused, fmt.Sprintf("HTTP %d", status)
	case err != nil: // said to be well, in more words than anybody reads
		return outbox.Refused, reason(err)
	}
	if ok, why := judge(); !ok {
		return outbox.Refused, "the answer says no: " + why
	}
	return outbox.Done, ""
}

// retryAfter is the wait in seconds that an answer asks for, where it is one
// that we grant.
func retryAfter(header http.Header) time.Duration {
	seconds, err := strconv.Atoi(header.Get("Retry-After"))
	if err != nil || seconds < 0 || seconds > int(maxRetryAfter/time.Second) {
		return 0
	}
	return time.Duration(seconds) * time.Second
}

// reason is an error as people read it beside the attempt: its cause too,
// because who sees deliveries may.
func reason(err error) string {
	known := fault.As(err)
	text := known.Message
	if known.Field != "" {
		text = known.Field + ": " + text
	}
	if known.Cause != nil {
		text += ": " + known.Cause.Error()
	}
	return text
}
