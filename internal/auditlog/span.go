package auditlog

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// MaxSpan is how many links VerifySpan looks at.
const MaxSpan = 10_000

// Span is what VerifySpan found.
type Span struct {
	From     int64    // the first position looked at
	Checked  int64    // good links, from there on
	Redacted int64    // how many of those were redacted
	Head     Anchor   // the log's last link
	Next     int64    // where to go on; 0: the chain ends here, or is broken
	Finding  *Finding // nil where all of it is as it was written
}

// VerifySpan verifies the chain from a position on, MaxSpan links at most, for
// who cannot wait for the whole (Verify). It takes the hash before the first
// for good: whoever begins at 1 and goes on at Next has verified them all.
// Entries that are in no link it does not look for. It returns an Invalid fault
// for a position behind the end.
func VerifySpan(ctx context.Context, reader Reader, from int64) (Span, error) {
	span := Span{From: max(from, 1)}
	var err error
	if span.Head, err = reader.AuditHead(ctx); err != nil {
		return span, err
	}
	if span.From > span.Head.Position+1 {
		return span, fault.Field("from", "is behind the log's end, %d", span.Head.Position)
	}
	w := walk{reader: reader, result: Verified{Head: Anchor{Hash: Genesis}}}
	if err := w.beginAfter(ctx, span.From-1); err != nil || w.result.Finding != nil {
		span.Finding = w.result.Finding
		return span, err
	}
	more, err := w.some(ctx, MaxSpan)
	span.Checked, span.Finding = w.result.Entries, w.result.Finding
	for _, redacted := range w.result.Erased {
		span.Redacted += redacted
	}
	if more && span.Finding == nil {
		span.Next = w.result.Head.Position + 1
	}
	return span, err
}

// beginAfter takes the link at a position for good; 0 is before the first.
func (w *walk) beginAfter(ctx context.Context, position int64) error {
	if position == 0 {
		return nil
	}
	links, err := w.reader.AuditLinks(ctx, position-1, 1)
	if err != nil {
		return err
	}
	if len(links) == 0 || links[0].Position != position {
		w.found(Missing, position, 0, "the link at position %d is gone", position)
		return nil
	}
	w.result.Head = Anchor{Position: position, Hash: links[0].Hash}
	return nil
}

// some is chain for so many links, a multiple of page; more tells that it does
// not end there.
func (w *walk) some(ctx context.Context, limit int64) (more bool, err error) {
	for w.result.Entries < limit {
		links, err := w.reader.AuditLinks(ctx, w.result.Head.Position, page)
		if err != nil {
			return false, err
		}
		for i := range links {
			if err := w.link(ctx, links[i:]); err != nil || w.result.Finding != nil {
				return false, err
			}
		}
		if len(links) < page {
			return false, nil
		}
	}
	return true, nil
}
