package lanes

import (
	"slices"

	"github.com/xiezhi/xiezhi/internal/detect/match"
)

// translation makes one code of each code of a text: its sound, its shape.
type translation struct {
	of        *[0x10000]uint16 // 0 for codes that have none
	sequences match.Sequences
	terms     []uint32
	buffer    []uint16
}

func newTranslation(of *[0x10000]uint16) *translation { return &translation{of: of} }

// add takes a term whose codes all have a translation.
func (t *translation) add(term uint32, codes []uint16) {
	if len(codes) < minCodes {
		return
	}
	t.buffer = t.buffer[:0]
	for _, code := range codes {
		to := t.of[code]
		if to == 0 {
			return
		}
		t.buffer = append(t.buffer, to)
	}
	t.sequences.Add(t.buffer)
	t.terms = append(t.terms, term)
}

// translated finds terms in translated text.
type translated struct {
	of    *[0x10000]uint16
	index *match.Index
	terms []uint32 // of the index's sequences
}

// build makes the index; codes below small are of a small alphabet (match.Build).
func (t *translation) build(small uint16) *translated {
	t.sequences.Codes = slices.Clip(t.sequences.Codes)
	return &translated{of: t.of, index: match.Build(t.sequences, small), terms: slices.Clip(t.terms)}
}

// gap stands in a stream for what has no translation. No sequence has it.
const gap = 1

// pad is how much room a stream has beyond its end.
const pad = match.Pad

// stream is a text in a lane's codes.
type stream struct {
	codes []uint16
	first []uint32 // the first of the text's codes that each is made of, and how many the text has
}

// room is the stream with room for n codes, and for what a search reads beyond them.
func (s *stream) room(n int) *stream {
	s.codes = slices.Grow(s.codes[:0], n+pad)[:n]
	s.first = slices.Grow(s.first[:0], n+1)[:n+1]
	return s
}

// end ends it after n codes, which are made of so many.
func (s *stream) end(n, of int) {
	s.first[n] = uint32(of)
	s.codes, s.first = s.codes[:n], s.first[:n+1]
}

// from is the first of the text's codes that code i is made of, to the last.
func (s *stream) from(i int) int { return int(s.first[i]) }

func (s *stream) to(i int) int { return int(s.first[i+1]) - 1 }

// padded is the codes with what a search wants beyond their end.
func padded(codes []uint16) []uint16 {
	return append(codes, 0, 0, 0, 0, 0, 0, 0, 0)[:len(codes)]
}
