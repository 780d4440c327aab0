package lanes

import "unicode/utf8"

// maxNames is how many names of a picture are tried.
const maxNames = 6

// isPicture reports whether a rune may be a picture.
func isPicture(r rune) bool { return r >= 0x2600 && r <= 0x2bff || r >= higherPlanes }

// higherPlanes is where the pictures are that have codes of their own.
const higherPlanes = 0x1f000

// probePictures reads each picture as each of its names, and as nothing.
func (l *looking) probePictures() {
	if len(l.text.Codes()) == 0 {
		return
	}
	for at, r := range l.text.Text() {
		if !isPicture(r) || l.scratch.probe.full() {
			continue
		}
		before, after := l.codeAt(at), l.codeAt(at+utf8.RuneLen(r))
		for _, name := range l.tables.pictures[r] {
			if l.says(name...) {
				l.probePicture(name, before, after)
			}
		}
		if r >= higherPlanes { // others are dropped anyway
			l.probePicture(nil, before, after)
		}
	}
}

// codeAt is the first code whose letter begins at the byte or later.
func (l *looking) codeAt(at int) int {
	starts := l.text.Starts()
	low, high := 0, len(starts)
	for low < high {
		middle := (low + high) / 2
		if int(starts[middle]) < at {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

// probePicture adds a piece in which the codes from before to after, a
// picture's own, are a name.
func (l *looking) probePicture(name []uint16, before, after int) {
	p := &l.scratch.probe
	n := len(l.text.Codes())
	l.surround(max(0, before-around), before, len(name) > 0)
	at := min(before, n-1)
	for _, code := range name {
		p.add(code, at, max(at, after-1), true)
	}
	l.surround(after, min(n, after+around), len(name) > 0)
	p.end()
}

// surround adds the text's own codes, other pictures by their first name, or
// without them.
func (l *looking) surround(from, to int, named bool) {
	codes, p := l.text.Codes(), &l.scratch.probe
	for i := from; i < to; i++ {
		switch {
		case codes[i] < 0xd800 || codes[i] > 0xdfff:
			p.add(codes[i], i, i, false)
		case codes[i] < 0xdc00 && named:
			r, _ := utf8.DecodeRuneInString(l.text.Text()[l.text.Start(i):])
			for _, code := range l.firstName(r) {
				p.add(code, i, min(i+1, len(codes)-1), true)
			}
		}
	}
}

func (l *looking) firstName(r rune) []uint16 {
	if names := l.tables.pictures[r]; len(names) > 0 {
		return names[0]
	}
	return nil
}
