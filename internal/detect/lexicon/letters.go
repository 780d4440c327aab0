package lexicon

import (
	"unicode"
	"unicode/utf8"
)

// class is what kind of letter a code is, as far as words go.
type class uint8

const (
	other  class = iota // writes no spaces between words, or is no letter
	letter              // of an alphabet
	digit
)

// alphabets are the codes of scripts that set words apart; they have gaps, but
// no code falls there.
var alphabets = [][2]uint16{{'a', 'z'}, {0x00aa, 0x0dff}, {0x10a0, 0x10ff}, {0x1200, 0x167f}, {0x1e00, 0x1fff}, {0x2c00, 0x2d2f}, {0xa640, 0xa69f}}

func classOf(code uint16) class {
	if code >= '0' && code <= '9' {
		return digit
	}
	for _, span := range alphabets {
		if code >= span[0] && code <= span[1] {
			return letter
		}
	}
	return other
}

// visible is what a reader sees of the signs between two letters: it leaves out
// zero-width characters and marks.
func visible(gap string) string {
	for i, r := range gap {
		if sign(r) {
			return gap[i:lastSign(gap)]
		}
	}
	return ""
}

func lastSign(gap string) int {
	for end := len(gap); end > 0; {
		r, size := utf8.DecodeLastRuneInString(gap[:end])
		if sign(r) {
			return end
		}
		end -= size
	}
	return 0
}

// sign reports whether r sets letters apart; a byte that is not UTF-8 is drawn
// as a sign, too.
func sign(r rune) bool {
	return unicode.In(r, unicode.Z, unicode.P, unicode.S) || r == '\t' || r == '\n' || r == '\r'
}
