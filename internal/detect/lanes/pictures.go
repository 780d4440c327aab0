package lanes

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxNames is how many names of a picture are tried.
const maxNames = 6

// picture is one of the text, which stands for the codes from one to another of
// the named text and for those from first to last of the text itself.
type picture struct {
	names       [][]uint16 // that are still to be tried
	letter      bool       // it folds to letters, so that nothing is a name to be tried as well
	from, to    int
	first, last int
}

// probePictures reads each picture as each of its names, and as nothing. With
// first names, and with nothing, it is one piece for the whole text.
func (l *looking) probePictures() {
	small := -1
	if l.text.SmallPictures() {
		small = smallPicture(l.text.Text(), 0)
	}
	if len(l.text.Codes()) == 0 || small < 0 && !l.sayablePicture() {
		return
	}
	l.nameAll()
	if l.text.Wide() {
		l.probeNamed()
		l.probeBlank()
	}
	for ; small >= 0; small = smallPicture(l.text.Text(), small+1) {
		l.findSmall(small)
	}
	for _, p := range l.scratch.pictures {
		for _, name := range p.names {
			l.probeName(p, name)
		}
		if p.letter {
			l.probeName(p, nil)
		}
	}
}

// sayablePicture reports whether some picture that has codes may be part of a
// term; a picture among pictures may.
func (l *looking) sayablePicture() bool {
	if !l.text.Wide() {
		return false
	}
	codes, text, starts := l.text.Codes(), l.text.Text(), l.text.Starts()
	for i := 0; i < len(codes); i++ {
		start := starts[i]
		if text[start] < firstOfFour {
			continue
		}
		end := i + 1
		for end < len(codes) && starts[end] == start {
			end++
		}
		if !isSurrogate(codes[i]) || l.sayableAs(start, codes[max(0, i-2):i], codes[end:min(len(codes), end+2)]) {
			return true
		}
		i = end - 1
	}
	return false
}

// sayableAs reports whether a picture that stands between those codes may be part of a
// term, by some name or as nothing.
func (l *looking) sayableAs(start uint32, left, right []uint16) bool {
	if slices.ContainsFunc(left, isSurrogate) || slices.ContainsFunc(right, isSurrogate) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(l.text.Text()[start:])
	if l.between(left, nil, right) {
		return true
	}
	for _, name := range l.tables.pictures[r] {
		if l.between(left, name, right) {
			return true
		}
	}
	return false
}

// between reports whether a name may be part of a term between those codes.
func (l *looking) between(left, name, right []uint16) bool {
	window := append(append(append(l.scratch.window[:0], left...), name...), right...)
	l.scratch.window = window
	return l.beside.hasThree(window)
}

// smallPicture is the byte, at or after one, where a rune may begin that is a picture of the basic plane, or -1.
func smallPicture(text string, from int) int {
	for at := from; at+1 < len(text); at++ {
		next := strings.IndexByte(text[at:len(text)-1], 0xe2)
		if next < 0 {
			break
		}
		at += next
		if second := text[at+1]; second >= 0x98 && second <= 0x9e || second&0xfe == 0xac {
			return at
		}
	}
	return -1
}

// nameAll writes the text with the first names of its pictures, those that have codes.
func (l *looking) nameAll() {
	codes, named := l.text.Codes(), &l.scratch.named
	named.reset()
	named.reserve(len(codes))
	l.scratch.pictures = l.scratch.pictures[:0]
	for i := 0; i < len(codes); i++ {
		start := l.text.Start(i)
		if l.text.Text()[start] < firstOfFour { // it is of the basic plane
			named.add(codes[i], i, i, false)
			continue
		}
		r, _ := utf8.DecodeRuneInString(l.text.Text()[start:])
		p := picture{names: l.tables.pictures[r], letter: !isSurrogate(codes[i]), from: len(named.codes), first: i, last: i}
		for ; p.last+1 < len(codes) && l.text.Start(p.last+1) == start; p.last++ {
		}
		if p.letter {
			named.addOwn(codes, p)
		} else if len(p.names) > 0 {
			named.addName(p, p.names[0])
			p.names = p.names[1:]
		}
		p.to = len(named.codes)
		l.scratch.pictures = append(l.scratch.pictures, p)
		i = p.last
	}
}

// firstOfFour is below the first byte of every rune beyond the basic plane.
const firstOfFour = 0xf0

func isSurrogate(code uint16) bool { return code&0xf800 == 0xd800 }

// addOwn adds the text's own codes of a picture.
func (p *probe) addOwn(codes []uint16, of picture) {
	for i := of.first; i <= of.last; i++ {
		p.add(codes[i], i, i, false)
	}
}

func (p *probe) addName(of picture, name []uint16) {
	for _, code := range name {
		p.add(code, of.first, of.last, true)
	}
}

// findSmall adds a picture that the text has no code of; its hits are on the letter after it.
func (l *looking) findSmall(at int) {
	r, _ := utf8.DecodeRuneInString(l.text.Text()[at:])
	names := l.tables.pictures[r]
	if len(names) == 0 || len(l.scratch.pictures) >= maxProbes {
		return
	}
	code, _ := slices.BinarySearch(l.text.Starts(), uint32(at))
	place, _ := slices.BinarySearchFunc(l.scratch.named.of, uint32(code), func(o origin, code uint32) int { return cmp.Compare(o.first, code) })
	code = min(code, len(l.text.Codes())-1)
	l.scratch.pictures = append(l.scratch.pictures, picture{names: names, from: place, to: place, first: code, last: code})
}

// near is a probe's codes from one to another, and two more on each side.
func near(codes []uint16, from, to int) []uint16 {
	return codes[max(0, from-2):min(len(codes), to+2)]
}

// probeNamed takes the text with first names, if one may be part of a term.
func (l *looking) probeNamed() {
	named, p := &l.scratch.named, &l.scratch.probe
	for _, picture := range l.scratch.pictures {
		if picture.to > picture.from && l.beside.hasThree(near(named.codes, picture.from, picture.to)) {
			p.addFrom(named, 0, len(named.codes))
			p.end()
			return
		}
	}
}

// probeBlank takes the text without its pictures, if what it joins may be part of a term.
func (l *looking) probeBlank() {
	codes, p := l.text.Codes(), &l.scratch.probe
	start := len(p.codes)
	p.reserve(len(codes))
	for i, code := range codes {
		if !isSurrogate(code) {
			p.add(code, i, i, false)
		}
	}
	blank := p.codes[start:]
	for i := 1; i < len(blank); i++ {
		if p.of[start+i].first > p.of[start+i-1].first+1 && l.beside.hasThree(near(blank, i, i)) {
			p.end()
			return
		}
	}
	p.codes, p.of = p.codes[:start], p.of[:start]
}

// probeName takes a picture by another name, or by none, with what is around
// it, if that may be part of a term.
func (l *looking) probeName(of picture, name []uint16) {
	named, p := &l.scratch.named, &l.scratch.probe
	if p.full() {
		return
	}
	left, right := named.codes[max(0, of.from-2):of.from], named.codes[of.to:min(len(named.codes), of.to+2)]
	if !l.between(left, name, right) {
		return
	}
	p.addFrom(named, max(0, of.from-around), of.from)
	p.addName(of, name)
	p.addFrom(named, of.to, min(len(named.codes), of.to+around))
	p.end()
}
