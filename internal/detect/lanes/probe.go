package lanes

import (
	"slices"

	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/detect/match"
)

// around is how many codes of the text stand on each side of what a probe changes.
const around = 12

// maxProbes bounds how much of what a text may mean is put to the index.
const maxProbes = 64

// probe is pieces of the text as they may be meant, with gaps between.
type probe struct {
	codes []uint16
	of    []origin // of the codes
	parts int      // codes that are of Components; the others are of Emoji
	count int
}

// origin says of which of the text's codes a code of a probe is made.
type origin struct {
	first, last uint32
	changed     bool // it is not the text's own
}

func (p *probe) reset() { p.codes, p.of, p.parts, p.count = p.codes[:0], p.of[:0], 0, 0 }

// reserve makes room for n codes.
func (p *probe) reserve(n int) {
	p.codes, p.of = slices.Grow(p.codes, n), slices.Grow(p.of, n)
}

func (p *probe) add(code uint16, first, last int, changed bool) {
	p.codes, p.of = append(p.codes, code), append(p.of, origin{uint32(first), uint32(last), changed})
}

// addFrom adds a part of another probe.
func (p *probe) addFrom(other *probe, from, to int) {
	p.codes, p.of = append(p.codes, other.codes[from:to]...), append(p.of, other.of[from:to]...)
}

// end closes a piece.
func (p *probe) end() {
	p.add(gap, 0, 0, false)
	p.count++
}

func (p *probe) full() bool { return p.count >= maxProbes }

// probes looks for terms in what the text may mean.
func (l *looking) probes() {
	p := &l.scratch.probe
	p.reset()
	l.probeParts()
	p.parts = len(p.codes)
	l.probeWords()
	l.probePictures()
	if len(p.codes) == 0 {
		return
	}
	for _, m := range l.words.Match(&l.scratch.match, padded(p.codes)) {
		l.addProbe(m)
	}
}

// addProbe adds a match in the probe that has something changed in it.
func (l *looking) addProbe(m match.Match) {
	p := &l.scratch.probe
	codes := l.words.Codes(m.Sequence)
	from, to := int(m.At), int(m.At)+len(codes)-1
	if len(codes) < minCodes || l.words.Mode(m.Sequence) == lexicon.Allow {
		return
	}
	changed := 0
	for i := from; i <= to; i++ {
		changed += count(p.of[i].changed)
	}
	first, last := int(p.of[from].first), int(p.of[to].last)
	if across := last-first >= len(codes); changed == 0 && !across {
		return // the text itself, where it was looked up already
	}
	lane := Emoji
	if from < p.parts {
		lane = Components
	}
	l.add(Hit{lane, m.Sequence, l.text.Start(first), l.text.End(last), 0.8 - 0.15*float64(changed)/float64(len(codes))})
}
