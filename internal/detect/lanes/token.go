package lanes

import "math/bits"

// Two sorts of words share the table: their hashes begin differently.
const (
	initialsToken = 0x9e3779b97f4a7c15
	squeezedToken = 0xbf58476d1ce4e5b9
)

// hashLetter goes on with a word's hash, which began as its sort.
func hashLetter(hash uint64, letter byte) uint64 { return (hash ^ uint64(letter)) * 0x100000001b3 }

func hashToken(sort uint64, letters []byte) uint64 {
	for _, letter := range letters {
		sort = hashLetter(sort, letter)
	}
	return sort
}

// tokens is a table from a word's hash to a term. What is found there is
// looked at once more, so the hash need not be strong.
type tokens struct {
	known sieve       // by the hash: most words are none
	slots []tokenSlot // a power of two of them, half free
	added map[uint64]uint32
}

type tokenSlot struct{ tag, term uint32 } // tag 0 is free

func (t *tokens) add(hash uint64, term uint32) {
	if _, known := t.added[hash]; !known {
		t.added[hash] = term
	}
}

func (t *tokens) build() {
	t.slots = make([]tokenSlot, 1<<bits.Len(uint(2*len(t.added))))
	t.known = newSieve(len(t.added))
	for hash, term := range t.added {
		t.known.add(hash)
		at, tag := t.place(hash)
		for t.slots[at].tag != 0 {
			at = (at + 1) % len(t.slots)
		}
		t.slots[at] = tokenSlot{tag, term}
	}
	t.added = nil
}

func (t *tokens) place(hash uint64) (at int, tag uint32) {
	hash ^= hash >> 29
	hash *= 0x94d049bb133111eb
	return int(hash>>32) & (len(t.slots) - 1), uint32(hash) | 1
}

func (t *tokens) find(hash uint64) (term uint32, ok bool) {
	if !t.known.has(hash) {
		return 0, false
	}
	at, tag := t.place(hash)
	for ; t.slots[at].tag != 0; at = (at + 1) & (len(t.slots) - 1) {
		if t.slots[at].tag == tag {
			return t.slots[at].term, true
		}
	}
	return 0, false
}

// addInitials takes Chinese terms, unless their initials are a word of
// harmless text.
func (s *Snapshot) addInitials(t *tables, term uint32, codes []uint16) {
	if len(codes) < minCodes || len(codes) > maxToken {
		return
	}
	letters := make([]byte, 0, maxToken)
	for _, code := range codes {
		sound := t.sound[code]
		if sound == 0 {
			return
		}
		letters = append(letters, t.syllables.name[sound-firstSyllable][0])
	}
	if !t.harmless[string(letters)] {
		s.tokens.add(hashToken(initialsToken, letters), term)
	}
}

// addSqueezed takes Latin terms of four letters or more, without what is
// repeated in them.
func (s *Snapshot) addSqueezed(term uint32, codes []uint16) {
	if len(codes) <= minCodes || len(codes) > maxToken {
		return
	}
	letters := make([]byte, 0, maxToken)
	for i, code := range codes {
		if !isLatin(code) {
			return
		}
		if i == 0 || code != codes[i-1] {
			letters = append(letters, byte(code))
		}
	}
	s.tokens.add(hashToken(squeezedToken, letters), term)
}

// initials looks for a term whose initials are the word text[at:end].
func (l *looking) initials(at, end int) {
	hash := uint64(initialsToken)
	for _, letter := range []byte(l.text.Text()[at:end]) {
		hash = hashLetter(hash, letter|0x20)
	}
	term, ok := l.tokens.find(hash)
	if !ok {
		return
	}
	codes := l.words.Codes(term)
	if len(codes) != end-at {
		return
	}
	for i, code := range codes {
		if sound := l.tables.sound[code]; sound == 0 || l.tables.syllables.name[sound-firstSyllable][0] != meant[0][l.text.Text()[at+i]] {
			return
		}
	}
	l.add(Hit{Initials, term, at, end, 0.5})
}
