package lanes

import "math/bits"

// sieve is a set that is asked often and mostly for what it has not: two bits of
// one word a key, so now and then it says yes to one more. The zero value must be
// made by newSieve.
type sieve struct {
	words []uint64
	shift uint8 // of a key's hash to its word
}

// maxSieve bounds a sieve to half a megabyte: one beyond the caches is no help.
const maxSieve = 22

// newSieve has room for n keys, one in thirty of the others taken for one of them.
func newSieve(n int) sieve {
	log := min(max(bits.Len(uint(8*n)), 12), maxSieve)
	return sieve{make([]uint64, 1<<log/64), uint8(64 - log + 6)}
}

func (s *sieve) add(key uint64) {
	word, marks := s.place(key)
	s.words[word] |= marks
}

func (s *sieve) has(key uint64) bool {
	word, marks := s.place(key)
	return s.words[word]&marks == marks
}

func (s *sieve) place(key uint64) (word, marks uint64) {
	hash := key * 0x9e3779b97f4a7c15
	rest := hash << (64 - s.shift&63) // what is below the word's number
	return hash >> (s.shift & 63), 1<<(rest>>58) | 1<<(rest>>52&63)
}

// addNeighbours adds each two codes that stand side by side.
func (s *sieve) addNeighbours(codes []uint16) {
	for i := 1; i < len(codes); i++ {
		s.add(pairKey(codes[i-1], codes[i]))
	}
}

// hasThree reports whether some three of the codes that stand side by side are
// two pairs that were added.
func (s *sieve) hasThree(codes []uint16) bool {
	for i := 2; i < len(codes); i++ {
		if s.has(pairKey(codes[i-1], codes[i])) && s.has(pairKey(codes[i-2], codes[i-1])) {
			return true
		}
	}
	return false
}

// pairKey is the key of two codes, tripleKey of three.
func pairKey(first, second uint16) uint64 { return uint64(first)<<16 | uint64(second) }

func tripleKey(first, second, third uint16) uint64 { return uint64(third)<<32 | pairKey(first, second) }
