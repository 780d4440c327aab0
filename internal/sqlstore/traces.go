package sqlstore

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
	"github.com/xiezhi/xiezhi/internal/trace"
)

// maxLinks is to how many reports' traces a decision points.
const maxLinks = 32

// carried has events be gone on with in the trace of who wrote them.
func carried(ctx context.Context, events []outbox.Event) []outbox.Event {
	if from := trace.Carry(ctx); from != "" {
		for i := range events {
			events[i].Trace = from
		}
	}
	return events
}

// about begins a span of something that is done to an app's case, of which 0
// means that it is not known yet.
func about(ctx context.Context, name, app string, caseID int64) (context.Context, trace.Span) {
	ctx, span := trace.Start(ctx, name)
	span.Text("xiezhi.app", app)
	if caseID != 0 {
		span.Number("xiezhi.case", caseID)
	}
	return ctx, span
}

// pointBack has a decision's span point at the traces of the case's reports.
// Where they cannot be read, the decision matters more.
func (s *Store) pointBack(ctx context.Context, span trace.Span, caseID int64) {
	if !span.Recorded() {
		return
	}
	traces, err := s.read().CaseTraces(ctx, query.CaseTracesParams{CaseID: caseID, Most: maxLinks})
	if err == nil {
		span.Link(traces...)
	}
}
