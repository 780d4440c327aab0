package normalize

import (
	"encoding/binary"
	"unicode/utf8"
)

// Pad zero codes follow a text's last code, so that a reader of a few codes at
// once needs no bounds of its own. No letter has the code zero.
const Pad = 8

// Folded is a text's codes. The zero value is ready; Set reuses its memory, so
// one Folded serves one goroutine at a time.
type Folded struct {
	text   string
	codes  []uint16
	starts []uint32
	n      int
	joined int  // the byte after the last pair that became one letter
	wide   bool // the text has runes beyond the basic plane
	small  bool // it has pictures of the basic plane
	long   int  // how many runes it has of more codes than longest
}

// Set folds text. It never fails: bytes that are not UTF-8 are dropped one by one.
func (f *Folded) Set(text string) {
	f.reserve(len(text) + Pad)
	f.text, f.n, f.joined, f.wide, f.small, f.long = text, 0, -1, false, false, 0
	f.fold()
	clear(f.codes[f.n : f.n+Pad])
}

// reserve makes room for n codes in all.
func (f *Folded) reserve(n int) {
	if n <= len(f.codes) {
		return
	}
	size := n + n/2 + 64
	f.codes = append(make([]uint16, 0, size), f.codes[:f.n]...)[:size]
	f.starts = append(make([]uint32, 0, size), f.starts[:f.n]...)[:size]
}

// fold has a tight loop for each of the two shapes that nearly all text is made
// of, ASCII and runes of three bytes; a rune of another shape takes slow. A
// dropped rune is written too, and overwritten by the next: no branch.
func (f *Folded) fold() {
	text, codes, starts := f.text, f.codes, f.starts
	n, i := 0, 0
	for i < len(text) {
		for i < len(text) && text[i] < utf8.RuneSelf {
			code := tables.narrow[text[i]]
			codes[n], starts[n] = code, uint32(i)
			i++
			if code != dropped {
				n++
			}
		}
		for i+4 <= len(text) {
			v := binary.LittleEndian.Uint32([]byte(text[i : i+4]))
			if v&0xc0c0f0 != 0x8080e0 {
				break
			}
			code := tables.wide[uint16(v<<12|v>>2&0xfc0|v>>16&0x3f)]
			if code == special {
				break
			}
			codes[n], starts[n] = code, uint32(i)
			i += 3
			if code != dropped {
				n++
			}
		}
		if i < len(text) && text[i] >= utf8.RuneSelf {
			f.n = n
			i = f.slow(i)
			n, codes, starts = f.n, f.codes, f.starts
		}
	}
	f.n = n
}

// slow folds the rune at i, whatever it is, and says where the next begins.
func (f *Folded) slow(i int) int {
	r, size := utf8.DecodeRuneInString(f.text[i:])
	switch {
	case r == utf8.RuneError:
		return i + size
	case r < 0x10000:
		f.emit(r, i, size)
	case r < privatePlanes:
		f.wide = true
		f.emit(r, i, size)
	}
	return i + size
}

func (f *Folded) emit(r rune, i, size int) {
	switch code := tables.get(r); {
	case code == dropped:
	case code == special:
		f.emitAside(r, i, size)
	case code == same && r >= 0x10000:
		f.put(uint16(0xd800+(r-0x10000)>>10), i)
		f.put(uint16(0xdc00+(r-0x10000)&0x3ff), i)
	default:
		f.put(code, i)
	}
}

func (f *Folded) put(code uint16, i int) {
	f.codes[f.n], f.starts[f.n] = code, uint32(i)
	f.n++
}

// longest is how many codes a rune may have that counts each time it is said: ﷺ has
// eighteen, and repeated it says them once, and a text has few of the kind, so that
// it cannot be made much longer than it is.
const (
	longest  = 8
	mostLong = 64
)

// emitAside writes the codes of a rune from the side table, or makes one
// letter of it and its neighbour.
func (f *Folded) emitAside(r rune, i, size int) {
	f.small = f.small || isSmallPicture(r)
	codes := tables.side[r]
	second := uint16(r)
	if len(codes) == 1 {
		second = codes[0]
	}
	if len(codes) < 2 && f.touches(i) {
		if whole, ok := tables.compose(f.codes[f.n-1], second); ok {
			f.codes[f.n-1], f.joined = whole, i+size
			return
		}
	}
	if len(codes) > longest {
		if f.long++; f.long > mostLong || i >= size && f.text[i-size:i] == f.text[i:i+size] {
			return
		}
	}
	f.reserve(f.n + len(codes) + len(f.text) - i + Pad)
	copy(f.codes[f.n:], codes)
	for k := range f.starts[f.n : f.n+len(codes)] {
		f.starts[f.n+k] = uint32(i)
	}
	f.n += len(codes)
}

// touches reports whether the letter of the last code ends at byte i.
func (f *Folded) touches(i int) bool {
	if f.n == 0 {
		return false
	}
	start := int(f.starts[f.n-1])
	_, size := utf8.DecodeRuneInString(f.text[start:])
	return start+size == i || f.joined == i
}
