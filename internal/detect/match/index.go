package match

// Pad zero codes must follow a text's last code within its slice's capacity.
const Pad = 8

// ASCII is the usual small alphabet, see Build.
const ASCII = 0x80

// MaxCodes is the length of the longest sequence.
const MaxCodes = 64

const (
	block  = 4          // codes on an edge of the trie
	none   = ^uint32(0) // no sequence
	isNode = 1 << 31    // marks a slot's reference to a node
	root   = uint32(0)  // the node where all begin
)

// Sequences are code sequences, one after the other; sequence i is
// Codes[Ends[i-1]:Ends[i]]. None is empty, none longer than MaxCodes, and none holds a zero.
type Sequences struct {
	Codes []uint16
	Ends  []uint32
}

// Add appends a sequence.
func (s *Sequences) Add(codes []uint16) {
	s.Codes = append(s.Codes, codes...)
	s.Ends = append(s.Ends, uint32(len(s.Codes)))
}

// Index finds the sequences it was built from. It never changes; any number
// of goroutines may use it, each with its own Scratch.
type Index struct {
	codes   []uint16
	entries []entry // of the sequences, and one that begins where the last ends

	filter filter
	slots  []slot
	shift  uint8 // of a hash to a slot
	nodes  []node
	deep   int    // blocks on the way to the deepest node
	step   uint64 // multiplier of the prefix hash, random
}

// entry is what is known of a sequence.
type entry struct {
	start   uint32 // in codes
	shorter uint32 // the longest other sequence that is a prefix of this one, or equal to it; none
}

// slot is an edge of the trie. A free one has ref none.
type slot struct {
	key uint32 // see keyOf
	ref uint32 // a sequence, or isNode and a node
}

// node is where sequences part.
type node struct {
	hash    uint64 // of all codes from the root
	longest uint32 // the longest sequence that ends here or on the way; none
	tails   uint8  // bit r: a sequence ends r codes from here, 0 < r < block
}

// Bytes is how much memory the index holds.
func (x *Index) Bytes() int {
	return 2*cap(x.codes) + 8*cap(x.entries) + 8*cap(x.slots) + 16*cap(x.nodes) + x.filter.bytes()
}

// Sequence is the codes of sequence i; not to be changed.
func (x *Index) Sequence(i uint32) []uint16 { return x.codes[x.entries[i].start:x.entries[i+1].start] }

// Len is the number of sequences.
func (x *Index) Len() int { return len(x.entries) - 1 }
