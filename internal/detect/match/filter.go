package match

import "math/bits"

// filter tells, with few false alarms, where a sequence may begin.
type filter struct {
	small     uint16 // codes below it are of a small alphabet
	bloom     []uint8
	lines     []uint64         // see line
	lineShift uint8            // of a key's hash to its line
	single    *[1 << 10]uint64 // a bit for each sequence of one code; nil if there is none
	lengths   uint8            // bit n: there are sequences of n codes; longest stands for longer ones too
}

// A line of memory, which is fetched as a whole, has two bits for the window of
// each sequence whose key (see below) leads to it: all of a short one, the
// first codes of others.
const (
	line    = 8         // words
	longest = block + 1 // codes in a window
)

// The bloom table is keyed by two codes, where the first is ASCII by two and
// the low bits of a third: of those there are few enough to set them all for a
// sequence that has no third.
const (
	pairKey   = 1<<32 - 1
	lineKey   = 1<<35 - 1
	smallKey  = 1<<39 - 1
	thirdCode = 1 << 32
	thirds    = 1 << 7
)

func (f *filter) bytes() int {
	n := cap(f.bloom) + 8*cap(f.lines)
	if f.single != nil {
		n += 8 * len(f.single)
	}
	return n
}

// newFilter gives a sequence four bytes of bloom and half a word of lines;
// beyond some hundred thousand it gives less, for the cache has an end.
func newFilter(x *Index, small uint16) filter {
	f := filter{small: small}
	n := x.Len()
	var size int
	size, _ = sizeFor(min(4*n, max(2*n, 1<<19-1), 1<<22-1))
	f.bloom = make([]uint8, size)
	size, f.lineShift = sizeFor(min(n/16, max(n/32, 1<<14-1), 1<<17-1))
	f.lines = make([]uint64, size*line)
	for i := range uint32(n) {
		f.add(x.Sequence(i))
	}
	f.shrink()
	return f
}

// How full the tables may become by shrinking, one bit in so many. Sequences have
// much in common, so that most tables are emptier; and a table that stays in a
// core's own cache, beside what else is asked about a message, is worth some false
// alarms more.
const (
	bloomSparse = 32
	linesSparse = 10
	leastBloom  = 1 << 12
	leastLines  = 1 << 8
)

// shrink lays halves of the tables over each other.
func (f *filter) shrink() {
	for len(f.bloom) > leastBloom {
		small, filled := make([]uint8, len(f.bloom)/2), 0
		for i := range small {
			small[i] = f.bloom[i] | f.bloom[i+len(small)]
			filled += bits.OnesCount8(small[i])
		}
		if filled*bloomSparse > 8*len(small) {
			break
		}
		f.bloom = small
	}
	for len(f.lines) > leastLines*line {
		small, filled := make([]uint64, len(f.lines)/2), 0
		for i := range small {
			from := i/line*2*line + i%line
			small[i] = f.lines[from] | f.lines[from+line]
			filled += bits.OnesCount64(small[i])
		}
		if filled*linesSparse > 64*len(small) {
			break
		}
		f.lines, f.lineShift = small, f.lineShift+1
	}
}

func (f *filter) add(codes []uint16) {
	var padded [longest]uint16
	n := copy(padded[:], codes)
	w, fifth := window(padded[:]), padded[block]
	f.lengths |= 1 << n
	switch {
	case n == 1:
		f.addSingle(codes[0])
		return
	case codes[0] >= f.small:
		f.addBloom(w&pairKey, codes[2:])
	case n > 2:
		f.addBloom(w&smallKey, codes[3:])
	default:
		for third := range uint64(thirds) {
			f.addBloom(w|third*thirdCode, nil)
		}
	}
	at, bits := windowBits(w, fifth)
	if n > 2 {
		f.lines[f.line(w)+at] |= bits
		return
	}
	for third := range uint64(thirds) { // whatever follows
		f.lines[f.line(w|third*thirdCode)+at] |= bits
	}
}

