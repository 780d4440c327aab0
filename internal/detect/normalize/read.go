package normalize

import (
	"unicode"
	"unicode/utf8"
)

// Codes are the text's codes, followed by Pad zeros beyond their length. They
// and Starts are overwritten by the next Set.
func (f *Folded) Codes() []uint16 { return f.codes[:f.n:len(f.codes)] }

// Starts has, for each code, the byte of the text where its letter begins; a
// letter with several codes has the same byte several times.
func (f *Folded) Starts() []uint32 { return f.starts[:f.n] }

// Text is what was folded.
func (f *Folded) Text() string { return f.text }

// Wide reports whether the text has readable runes beyond the basic plane: in
// chat, pictures.
func (f *Folded) Wide() bool { return f.wide }

// SmallPictures reports whether the text has pictures of the basic plane, ☀ to ➿
// or ⬀ to ⭿, that leave no code.
func (f *Folded) SmallPictures() bool { return f.small }

// Start is the byte where code i's letter begins.
func (f *Folded) Start(i int) int { return int(f.starts[i]) }

// End is the byte after code i's letter and what is drawn onto it: accents,
// variation selectors, skin tones, the second parts of composed letters.
func (f *Folded) End(i int) int {
	limit := f.limit(i)
	end := int(f.starts[i])
	_, size := utf8.DecodeRuneInString(f.text[end:])
	for end += size; end < limit; end += size {
		var r rune
		r, size = utf8.DecodeRuneInString(f.text[end:limit])
		if r == utf8.RuneError || !attached(r) {
			break
		}
	}
	return end
}

// limit is the byte where the letter after code i's begins; the first one's for -1.
func (f *Folded) limit(i int) int {
	for next := i + 1; next < f.n; next++ {
		if i < 0 || f.starts[next] != f.starts[i] {
			return int(f.starts[next])
		}
	}
	return len(f.text)
}

// attached reports whether r, which has no code of its own, belongs to the
// letter before it.
func attached(r rune) bool {
	const toneFirst, toneLast = 0x1f3fb, 0x1f3ff
	if r < 0x300 || r >= privatePlanes {
		return false
	}
	return r >= toneFirst && r <= toneLast || !unicode.In(r, unicode.Z, unicode.P, unicode.S, unicode.C)
}

// Rune is the code of a rune that folds to exactly one, and false for others.
func Rune(r rune) (uint16, bool) {
	if r < 0 || r >= privatePlanes || r >= 0xd800 && r < 0xe000 {
		return 0, false
	}
	code := tables.get(r)
	if codes := tables.side[r]; code == special && len(codes) == 1 {
		return codes[0], true
	}
	return code, code > same
}

// Gap is what was dropped between code i's letter and the next: nothing if one
// letter has both codes, what comes before the first letter for -1.
func (f *Folded) Gap(i int) string {
	if i < 0 {
		return f.text[:f.limit(-1)]
	}
	if i+1 < f.n && f.starts[i+1] == f.starts[i] {
		return ""
	}
	return f.text[f.End(i):f.limit(i)]
}

// Joined reports whether nothing was dropped between the letters of codes
// from to to, which is quickly seen.
func (f *Folded) Joined(from, to int) bool {
	for i := from; i < to; i++ {
		start, next := f.starts[i], f.starts[i+1]
		if next != start && next-start != length(f.text[start]) {
			return false
		}
	}
	return true
}

// length is how many bytes a rune has that begins with this one.
func length(lead byte) uint32 {
	switch {
	case lead < utf8.RuneSelf:
		return 1
	case lead < 0xe0:
		return 2
	case lead < 0xf0:
		return 3
	default:
		return 4
	}
}
