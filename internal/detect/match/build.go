package match

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// Build makes an index. It keeps the codes, which must not change any more.
// Codes below small are of an alphabet in which nearly every pair is some
// sequence's beginning, so that it takes three to tell.
func Build(sequences Sequences, small uint16) *Index {
	x := &Index{codes: sequences.Codes, entries: make([]entry, len(sequences.Ends)+1)}
	for i, end := range sequences.Ends {
		x.entries[i+1].start = end
	}
	b := builder{index: x}
	b.sort()
	b.findPrefixes()
	x.filter = newFilter(x, small)
	for b.grow(); !b.fill(); b.grow() {
	}
	x.nodes = slices.Clip(x.nodes)
	return x
}

// grow makes the trie, with hashes of its own.
func (b *builder) grow() {
	x := b.index
	x.step = rand.Uint64() | 1
	b.edges = b.edges[:0]
	x.nodes = append(x.nodes[:0], node{longest: none})
	x.nodes[root].tails = b.branch(0, len(b.order), 0, 0)
}

type builder struct {
	index *Index
	order []uint32 // the sequences in lexical order
	edges []edge
}

type edge struct {
	hash uint64 // spread
	next uint32
	ref  uint32
}

// sort orders by the first block, one integer comparison, before the rest.
func (b *builder) sort() {
	type keyed struct {
		key uint64
		id  uint32
	}
	x := b.index
	all := make([]keyed, x.Len())
	for i := range all {
		var key uint64
		codes := x.Sequence(uint32(i))
		for at := range block {
			key <<= 16
			if at < len(codes) {
				key |= uint64(codes[at])
			}
		}
		all[i] = keyed{key, uint32(i)}
	}
	slices.SortFunc(all, func(a, b keyed) int {
		if a.key != b.key {
			return cmp.Compare(a.key, b.key)
		}
		return cmp.Or(slices.Compare(x.Sequence(a.id), x.Sequence(b.id)), cmp.Compare(a.id, b.id))
	})
	b.order = make([]uint32, len(all))
	for i, k := range all {
		b.order[i] = k.id
	}
}

// findPrefixes finds each sequence's longest prefix among the others: of those
// before it in order, the prefixes of the last one are on the stack.
func (b *builder) findPrefixes() {
	x := b.index
	var stack []uint32
	for _, id := range b.order {
		codes := x.Sequence(id)
		for len(stack) > 0 && !startsWith(codes, x.Sequence(stack[len(stack)-1])) {
			stack = stack[:len(stack)-1]
		}
		x.entries[id].shorter = none
		if len(stack) > 0 {
			x.entries[id].shorter = stack[len(stack)-1]
		}
		stack = append(stack, id)
	}
}

func startsWith(codes, prefix []uint16) bool {
	return len(prefix) <= len(codes) && common(codes, prefix) == len(prefix)
}

// branch adds the edges that leave the parent, at whose depth order[from:to]
// have depth codes of the given hash in common, and all below. It returns the parent's tails.
func (b *builder) branch(from, to, depth int, hash uint64) uint8 {
	var tails uint8
	for i := from; i < to; {
		codes := b.index.Sequence(b.order[i])
		if len(codes) == depth { // ends at the node itself
			i++
			continue
		}
		size := min(block, len(codes)-depth)
		end := b.alike(i, to, depth, size)
		if size < block {
			tails |= 1 << size
			end = b.same(i, to)
		}
		b.connect(i, end, depth, size, hash)
		i = end
	}
	return tails
}

// alike is the end of the run that has all the codes up to depth+size in common.
func (b *builder) alike(from, to, depth, size int) int {
	prefix := b.index.Sequence(b.order[from])[:depth+size]
	end := from + 1
	for end < to && startsWith(b.index.Sequence(b.order[end]), prefix) {
		end++
	}
	return end
}

// same is the end of the run of equal sequences.
func (b *builder) same(from, to int) int {
	codes := b.index.Sequence(b.order[from])
	end := from + 1
	for end < to && slices.Equal(b.index.Sequence(b.order[end]), codes) {
		end++
	}
	return end
}

// connect adds the edge of size codes that order[from:to] take: to a leaf if
// they are all equal, else to a new node.
func (b *builder) connect(from, to, depth, size int, hash uint64) {
	var padded [block]uint16
	codes := b.index.Sequence(b.order[from])
	copy(padded[:], codes[depth:depth+size])
	hash = b.index.extend(hash, window(padded[:]))
	equal := b.same(from, to)
	if equal == to {
		leaf := edge{hash: spread(hash, size%block), ref: b.order[to-1]}
		if len(codes) > depth+size {
			leaf.next = nextOf(codes[depth+size])
		}
		b.edges = append(b.edges, leaf)
		return
	}
	n := node{hash: hash, longest: b.index.entries[b.order[from]].shorter}
	if len(codes) == depth+block {
		n.longest = b.order[equal-1]
	}
	at := uint32(len(b.index.nodes))
	b.index.nodes = append(b.index.nodes, n)
	b.index.deep = max(b.index.deep, depth/block+1)
	b.edges = append(b.edges, edge{hash: spread(hash, 0), ref: isNode | at})
	b.index.nodes[at].tails = b.branch(from, to, depth+block, hash)
}

// fill puts the edges into slots, a third of which at least stay free. It
// fails if a search for one edge might end at another.
func (b *builder) fill() bool {
	x := b.index
	var size int
	size, x.shift = sizeFor(len(b.edges) * 3 / 2)
	x.slots = make([]slot, size)
	for i := range x.slots {
		x.slots[i].ref = none
	}
	for _, e := range b.edges {
		at, key := e.hash>>x.shift, keyOf(e.hash, e.next)
		for ; x.slots[at].ref != none; at = (at + 1) % uint64(size) {
			if other := x.slots[at].key; fits(other, key) || fits(key, other) {
				return false
			}
		}
		x.slots[at] = slot{key, e.ref}
	}
	return true
}
