package match

// filter tells, with few false alarms, where a sequence may begin.
type filter struct {
	bloom      []uint8
	bloomShift uint8
	windows    [block + 1]windows // by how many codes they have; 0 is not used
	single     *[1 << 10]uint64   // a bit for each sequence of one code; nil if there is none
}

// windows is a bit for each window of so many codes.
type windows struct {
	bits  []uint64 // nil if there is none
	shift uint8    // of a window's hash to its bit
}

// The bloom table is keyed by two codes, where the first is ASCII by two and
// the low bits of a third: of those there are few enough to set them all for a
// sequence that has no third.
const (
	pairKey   = 1<<32 - 1
	asciiKey  = 1<<39 - 1
	thirdCode = 1 << 32
	thirds    = 1 << 7
)

func (f *filter) bytes() int {
	n := cap(f.bloom)
	for _, w := range f.windows {
		n += 8 * cap(w.bits)
	}
	if f.single != nil {
		n += 8 * len(f.single)
	}
	return n
}

func newFilter(sequences *Sequences) filter {
	var f filter
	n := sequences.Len()
	var size int
	size, f.bloomShift = sizeFor(min(4*n, max(2*n, 1<<19-1), 1<<22-1))
	f.bloom = make([]uint8, size)
	f.makeWindows(sequences)
	for i := range uint32(n) {
		f.add(sequences.At(i))
	}
	return f
}

func (f *filter) add(codes []uint16) {
	var padded [block]uint16
	n := copy(padded[:], codes)
	w := window(padded[:])
	f.windows[n].set(w)
	switch {
	case n == 1:
		f.addSingle(codes[0])
	case codes[0] >= ascii:
		f.addBloom(w&pairKey, codes[2:])
	case n == 2:
		for third := range uint64(thirds) {
			f.addBloom(w|third*thirdCode, nil)
		}
	default:
		f.addBloom(w&asciiKey, codes[3:])
	}
}

func (f *filter) addSingle(code uint16) {
	if f.single == nil {
		f.single = new([1 << 10]uint64)
	}
	f.single[code>>6] |= 1 << (code & 63)
}

// addBloom sets the bit of the code that follows the key, or all if none need follow.
func (f *filter) addBloom(key uint64, rest []uint16) {
	set := uint8(0xff)
	if len(rest) > 0 {
		set = 1 << (rest[0] & 7)
	}
	f.bloom[key*mixA>>f.bloomShift] |= set
}

// makeWindows makes room for 32 bits a window, up to a megabyte.
func (f *filter) makeWindows(sequences *Sequences) {
	var count [block + 1]int
	for i := range uint32(sequences.Len()) {
		count[min(len(sequences.At(i)), block)]++
	}
	for n, windows := range count {
		if windows > 0 {
			var size int
			size, f.windows[n].shift = sizeFor(min(32*windows, 1<<23-1))
			f.windows[n].bits = make([]uint64, size/64)
		}
	}
}

func (w *windows) set(window uint64) {
	h := window * mixB >> w.shift
	w.bits[h/64] |= 1 << (h % 64)
}

// has is 1 if the window was set, and seldom if it was not.
func (w *windows) has(window uint64) uint64 {
	h := window * mixB >> (w.shift & 63)
	return w.bits[h/64] >> (h % 64) & 1
}

// begin writes to out the positions that pass bloom, or single, and says how
// many. It reads padded beyond the n codes, and out has room for n+1.
func (f *filter) begin(padded []uint16, n int, out []uint32) int {
	if f.single != nil {
		return f.beginSingle(padded, n, out)
	}
	bloom, shift := f.bloom, f.bloomShift&63
	found := 0
	w := window(padded) << 16
	for i, code := range padded[3 : n+3] {
		w = w>>16 | uint64(code)<<48
		key, next := w&pairKey, w>>32
		if uint16(w) < ascii {
			key, next = w&asciiKey, w>>48
		}
		out[found] = uint32(i)
		found += int(bloom[key*mixA>>shift] >> (next & 7) & 1)
	}
	return found
}

// beginSingle is begin's loop once more, so that the other has less to do.
func (f *filter) beginSingle(padded []uint16, n int, out []uint32) int {
	bloom, shift, single := f.bloom, f.bloomShift&63, f.single
	found := 0
	w := window(padded) << 16
	for i, code := range padded[3 : n+3] {
		w = w>>16 | uint64(code)<<48
		key, next := w&pairKey, w>>32
		if uint16(w) < ascii {
			key, next = w&asciiKey, w>>48
		}
		out[found] = uint32(i)
		pass := uint64(bloom[key*mixA>>shift]>>(next&7)) | single[w>>6&1023]>>(w&63)
		found += int(pass & 1)
	}
	return found
}

// spot is a position where a sequence may begin, and above its spotBits, for
// each length up to block, whether one with such a window does.
type spot = uint32

const spotBits = 27

// narrow makes spots of the positions whose window is some sequence's.
func (f *filter) narrow(padded []uint16, positions []uint32) int {
	kept := 0
	for _, at := range positions {
		w := window(padded[at:])
		lengths := uint64(0)
		for n := 1; n <= block; n++ {
			if f.windows[n].bits != nil {
				lengths |= f.windows[n].has(first(w, n)) << n
			}
		}
		positions[kept] = at | uint32(lengths)<<spotBits
		if lengths != 0 {
			kept++
		}
	}
	return kept
}
