package match

import "math/bits"

// Match is a sequence found in a text.
type Match struct {
	Sequence uint32
	At       uint32 // where its first code is
}

// Scratch is the memory of one search after another; the zero value is ready.
type Scratch struct {
	positions []uint32
	matches   []Match
	seen      []uint64 // bit i: sequence i was reported since the text turned out crowded
	prefixes  []uint64 // hashes, see bisect.go
	powers    [MaxCodes/block + 1]uint64
}

// MaxText is the length of the longest text, in codes.
const MaxText = 1<<spotBits - 1

// Find lists, in order of position and the longest first, all the sequences in
// text, whose slice must have Pad zeros beyond its length. The list lives
// until the next call.
//
// A crowded text is one where sequences begin nearly everywhere. Of its rest,
// from where that was noticed, each sequence is listed once at least, not at
// every place.
func (x *Index) Find(s *Scratch, text []uint16) (found []Match, crowded bool) {
	s.matches = s.matches[:0]
	n := len(text)
	if n == 0 || x.Len() == 0 {
		return nil, false
	}
	padded := text[:n+Pad]
	if len(s.positions) <= n {
		s.positions = make([]uint32, n+n/2+64)
	}
	begins := x.filter.begin(padded, n, s.positions)
	begins = x.filter.narrow(padded, s.positions[:begins])
	steps, most := stepsFree+2*n, stepsFree+n/4
	for i, at := range s.positions[:begins] {
		if steps <= 0 || len(s.matches) >= most {
			x.bisectAll(s, padded, s.positions[i:begins])
			return s.matches, true
		}
		steps -= x.walk(s, padded, int(at%(1<<spotBits)), at>>spotBits)
	}
	return s.matches, false
}

// stepsFree is how much a text may ask of the trie however short it is.
const stepsFree = 256

// walk adds the matches at one position, whose sequences may have the lengths
// that passed, and says how many edges it went.
func (x *Index) walk(s *Scratch, padded []uint16, at int, pass uint32) (steps int) {
	hash, depth, here, ref := uint64(0), 0, root, none
	tails := x.nodes[root].tails & uint8(pass)
	if pass>>block == 0 {
		x.report(s, x.last(here, tails, ref, hash, padded[at:], depth), padded[at:], at)
		return 1
	}
	for {
		steps++
		w := window(padded[at+depth:])
		longer := x.extend(hash, w)
		ref = x.slot(longer, 0, padded[at+depth+block])
		if !x.leads(ref, longer) {
			x.report(s, x.last(here, tails, ref, hash, padded[at:], depth), padded[at:], at)
			return steps
		}
		hash, depth, here = longer, depth+block, ref&^isNode
		tails = x.nodes[here].tails
	}
}

// slot looks a prefix up that the code next follows. What it returns has a
// like hash, but perhaps other codes.
func (x *Index) slot(hash uint64, tail int, next uint16) uint32 {
	h := spread(hash, tail)
	key := keyOf(h, nextOf(next))
	for at := h >> (x.shift & 63); ; at = (at + 1) & uint64(len(x.slots)-1) {
		if s := x.slots[at]; s.ref == none || fits(s.key, key) {
			return s.ref
		}
	}
}

// leads reports whether ref is the node at the end of a prefix with this hash.
func (x *Index) leads(ref uint32, hash uint64) bool {
	return ref != none && ref&isNode != 0 && x.nodes[ref&^isNode].hash == hash
}

// last is the longest sequence at the start of text, whose way through the
// trie ends at the node here, after depth codes; tails are the lengths that may
// follow, ref is the edge that continues, if any does.
func (x *Index) last(here uint32, tails uint8, ref uint32, hash uint64, text []uint16, depth int) uint32 {
	if ref != none && ref&isNode == 0 {
		codes := x.Sequence(ref)
		if same := common(codes, text); same == len(codes) {
			return ref
		} else if same >= depth+block {
			return x.shorterThan(ref)
		}
	}
	w := window(text[depth:])
	for tails &= 1<<block - 1; tails > 1; {
		r := bits.Len8(tails) - 1
		tails &^= 1 << r
		id := x.slot(x.extend(hash, first(w, r)), r, 0)
		if id != none && id&isNode == 0 && startsWith(text, x.Sequence(id)) {
			return id
		}
	}
	return x.nodes[here].longest
}

// common is how many codes two sequences begin with in common.
func common(a, b []uint16) int {
	const stride = 8 // codes that are compared at once
	n := min(len(a), len(b))
	i := 0
	for i+stride <= n && *(*[stride]uint16)(a[i:]) == *(*[stride]uint16)(b[i:]) {
		i += stride
	}
	for i < n && a[i] == b[i] {
		i++
	}
	return i
}

// shorterThan is the longest proper prefix.
func (x *Index) shorterThan(id uint32) uint32 {
	length := len(x.Sequence(id))
	for id = x.entries[id].shorter; id != none && len(x.Sequence(id)) == length; id = x.entries[id].shorter {
	}
	return id
}

// report lists a sequence and all those that are prefixes of it, if the text
// has it: up to here a way through the trie was known by its hashes only.
func (x *Index) report(s *Scratch, id uint32, text []uint16, at int) {
	if id == none || !startsWith(text, x.Sequence(id)) {
		return
	}
	for ; id != none; id = x.entries[id].shorter {
		s.matches = append(s.matches, Match{id, uint32(at)})
	}
}
