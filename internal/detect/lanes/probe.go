package lanes

import (
	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/detect/match"
)

// around is how many codes of the text stand on each side of what a probe changes.
const around = 12

// maxProbes bounds how much of what a text may mean is put to the index.
const maxProbes = 64

// probe is pieces of the text as they may be meant, with gaps between.
type probe struct {
	stream
	changed []bool // the code is not the text's own
	parts   int    // codes that are of Components; the others are of Emoji
	count   int
}

func (p *probe) reset() {
	p.stream.reset()
	p.changed, p.parts, p.count = p.changed[:0], 0, 0
}

func (p *probe) add(code uint16, first, last int, changed bool) {
	p.reserve(1)
	p.put(code, first, last)
	p.changed = append(p.changed, changed)
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
	if pictured := l.probeWords(); pictured || l.text.Wide() {
		l.probePictures()
	}
	if len(p.codes) == 0 {
		return
	}
	for _, m := range l.words.Match(&l.scratch.match, p.padded()) {
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
		if p.changed[i] {
			changed++
		}
	}
	if across := int(p.last[to]-p.first[from]) >= len(codes); changed == 0 && !across {
		return // the text itself, where it was looked up already
	}
	lane := Emoji
	if from < p.parts {
		lane = Components
	}
	l.add(Hit{lane, m.Sequence, l.text.Start(int(p.first[from])), l.text.End(int(p.last[to])), 0.8 - 0.15*float64(changed)/float64(len(codes))})
}
