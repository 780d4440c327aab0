package match

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
	if n == 0 || len(x.shorter) == 0 {
		return nil, false
	}
	padded := text[:n+Pad]
	if len(s.positions) <= n {
		s.positions = make([]uint32, n+n/2+64)
	}
	begins := x.filter.begin(padded, n, s.positions)
	begins = x.filter.narrow(padded, s.positions[:begins])
	budget := 256 + n
	for i, at := range s.positions[:begins] {
		if budget <= 0 {
			x.bisectAll(s, padded, s.positions[i:begins])
			return s.matches, true
		}
		budget -= x.walk(s, padded, int(at%(1<<spotBits)), uint8(at>>spotBits))
	}
	return s.matches, false
}

// walk adds the matches at one position, whose sequences may have the given
// lengths if they are short, and says how many steps it took.
func (x *Index) walk(s *Scratch, padded []uint16, at int, lengths uint8) (steps int) {
	hash, depth, here, ref := uint64(0), 0, root, none
	tails := x.nodes[root].tails & lengths
	if lengths>>block == 0 {
		return 1 + x.report(s, x.last(here, tails, ref, hash, padded[at:], depth), at)
	}
	for {
		steps++
		w := window(padded[at+depth:])
		longer := x.extend(hash, w)
		ref = x.slot(longer, 0, padded[at+depth+block])
		if !x.leads(here, ref, depth, w) {
			return steps + x.report(s, x.last(here, tails, ref, hash, padded[at:], depth), at)
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

// leads reports whether ref is the node that one goes to from here by w.
func (x *Index) leads(here, ref uint32, depth int, w uint64) bool {
	if ref == none || ref&isNode == 0 {
		return false
	}
	n := &x.nodes[ref&^isNode]
	return n.parent == here && window(x.sequences.At(n.sample)[depth:]) == w
}

// last is the longest sequence at the start of text, whose way through the
// trie ends at the node here, after depth codes; tails are the lengths that may
// follow, ref is the edge that continues, if any does.
func (x *Index) last(here uint32, tails uint8, ref uint32, hash uint64, text []uint16, depth int) uint32 {
	if x.leaf(ref, text, depth) {
		if id, ok := x.orShorter(ref, text, depth+block); ok {
			return id
		}
	}
	w := window(text[depth:])
	for r := block - 1; r > 0; r-- {
		if tails>>r&1 == 0 {
			continue
		}
		id := x.slot(x.extend(hash, first(w, r)), r, 0)
		if id != none && id&isNode == 0 && startsWith(text, x.sequences.At(id)) {
			return id
		}
	}
	return x.nodes[here].longest
}

// leaf reports whether ref is a leaf whose block after depth codes is the
// text's; the codes before have but the same hash.
func (x *Index) leaf(ref uint32, text []uint16, depth int) bool {
	if ref == none || ref&isNode != 0 {
		return false
	}
	codes := x.sequences.At(ref)
	return len(codes) >= depth+block && window(codes[depth:]) == window(text[depth:])
}

// orShorter is the leaf's sequence if the text has all of it, else the longest
// sequence that is a prefix of it, if the text has that block at least.
func (x *Index) orShorter(id uint32, text []uint16, block int) (uint32, bool) {
	codes := x.sequences.At(id)
	same := common(codes, text)
	if same == len(codes) {
		return id, true
	}
	return x.shorterThan(id), same >= block
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
	length := len(x.sequences.At(id))
	for id = x.shorter[id]; id != none && len(x.sequences.At(id)) == length; id = x.shorter[id] {
	}
	return id
}

// report lists a sequence and all those that are prefixes of it.
func (x *Index) report(s *Scratch, id uint32, at int) (steps int) {
	for ; id != none; id = x.shorter[id] {
		s.matches = append(s.matches, Match{id, uint32(at)})
		steps++
	}
	return steps
}
