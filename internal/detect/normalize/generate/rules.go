package main

import (
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// lookalikeScripts are those whose letters are used in place of Latin ones.
// Others have shapes that resemble a letter too (Hebrew samekh, Arabic heh),
// but words of those scripts would fall apart.
var lookalikeScripts = []*unicode.RangeTable{
	unicode.Latin, unicode.Cyrillic, unicode.Greek, unicode.Armenian, unicode.Cherokee, unicode.Coptic, unicode.Lisu, unicode.Deseret,
}

// marks are combining signs that carry no meaning a word list would keep:
// accents, ornaments of "Zalgo" text, the vowel points of Arabic and Hebrew.
var marks = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x0300, 0x036f, 1}, {0x0483, 0x0489, 1}, {0x0591, 0x05bd, 1}, {0x05bf, 0x05bf, 1}, {0x05c1, 0x05c2, 1}, {0x05c4, 0x05c5, 1},
		{0x05c7, 0x05c7, 1}, {0x064b, 0x065f, 1}, {0x0670, 0x0670, 1}, {0x180b, 0x180f, 1}, {0x1ab0, 0x1aff, 1}, {0x1dc0, 0x1dff, 1},
		{0x20d0, 0x20ff, 1}, {0xfe00, 0xfe0f, 1}, {0xfe20, 0xfe2f, 1},
	},
	R32: []unicode.Range32{{0xe0100, 0xe01ef, 1}},
}

// ignorable are the runes that Unicode calls default-ignorable and that are
// not of category Cf: nothing is to be seen of them.
var ignorable = &unicode.RangeTable{
	R16: []unicode.Range16{{0x034f, 0x034f, 1}, {0x115f, 0x1160, 1}, {0x17b4, 0x17b5, 1}, {0x2800, 0x2800, 1}, {0x3164, 0x3164, 1}, {0xffa0, 0xffa0, 1}},
	R32: []unicode.Range32{{0xe0000, 0xe0fff, 1}},
}

// fold says what r becomes; nothing for what is dropped.
func (r rules) fold(source rune) []rune {
	text := norm.NFKC.String(cases.Fold().String(norm.NFKC.String(string(source))))
	var out []rune
	for _, each := range text {
		for _, part := range apart(each) {
			out = append(out, r.settle(part)...)
		}
	}
	return out
}

// apart takes the composed letters of the higher planes to pieces: pairs are
// kept for the basic plane only.
func apart(r rune) string {
	if r < 0x10000 || norm.NFD.IsNormalString(string(r)) {
		return string(r)
	}
	return norm.NFD.String(string(r))
}

// settle repeats the steps until nothing changes: one rule's result may be
// another's source (a traditional form with a compatibility form).
func (r rules) settle(from rune) []rune {
	for range 6 {
		to, keep := r.step(from)
		if !keep {
			return nil
		}
		if to == from {
			break
		}
		from = to
	}
	return []rune{from}
}

func (r rules) step(from rune) (to rune, keep bool) {
	if from < 0x80 {
		return from, 'a' <= from && from <= 'z' || '0' <= from && from <= '9'
	}
	if unicode.Is(unicode.Nd, from) {
		return digit(from), true
	}
	if to, ok := r.simplified[from]; ok && to != from {
		return to, true
	}
	if to := cherokee(from); to != from {
		return to, true
	}
	for _, form := range []rune{from, unicode.ToUpper(from)} {
		if to, ok := r.named[form]; ok {
			return to, true
		}
	}
	if to, ok := r.lookalike(from); ok {
		return to, true
	}
	if to, ok := bare(from); ok {
		return to, true
	}
	return from, !dropped(from)
}

// cherokee is the capital of a Cherokee letter: they are the only ones that
// Unicode folds upwards, and x/text does it one way or the other.
func cherokee(r rune) rune {
	switch {
	case r >= 0xab70 && r <= 0xabbf:
		return r - 0xab70 + 0x13a0
	case r >= 0x13f8 && r <= 0x13fd:
		return r - 8
	default:
		return r
	}
}

// digit is the ASCII form of a decimal digit: each script's ten stand together.
func digit(r rune) rune {
	zero := r
	for unicode.Is(unicode.Nd, zero-1) && r-zero < 9 {
		zero--
	}
	if r >= 0x1d7ce && r <= 0x1d7ff { // five sets without a gap
		return '0' + (r-0x1d7ce)%10
	}
	return '0' + r - zero
}

// lookalike asks for the small letter first, then for the capital, so that
// both cases fold to the same.
func (r rules) lookalike(from rune) (rune, bool) {
	if to := r.confusable[from]; to > 0x80 && unicode.Is(unicode.So, from) {
		return to, true // a radical drawn like the character
	}
	if !unicode.In(from, lookalikeScripts...) {
		return 0, false
	}
	for _, form := range []rune{from, unicode.ToUpper(from)} {
		if to := r.confusable[form]; to != 0 && to < 0x80 {
			return unicode.ToLower(to), true
		}
		if to := r.named[r.confusable[form]]; to != 0 {
			return to, true
		}
	}
	return 0, false
}

// bare takes the marks off a letter. й stays: for its readers it is a letter.
func bare(from rune) (rune, bool) {
	if from == 'й' {
		return 0, false
	}
	var kept []rune
	parts := []rune(norm.NFD.String(string(from)))
	for _, part := range parts {
		if !unicode.Is(marks, part) {
			kept = append(kept, part)
		}
	}
	whole := []rune(norm.NFC.String(string(kept)))
	return append(whole, 0)[0], len(kept) < len(parts) && len(whole) == 1
}

// dropped says what only stands between letters. Pictures of the higher planes
// stay: terms are made of them.
func dropped(r rune) bool {
	if unicode.In(r, marks, ignorable, unicode.Z, unicode.Cc, unicode.Cf, unicode.Co, unicode.P, unicode.Sk, unicode.Sc, unicode.Sm) {
		return true
	}
	return unicode.Is(unicode.So, r) && r < 0x10000
}
