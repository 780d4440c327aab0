package lanes

// splits is a table from parts (partsKey) to the character that they make: one
// load tells most of what is in none. A slot is a key above the character; 0 is free.
type splits []uint64

// logSplits leaves most slots free for some 11,000 splits.
const logSplits = 15

func newSplits() splits { return make(splits, 1<<logSplits) }

func (s splits) add(key uint64, whole uint16) {
	at := s.place(key)
	for s[at] != 0 {
		at = (at + 1) % len(s)
	}
	s[at] = key<<16 | uint64(whole)
}

// at is the character of a key, or 0.
func (s splits) at(key uint64) uint16 {
	for at := s.place(key); s[at] != 0; at = (at + 1) % len(s) {
		if s[at]>>16 == key {
			return uint16(s[at])
		}
	}
	return 0
}

func (s splits) place(key uint64) int { return int(key * 0x9e3779b97f4a7c15 >> (64 - logSplits)) }
