package sqlstore

import (
	"context"
	"math"
	"strings"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/review"
)

// bound sets the times between which the search looks, as negative numbers,
// and the case after which it goes on.
func (s *search) bound(ctx context.Context, f review.CaseFilter) error {
	s.Newest, s.Oldest = -math.MaxInt64, math.MaxInt64
	s.CursorAt = math.MaxInt64
	if !f.From.IsZero() {
		s.Oldest = -millis(f.From)
	}
	if !f.To.IsZero() {
		s.Newest = 1 - millis(f.To)
	}
	if f.BeforeID == 0 {
		return nil
	}
	age, err := s.q.CaseAge(ctx, f.BeforeID)
	if notFound(err) {
		return fault.Field("before", "there is no case %d", f.BeforeID)
	}
	s.from(age, f.BeforeID)
	return err
}

// from goes on after a case.
func (s *search) from(openedAt, id int64) {
	s.CursorAt, s.CursorID = openedAt, id
	s.Newest = max(s.Newest, -openedAt)
}

// needle is a text to look for; empty for none.
type needle string

func needleFor(text string) needle { return needle(plain(strings.TrimSpace(text))) }

// likeEscapes are for the escape character that the queries name.
var likeEscapes = strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")

// inText is the pattern that finds the needle in a text.
func (n needle) inText() string {
	if n == "" {
		return ""
	}
	return "%" + likeEscapes.Replace(string(n)) + "%"
}

// inJSON is the pattern that finds the needle in a JSON string, where some
// characters are written otherwise. It may find more: see standsIn.
func (n needle) inJSON() string {
	quoted, err := encode(string(n))
	if n == "" || err != nil {
		return ""
	}
	return needle(strings.TrimSuffix(strings.TrimPrefix(quoted, `"`), `"`)).inText()
}

// standsIn reports whether the needle stands in what a report's people wrote.
func (n needle) standsIn(r review.Report) bool {
	small := lowerASCII(string(n))
	if strings.Contains(lowerASCII(r.Memo), small) {
		return true
	}
	for _, m := range r.Messages {
		if strings.Contains(lowerASCII(m.Text), small) {
			return true
		}
	}
	return false
}

// lowerASCII makes A–Z small and leaves the rest, so that both engines find the
// same.
func lowerASCII(text string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, text)
}
