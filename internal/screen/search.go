package screen

import (
	"slices"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/detect/normalize"
	"github.com/xiezhi/xiezhi/internal/policy"
)

// LineFilter picks messages; zero fields match everything.
type LineFilter struct {
	App     string
	UserID  string
	RoomID  string
	Text    string // stands in the message, however both are typed
	Outcome policy.Outcome
	Cause   policy.Cause // was found in the message, also by a rule that is only tried; Version 0: in any version
	From    time.Time
	To      time.Time // not included
	Before  int64     // a LinePage.Before; 0 begins at the newest
	Limit   int       // 0 means 100; at most 500
}

// LinePage is what a search found, newest first. It looks at so many messages
// and no more, so that it may find few or none and still not be at its end.
type LinePage struct {
	Lines  []Record
	Before int64     // where the next page begins; 0: there is none
	Looked int       // messages that were looked at
	Until  time.Time // when the last of them came; zero where there was none
}

// Means reports whether the filter picks the message.
func (f LineFilter) Means(r Record) bool {
	caused := func(e policy.Evidence) bool {
		return e.Cause.Kind == f.Cause.Kind && e.Cause.ID == f.Cause.ID && (f.Cause.Version == 0 || e.Cause.Version == f.Cause.Version)
	}
	if f.Cause.Kind != "" && !slices.ContainsFunc(r.Evidence, caused) && !slices.ContainsFunc(r.Shadow, caused) {
		return false
	}
	return NewSieve(f).Takes(Stepped{App: r.App, UserID: r.Line.UserID, RoomID: r.Line.RoomID, Text: r.Line.Text, Outcome: r.Outcome, At: r.At})
}

// Stepped is what a Sieve must know of a message.
type Stepped struct {
	App, UserID, RoomID, Text string
	Outcome                   policy.Outcome
	At                        time.Time
}

// Sieve tells which messages a filter means, whatever their cause. One
// goroutine at a time may use it.
type Sieve struct {
	LineFilter

	needle []uint16 // what the text folds to; empty where it folds to nothing
	line   normalize.Folded
}

// NewSieve makes one.
func NewSieve(f LineFilter) *Sieve {
	s := &Sieve{LineFilter: f}
	s.line.Set(f.Text)
	s.needle = slices.Clone(s.line.Codes())
	return s
}

// Takes reports whether the filter means the message.
func (s *Sieve) Takes(m Stepped) bool {
	switch {
	case s.App != "" && s.App != m.App, s.UserID != "" && s.UserID != m.UserID, s.RoomID != "" && s.RoomID != m.RoomID,
		s.Outcome != "" && s.Outcome != m.Outcome, !s.From.IsZero() && m.At.Before(s.From), !s.To.IsZero() && !m.At.Before(s.To):
		return false
	}
	return s.holds(m.Text)
}

func (s *Sieve) holds(text string) bool {
	if strings.Contains(text, s.Text) {
		return true
	}
	if len(s.needle) == 0 {
		return false
	}
	s.line.Set(text)
	codes := s.line.Codes()
	for {
		at := slices.Index(codes, s.needle[0])
		if at < 0 || len(codes)-at < len(s.needle) {
			return false
		}
		if slices.Equal(codes[at:at+len(s.needle)], s.needle) {
			return true
		}
		codes = codes[at+1:]
	}
}
