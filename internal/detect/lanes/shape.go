package lanes

import "slices"

// shapes looks for terms in look-alike characters, if the text has a character
// that is seldom written: most that are taken for their looks are. At least one
// must be the term's own: a text of strangers that all look like something says nothing.
func (l *looking) shapes() {
	if l.traits&seldom == 0 {
		return
	}
	codes := slices.Grow(l.scratch.shapes[:0], len(l.text.Codes())+pad)
	for _, code := range l.text.Codes() {
		codes = append(codes, max(l.tables.shape[code], gap))
	}
	l.scratch.shapes = codes
	if !l.likely(codes) {
		return
	}
	found, _ := l.Snapshot.shapes.index.Find(&l.scratch.match, padded(codes))
	for _, m := range found {
		n := len(l.Snapshot.shapes.index.Sequence(m.Sequence))
		l.addShape(l.Snapshot.shapes.terms[m.Sequence], int(m.At), int(m.At)+n-1)
	}
}

func (l *looking) addShape(term uint32, from, to int) {
	codes, said := l.text.Codes(), l.words.Codes(term)
	same := 0
	for i := from; i <= to; i++ {
		if codes[i] == said[i-from] {
			same++
		}
	}
	if same == 0 || same == len(said) || !l.oneClause(from, to) {
		return
	}
	l.add(Hit{Glyph, term, l.text.Start(from), l.text.End(to), 0.5 + 0.3*float64(same)/float64(len(said))})
}

// likely reports whether some character that is seldom written stands, with
// its neighbours, for three that some term has side by side.
func (l *looking) likely(shapes []uint16) bool {
	for i, code := range l.text.Codes() {
		if l.tables.traits[code]&seldom != 0 && l.alike.hasThree(near(shapes, i, i+1)) {
			return true
		}
	}
	return false
}
