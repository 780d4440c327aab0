package match

import "math/bits"

// Odd multipliers with well mixed bits (of the golden ratio, and of splitmix64).
const (
	mixA = 0x9e3779b97f4a7c15
	mixB = 0xbf58476d1ce4e5b9
	mixC = 0x94d049bb133111eb
)

// window is the block codes from the first of codes on, the first lowest.
func window(codes []uint16) uint64 {
	_ = codes[3]
	return uint64(codes[0]) | uint64(codes[1])<<16 | uint64(codes[2])<<32 | uint64(codes[3])<<48
}

// first keeps the window's first n codes, 0 < n <= block.
func first(w uint64, n int) uint64 { return w & (^uint64(0) >> (64 - 16*n)) }

// extend is the hash of a prefix and one more block: a polynomial of the
// blocks' hashes, so that a part's hash follows from those of two prefixes.
func (x *Index) extend(hash, w uint64) uint64 {
	high, low := bits.Mul64(w^mixC, mixA)
	return hash*x.step + (high ^ low)
}

// spread makes slot number and tag of a prefix's hash; tail is how many codes
// its last block has, or 0 for a full one.
func spread(hash uint64, tail int) uint64 {
	hash ^= uint64(tail) * mixC
	hash = (hash ^ hash>>32) * mixB
	return hash ^ hash>>29
}

// A slot's key is a part of the hash of all codes from the root to the edge's
// end, and nextBits of a hash of the code that must follow; 0 if any may.
const nextBits = 10

func keyOf(spread uint64, next uint32) uint32 { return uint32(spread)<<nextBits | next }

func nextOf(code uint16) uint32 { return 1 + uint32(code)*0x9e3779b1>>22%(1<<nextBits-1) }

// fits reports whether a slot's key may be that of an edge with this hash and
// this following code.
func fits(key, wanted uint32) bool {
	differ := key ^ wanted
	return differ == 0 || differ>>nextBits == 0 && key&(1<<nextBits-1) == 0
}

// sizeFor is a power of two with room for n, and the shift that makes a
// 64-bit hash an index into it.
func sizeFor(n int) (size int, shift uint8) {
	log := max(bits.Len(uint(n)), 6)
	return 1 << log, uint8(64 - log)
}
