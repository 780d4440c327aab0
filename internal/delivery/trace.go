package delivery

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/trace"
)

// span begins the span of one attempt, in the trace of what decided the event.
func (d *Drain) span(ctx context.Context, claim outbox.Claim) (context.Context, trace.Span) {
	ctx, span := d.o.Tracer.Call(ctx, "deliver "+claim.Channel, claim.Trace)
	span.Text("xiezhi.app", claim.App)
	span.Text("xiezhi.channel", claim.Channel)
	span.Text("xiezhi.event.kind", claim.Kind)
	span.Number("xiezhi.event", claim.ID)
	span.Number("xiezhi.attempt", int64(claim.Attempts)+1)
	if claim.CaseID != 0 {
		span.Number("xiezhi.case", claim.CaseID)
	}
	return ctx, span
}

// tell has the span say what the attempt came to.
func tell(span trace.Span, r result) {
	span.Text("xiezhi.outcome", string(r.outcome))
	if r.status != 0 {
		span.Number("http.response.status_code", int64(r.status))
	}
	if r.outcome != outbox.Done {
		span.Fail(string(r.outcome))
	}
}
