package screen

import (
	"context"
	"unicode/utf16"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/detect/normalize"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/policy"
)

// MaxTried bounds the text of a Try, in bytes.
const MaxTried = 16 << 10

// Trial is what would become of a message.
type Trial struct {
	Folded string // as it is compared
	Judgement
	Shown string // as viewers would see it; empty where it would not be shown, or not yet
}

// Try decides about a message by what is in force now, as if nobody in
// particular said it once. Nothing is kept of it.
func (s *Service) Try(ctx context.Context, app string, line content.Line) (Trial, error) {
	if len(line.Text) > MaxTried {
		return Trial{}, fault.Field("text", "is longer than %d bytes", MaxTried)
	}
	if _, known := s.apps.App(app); app != "" && !known {
		return Trial{}, fault.Field("app", "there is no app %.64q", app)
	}
	if err := s.refresh(ctx); err != nil {
		return Trial{}, err
	}
	return s.judge.Try(app, line, policy.Context{Type: line.Type}), nil
}

// Try is Judge with all that led to it.
func (j Judge) Try(app string, line content.Line, c policy.Context) Trial {
	var folded normalize.Folded
	folded.Set(line.Text)
	judged := j.weigh(app, line, c, j.find(app, line), true)
	return Trial{Folded: string(utf16.Decode(folded.Codes())), Judgement: judged, Shown: shown(line.Text, judged.Decision)}
}

func shown(text string, d policy.Decision) string {
	switch d.Outcome {
	case policy.Pass:
		return text
	case policy.Mask:
		if masked := covered(text, d.Masks); masked != "" {
			return masked
		}
		return text
	}
	return ""
}
