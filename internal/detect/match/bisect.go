package match

// bisectAll is what walk does at each of the spots, for a text where walks
// are long: the deepest node is found by bisection over hashes of prefixes, and
// no sequence is reported twice, so that a position costs the same few look-ups
// whatever the sequences are.
func (x *Index) bisectAll(s *Scratch, padded []uint16, spots []spot) {
	s.hashPrefixes(x, padded)
	if words := (x.Len() + 63) / 64; len(s.seen) < words {
		s.seen = make([]uint64, words)
	}
	clear(s.seen)
	guess := 0
	for _, at := range spots {
		at %= 1 << spotBits
		here, blocks := x.deepest(s, padded, int(at), guess)
		guess = blocks
		text := padded[at:]
		hash := s.part(int(at), blocks)
		ref := x.slot(x.extend(hash, window(text[blocks*block:])), 0, text[(blocks+1)*block])
		if ref != none && ref&isNode == 0 && s.wasSeen(ref) && x.hasBlock(ref, text, blocks*block) {
			continue
		}
		x.reportNew(s, x.last(here, x.nodes[here].tails, ref, hash, text, blocks*block), text, at)
	}
}

// hashPrefixes sets prefixes[i] to the hash of the blocks that end at i and
// began at i%block: the hash of any run of blocks follows from two of them.
func (s *Scratch) hashPrefixes(x *Index, padded []uint16) {
	n := len(padded) - Pad
	if len(s.prefixes) < n+block {
		s.prefixes = make([]uint64, n+n/2+64)
	}
	clear(s.prefixes[:block])
	for i := range n {
		s.prefixes[i+block] = x.extend(s.prefixes[i], window(padded[i:]))
	}
	s.powers[0] = 1
	for i := 1; i < len(s.powers); i++ {
		s.powers[i] = s.powers[i-1] * x.step
	}
}

// part is the hash of so many blocks from at on.
func (s *Scratch) part(at, blocks int) uint64 {
	return s.prefixes[at+blocks*block] - s.prefixes[at]*s.powers[blocks]
}

// deepest is the last node on the way of the text at a position, and how many
// blocks lead to it. A good guess of that saves look-ups.
func (x *Index) deepest(s *Scratch, padded []uint16, at, guess int) (here uint32, blocks int) {
	low, high := 0, min(x.deep, (len(padded)-Pad-at)/block)
	for probe := min(guess, high); low < high; {
		if probe > low {
			hash := s.part(at, probe)
			ref := x.slot(hash, 0, 0)
			if x.leads(ref, hash) {
				low, here = probe, ref&^isNode
			} else {
				high = probe - 1
			}
		}
		if probe == guess && low == guess {
			probe++
		} else {
			probe = (low + high + 1) / 2
		}
	}
	return here, low
}

// reportNew reports what was not yet; where a sequence was, its prefixes were too.
func (x *Index) reportNew(s *Scratch, id uint32, text []uint16, at uint32) {
	if id == none || s.wasSeen(id) || !startsWith(text, x.Sequence(id)) {
		return
	}
	for ; id != none && !s.wasSeen(id); id = x.entries[id].shorter {
		s.seen[id/64] |= 1 << (id % 64)
		s.matches = append(s.matches, Match{id, at})
	}
}

func (s *Scratch) wasSeen(id uint32) bool { return s.seen[id/64]>>(id%64)&1 != 0 }

// hasBlock reports whether a leaf has the text's block after depth codes; the
// codes before have the text's hash.
func (x *Index) hasBlock(leaf uint32, text []uint16, depth int) bool {
	codes := x.Sequence(leaf)
	return len(codes) >= depth+block && window(codes[depth:]) == window(text[depth:])
}
