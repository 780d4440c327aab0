package normalize

import (
	_ "embed"
	"encoding/binary"
)

// packed is written by ./generate: runs of runes that do not stay as they are,
// then the pairs of neighbours that are one letter.
//
//go:embed tables.bin
var packed []byte

// Two codes stand for no letter. Runes that would have them are dropped.
const (
	dropped = 0 // the rune leaves no code
	special = 1 // look in the side tables
	same    = 2 // only in a page: the rune stays, as a surrogate pair
)

// privatePlanes and above hold runes that nobody can read; all are dropped.
const privatePlanes = 0xf0000

const pageSize = 256

// foldTables is what packed says, laid out for one look-up per rune.
type foldTables struct {
	narrow [0x800]uint16   // runes of one and two bytes
	wide   [0x10000]uint16 // runes of three bytes; special where such bytes are no rune

	page  [(privatePlanes - 0x10000) / pageSize]uint16 // rune of four bytes → its page; 0 stays as it is
	pages [][pageSize]uint16

	side  map[rune][]uint16 // runes with several codes, and second parts of pairs
	pairs map[uint32]uint16 // code<<16 | second → code of both together
}

var tables = load(packed)

// load panics on a broken file: it is part of the program.
func load(in []byte) *foldTables {
	t := &foldTables{side: map[rune][]uint16{}, pairs: map[uint32]uint16{}, pages: make([][pageSize]uint16, 1)}
	for r := range t.narrow {
		t.narrow[r] = uint16(r)
	}
	for r := range t.wide {
		t.wide[r] = uint16(r)
	}
	reader := varints{in}
	t.readRows(&reader)
	t.readPairs(&reader)
	for r := range t.narrow {
		t.wide[r] = special
	}
	for r := 0xd800; r < 0xe000; r++ {
		t.wide[r] = special
	}
	for r, code := range t.wide {
		if isSmallPicture(rune(r)) && code == dropped {
			t.aside(rune(r), nil) // so that they are noticed
		}
	}
	return t
}

// isSmallPicture tells the blocks of the basic plane that are mostly pictures.
func isSmallPicture(r rune) bool { return r >= 0x2600 && r < 0x27c0 || r >= 0x2b00 && r < 0x2b80 }

type varints struct{ rest []byte }

func (v *varints) next() int {
	value, n := binary.Uvarint(v.rest)
	if n <= 0 {
		panic("normalize: tables.bin is cut short")
	}
	v.rest = v.rest[n:]
	return int(value)
}

func (t *foldTables) readRows(in *varints) {
	from := rune(0)
	for range in.next() {
		from += rune(in.next())
		length, shape := in.next(), in.next()
		codes := make([]uint16, shape>>1)
		for i := range codes {
			codes[i] = uint16(in.next())
		}
		for range length {
			t.set(from, codes)
			if len(codes) > 0 {
				codes[len(codes)-1] += uint16(shape & 1)
			}
			from++
		}
	}
}

func (t *foldTables) set(r rune, codes []uint16) {
	switch len(codes) {
	case 0:
		t.put(r, dropped)
	case 1:
		t.put(r, codes[0])
	default:
		t.aside(r, codes)
	}
}

func (t *foldTables) aside(r rune, codes []uint16) {
	t.side[r] = append([]uint16(nil), codes...)
	t.put(r, special)
}

func (t *foldTables) put(r rune, code uint16) {
	switch {
	case r < 0x800:
		t.narrow[r] = code
	case r < 0x10000:
		t.wide[r] = code
	case r < privatePlanes:
		t.ownPage(r)[r%pageSize] = code
	}
}

// ownPage is r's page, made when its first rune is set.
func (t *foldTables) ownPage(r rune) *[pageSize]uint16 {
	index := &t.page[(r-0x10000)/pageSize]
	if *index == 0 {
		var fresh [pageSize]uint16
		for i := range fresh {
			fresh[i] = same
		}
		*index = uint16(len(t.pages))
		t.pages = append(t.pages, fresh)
	}
	return &t.pages[*index]
}

// readPairs also marks as special every rune that may be a pair's second part.
func (t *foldTables) readPairs(in *varints) {
	seconds := make([]bool, 0x10000)
	for range in.next() {
		first, second, whole := in.next(), in.next(), in.next()
		t.pairs[uint32(first)<<16|uint32(second)] = uint16(whole)
		seconds[second] = true
	}
	for code := vowelFirst; code <= vowelLast; code++ {
		seconds[code] = true
	}
	for code := tailFirst; code <= tailLast; code++ {
		seconds[code] = true
	}
	for r := range rune(0x10000) {
		switch code := t.get(r); {
		case code == dropped && seconds[r]:
			t.aside(r, nil)
		case code > same && seconds[code]:
			t.aside(r, []uint16{code})
		}
	}
}

// get is r's code, for r below the private planes.
func (t *foldTables) get(r rune) uint16 {
	switch {
	case r < 0x800:
		return t.narrow[r]
	case r < 0x10000:
		return t.wide[r]
	default:
		index := t.page[(r-0x10000)/pageSize]
		if index == 0 {
			return same
		}
		return t.pages[index][r%pageSize]
	}
}
