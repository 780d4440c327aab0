package normalize

// Hangul syllables are composed by arithmetic (Unicode 3.12).
const (
	leadFirst, leadLast     = 0x1100, 0x1112
	vowelFirst, vowelLast   = 0x1161, 0x1175
	tailBase                = 0x11a7
	tailFirst, tailLast     = 0x11a8, 0x11c2
	syllableFirst, syllable = 0xac00, 0xd7a3
	vowels, tails           = 21, 28
)

// compose is the code of two neighbours that are one letter: か and ゛, the
// parts of a Hangul syllable, и and its breve.
func (t *foldTables) compose(first, second uint16) (uint16, bool) {
	switch {
	case first >= leadFirst && first <= leadLast && second >= vowelFirst && second <= vowelLast:
		return syllableFirst + ((first-leadFirst)*vowels+(second-vowelFirst))*tails, true
	case first >= syllableFirst && first <= syllable && second >= tailFirst && second <= tailLast:
		return first + (second - tailBase), (first-syllableFirst)%tails == 0
	default:
		whole, ok := t.pairs[uint32(first)<<16|uint32(second)]
		return whole, ok
	}
}
