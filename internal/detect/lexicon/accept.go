package lexicon

import (
	"strings"

	"github.com/xiezhi/xiezhi/internal/detect/match"
	"github.com/xiezhi/xiezhi/internal/detect/normalize"
)

// longGap is how many bytes of signs between two letters are looked at. Nobody
// reads a Latin word across more.
const longGap = 32

// accept adds the hit, or the span of an allow phrase, if the original bears it out.
func (s *Snapshot) accept(scratch *Scratch, m match.Match, mode Mode) {
	text := &scratch.Text
	from := int(m.At)
	to := from + len(s.index.Sequence(m.Sequence)) - 1
	if mode != Substring && (inWord(text, from-1) || inWord(text, to)) {
		return
	}
	broken := false
	if !text.Joined(from, to) {
		g := s.gaps(scratch, m.Sequence, from, to)
		if !g.bearable() {
			return
		}
		broken = g.broken
	}
	start, end := text.Start(from), text.End(to)
	if mode == Allow {
		scratch.spans = append(scratch.spans, Span{start, end})
	} else {
		scratch.hits = append(scratch.hits, Hit{m.Sequence, start, end, broken})
	}
}

// inWord reports whether code i and the next are of one word, or one number.
func inWord(text *normalize.Folded, i int) bool {
	codes := text.Codes()
	if i < 0 || i+1 >= len(codes) {
		return false
	}
	c := classOf(codes[i])
	return c != other && c == classOf(codes[i+1]) && (text.Joined(i, i+1) || visible(text.Gap(i)) == "")
}

// gaps is what stands between the letters of a hit.
type gaps struct {
	length  int    // codes of the hit
	broken  bool   // some gap is not the term's own
	clause  bool   // some gap ends a clause
	pairs   int    // neighbours of alphabets or digits that the term does not set apart
	parted  int    // those of them with a gap
	first   string // the first of these gaps
	uniform bool   // all of these are the same
}

func (s *Snapshot) gaps(scratch *Scratch, term uint32, from, to int) gaps {
	text := &scratch.Text
	codes := text.Codes()
	if scratch.snapshot != s.serial || scratch.termID != term {
		scratch.snapshot, scratch.termID = s.serial, term
		scratch.term.Set(s.text(term))
	}
	g := gaps{length: to - from + 1, uniform: true}
	for i := from; i < to; i++ {
		own := visible(scratch.term.Gap(i-from)) != ""
		words := classOf(codes[i]) != other && classOf(codes[i+1]) != other
		gap := ""
		if !text.Joined(i, i+1) {
			gap = visible(text.Gap(i))
		}
		g.add(gap, own, words)
	}
	return g
}

func (g *gaps) add(gap string, own, words bool) {
	if own {
		return
	}
	if words {
		g.pairs++
	}
	if gap == "" {
		return
	}
	g.broken = g.broken || words || gap != " "
	g.clause = g.clause || len(gap) > longGap || strings.ContainsAny(gap, clauseEnds)
	if !words {
		return
	}
	if g.parted == 0 {
		g.first = gap
	}
	g.parted++
	g.uniform = g.uniform && gap == g.first && len(gap) <= longGap
}

const (
	clauseEnds = "。！？；：，、…,!?;:\n"
	ties       = "-_*·•|~^+=#＊－＿" // signs that tie letters together rather than set them apart
)

// bearable reports whether the gaps can be an evasion, or the writer's way
// with the term, and not the end of one word and the beginning of another.
func (g *gaps) bearable() bool {
	if g.length == 2 && g.clause {
		return false
	}
	if g.parted == 0 || g.parted == g.pairs && g.first != "" {
		return true // no word is torn, or its letters stand singly
	}
	if !g.uniform || strings.ContainsAny(g.first, " \t\n\r\u00a0\u3000") {
		return false
	}
	return g.parted > 1 || strings.Trim(g.first, ties) == ""
}
