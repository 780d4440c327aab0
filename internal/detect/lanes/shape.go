package lanes

// shapes looks for terms in look-alike characters, if the text has a character
// that is seldom written: most that are taken for their looks are. At least one
// must be the term's own: a text of strangers that all look like something says nothing.
func (l *looking) shapes() {
	if !l.strange() {
		return
	}
	stream := &l.scratch.stream
	if said, _ := stream.translate(l.tables.shape, l.text.Codes()); said < minCodes {
		return
	}
	found, _ := l.Snapshot.shapes.index.Find(&l.scratch.match, stream.padded())
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

func (l *looking) strange() bool {
	for _, code := range l.text.Codes() {
		if code >= 0x4e00 && code < 0xa000 && l.tables.usual[code>>6]>>(code&63)&1 == 0 {
			return true
		}
	}
	return false
}
