package lanes

import "slices"

// automaton tells in one step a letter whether a word is nothing but syllables:
// most words of other languages are dead after a few.
type automaton struct {
	step [][26]uint16 // state 0 is dead
	ends []bool       // the word may end in this state
}

// start is the state before the first letter.
const start = 1

// readWords makes the automaton: a state is the set of nodes of the trie where
// the readings of the letters so far have come to.
func (s *syllables) readWords() {
	b := spelling{s, map[string]uint16{"": 0}}
	s.words = automaton{step: make([][26]uint16, 1), ends: make([]bool, 1)}
	b.state([]uint16{0})
}

type spelling struct {
	*syllables
	known map[string]uint16 // the states by their nodes, in order
}

func (b spelling) state(nodes []uint16) uint16 {
	slices.Sort(nodes)
	nodes = slices.Compact(nodes)
	key := string(encode(nodes))
	if state, known := b.known[key]; known {
		return state
	}
	state := uint16(len(b.words.step))
	b.known[key] = state
	b.words.step, b.words.ends = append(b.words.step, [26]uint16{}), append(b.words.ends, slices.Contains(nodes, 0))
	for letter := range b.words.step[state] {
		b.words.step[state][letter] = b.state(b.after(nodes, letter))
	}
	return state
}

// after is where a letter leads; the end of a syllable leads to the root as well.
func (b spelling) after(nodes []uint16, letter int) (to []uint16) {
	for _, node := range nodes {
		next := b.next[node][letter]
		if next == 0 {
			continue
		}
		to = append(to, next)
		if b.code[next] != 0 {
			to = append(to, 0)
		}
	}
	return to
}

func encode(nodes []uint16) (key []rune) {
	for _, node := range nodes {
		key = append(key, rune(node))
	}
	return key
}