// addBloom sets the bit of the code that follows the key, or all if none need follow.
func (f *filter) addBloom(key uint64, rest []uint16) {
	set := uint8(0xff)
	if len(rest) > 0 {
		set = 1 << (rest[0] & 7)
	}
	f.bloom[key*mixA>>bloomShift&uint64(len(f.bloom)-1)] |= set
}

// bloomShift leaves the well mixed bits of a key's hash, as many as the largest bloom table has entries, and more.
const bloomShift = 40

// line is the first word of a window's line: that of its first two codes and
// the low bits of its third, all for the small alphabet and a few for others, whose pairs are many.
func (f *filter) line(w uint64) uint64 {
	key := w & lineKey
	if uint16(w) < f.small {
		key = w & smallKey
	}
	return key * mixC >> (f.lineShift & 63) * line
}

// windowBits is the word in its line, and the bits in it, of a window of up to
// block codes and the one after it, or 0.
func windowBits(w uint64, fifth uint16) (word, bits uint64) {
	h := w*mixB + uint64(fifth)*mixC
	return h >> 61, 1<<(h>>32&63) | 1<<(h>>38&63)
}

func (f *filter) addSingle(code uint16) {
	if f.single == nil {
		f.single = new([1 << 10]uint64)
	}
	f.single[code>>6] |= 1 << (code & 63)
}

// begin writes to out the positions that pass bloom, or single, and says how
// many. It reads padded beyond the n codes, and out has room for n+1.
func (f *filter) begin(padded []uint16, n int, out []uint32) int {
	if f.single != nil {
		return f.beginSingle(padded, n, out)
	}
	bloom, last, small := f.bloom, uint64(len(f.bloom)-1), f.small
	found := 0
	w := window(padded) << 16
	for i, code := range padded[3 : n+3] {
		w = w>>16 | uint64(code)<<48
		key, next := w&pairKey, w>>32
		if uint16(w) < small {
			key, next = w&smallKey, w>>48
		}
		out[found] = uint32(i)
		found += int(bloom[key*mixA>>bloomShift&last] >> (next & 7) & 1)
	}
	return found
}

// beginSingle is begin's loop once more, so that the other has less to do.
func (f *filter) beginSingle(padded []uint16, n int, out []uint32) int {
	bloom, last, small, single := f.bloom, uint64(len(f.bloom)-1), f.small, f.single
	found := 0
	w := window(padded) << 16
	for i, code := range padded[3 : n+3] {
		w = w>>16 | uint64(code)<<48
		key, next := w&pairKey, w>>32
		if uint16(w) < small {
			key, next = w&smallKey, w>>48
		}
		out[found] = uint32(i)
		pass := uint64(bloom[key*mixA>>bloomShift&last]>>(next&7)) | single[w>>6&1023]>>(w&63)
		found += int(pass & 1)
	}
	return found
}

// spot is a position where a sequence may begin, and above its spotBits, for
// each length, whether one with such a window does.
type spot = uint32

const spotBits = 26

// narrow makes spots of the positions whose window is some sequence's.
func (f *filter) narrow(padded []uint16, positions []uint32) int {
	kept := 0
	for _, at := range positions {
		w := window(padded[at:])
		words := f.lines[f.line(w):][:line]
		pass := f.has(words, w, padded[at+block]) << longest
		for n := 2; n <= block; n++ {
			pass |= f.has(words, first(w, n), 0) << n
		}
		if f.single != nil {
			pass |= f.single[w>>6&1023] >> (w & 63) & 1 << 1
		}
		pass &= uint64(f.lengths)
		positions[kept] = at | uint32(pass)<<spotBits
		if pass != 0 {
			kept++
		}
	}
	return kept
}

// has is 1 if the window was added, and seldom if it was not.
func (f *filter) has(words []uint64, w uint64, fifth uint16) uint64 {
	at, bits := windowBits(w, fifth)
	if words[at&(line-1)]&bits == bits {
		return 1
	}
	return 0
}
