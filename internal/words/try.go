package words

import (
	"context"
	"unicode/utf16"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/policy"
)

// MaxTried bounds the text of a Try, in bytes.
const MaxTried = 16 << 10

// Trial is what would become of a text.
type Trial struct {
	Folded   string // as it is compared
	Hits     []Hit
	Decision policy.Decision
	Shown    string // as viewers would see it; empty where it would not be shown, or not yet
}

// Try decides about a text as of a live message by nobody in particular, by the
// lists as they are now. Nothing is kept of it.
func (s *Service) Try(ctx context.Context, app, text string) (Trial, error) {
	if len(text) > MaxTried {
		return Trial{}, fault.Field("text", "is longer than %d bytes", MaxTried)
	}
	if _, known := s.apps.App(app); app != "" && !known {
		return Trial{}, fault.Field("app", "there is no app %.64q", app)
	}
	if err := s.Refresh(ctx); err != nil {
		return Trial{}, err
	}
	var scratch lexicon.Scratch
	snapshot := s.book.Load().of(app)
	hits := snapshot.Find(&scratch, text, s.where(sceneLive)).Hits
	d := policy.Decide(s.thresholds(app), policy.Context{Type: content.UserLine}, evidenceOf(snapshot, hits))
	return Trial{
		Folded: string(utf16.Decode(scratch.Text.Codes())), Hits: hitsOf(snapshot, hits), Decision: d, Shown: shown(text, d),
	}, nil
}

func shown(text string, d policy.Decision) string {
	switch d.Outcome {
	case policy.Pass:
		return text
	case policy.Mask:
		spans := make([]lexicon.Span, len(d.Masks))
		for i, mask := range d.Masks {
			spans[i] = lexicon.Span{Start: mask.From, End: mask.To}
		}
		return lexicon.Cover(text, spans)
	}
	return ""
}
