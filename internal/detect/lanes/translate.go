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

// stream is a text in a lane's codes, each knowing of which of the text's codes it is.
type stream struct {
	codes       []uint16
	first, last []uint32
}

func (s *stream) reset() { s.codes, s.first, s.last = s.codes[:0], s.first[:0], s.last[:0] }

// reserve makes room for n codes.
func (s *stream) reserve(n int) {
	s.codes = slices.Grow(s.codes, n+match.Pad)
	s.first, s.last = slices.Grow(s.first, n), slices.Grow(s.last, n)
}

// put adds a code for which there is room.
func (s *stream) put(code uint16, first, last int) {
	n := len(s.codes)
	s.codes, s.first, s.last = s.codes[:n+1], s.first[:n+1], s.last[:n+1]
	s.codes[n], s.first[n], s.last[n] = code, uint32(first), uint32(last)
}

// from is the first of the text's codes that code i is made of, to the last.
func (s *stream) from(i int) int {
	if len(s.first) == 0 { // translated one by one
		return i
	}
	return int(s.first[i])
}

func (s *stream) to(i int) int {
	if len(s.last) == 0 {
		return i
	}
	return int(s.last[i])
}

// translate makes one code of each of the text's. It says how many are no gaps
// and whether there are Latin letters.
func (s *stream) translate(of *[0x10000]uint16, codes []uint16) (said int, latin bool) {
	s.reset()
	s.codes = slices.Grow(s.codes, len(codes)+match.Pad)[:len(codes)]
	for i, code := range codes {
		to := of[code]
		if to != 0 {
			said++
		} else {
			latin = latin || isLatin(code)
		}
		s.codes[i] = max(to, gap)
	}
	return said, latin
}

// padded is the codes with what a search wants beyond their end.
func (s *stream) padded() []uint16 {
	n := len(s.codes)
	s.codes = append(s.codes, 0, 0, 0, 0, 0, 0, 0, 0)[:n]
	return s.codes
}
