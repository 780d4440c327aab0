package screen

import (
	"context"
	"slices"
	"strings"

	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/trace"
)

// weighTraced is weigh in a span of its own, which tells what came of the
// message and by which lanes, and nothing that it says.
func (s *Service) weighTraced(ctx context.Context, record *Record) error {
	ctx, span := trace.Start(ctx, "message.weigh")
	err := s.weigh(ctx, record)
	if span.Recorded() {
		span.Text("xiezhi.app", record.App)
		span.Text("xiezhi.outcome", string(record.Outcome))
		span.Text("xiezhi.label", string(record.Label))
		span.Number("xiezhi.evidence", int64(len(record.Evidence)))
		span.Text("xiezhi.lanes", lanesOf(record.Evidence))
	}
	span.Finish(err)
	return err
}

// lanesOf names the disguises that were seen through.
func lanesOf(evidence []policy.Evidence) string {
	var names []string
	for _, e := range evidence {
		if e.Lane != "" {
			names = append(names, e.Lane)
		}
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ",")
}
