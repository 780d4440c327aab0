package lexicon

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Span is a part of a text, in bytes.
type Span struct{ Start, End int }

// Spans are the places of hits.
func Spans(hits []Hit) []Span {
	spans := make([]Span, len(hits))
	for i, hit := range hits {
		spans[i] = Span{hit.Start, hit.End}
	}
	return spans
}

// Cover writes an asterisk over every letter and sign of the spans. What is
// drawn onto a letter, or not seen at all, goes with it. Spans may overlap and
// stand in any order; one that cuts a rune covers the whole of it.
func Cover(text string, spans []Span) string {
	spans = slices.Clone(spans)
	slices.SortFunc(spans, func(a, b Span) int { return cmp.Compare(a.Start, b.Start) })
	var out strings.Builder
	done := 0
	for _, span := range spans {
		start, end := max(runeStart(text, span.Start), done), runeEnd(text, span.End)
		if span.Start >= span.End || start >= end {
			continue
		}
		out.WriteString(text[done:start])
		for _, r := range text[start:end] {
			if !unicode.In(r, unicode.M, unicode.Cf) {
				out.WriteByte('*')
			}
		}
		done = end
	}
	out.WriteString(text[done:])
	return out.String()
}

// runeStart is the begin of the rune that byte at is of.
func runeStart(text string, at int) int {
	at = min(max(at, 0), len(text))
	for back := 1; back < utf8.UTFMax && back <= at && at < len(text); back++ {
		if _, size := utf8.DecodeRuneInString(text[at-back:]); size > back {
			return at - back
		}
	}
	return at
}

// runeEnd is the end of the rune that byte at-1 is of.
func runeEnd(text string, at int) int {
	at = min(max(at, 0), len(text))
	start := runeStart(text, at)
	if start == at {
		return at
	}
	_, size := utf8.DecodeRuneInString(text[start:])
	return start + size
}
