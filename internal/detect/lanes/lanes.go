package lanes

import (
	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/detect/match"
)

// Lane is a way of writing a term otherwise.
type Lane string

// The lanes.
const (
	Pinyin     Lane = "pinyin"     // its sound: letters, or other characters of the same sound
	Components Lane = "components" // its characters taken to parts: 氵去 for 法
	Initials   Lane = "initials"   // the first letters of its sounds, as a word
	Emoji      Lane = "emoji"      // pictures for characters, or between them
	Leet       Lane = "leet"       // digits and signs for letters, letters repeated
	Glyph      Lane = "glyph"      // characters that look alike
)

// minCodes is the length of the shortest term that the lanes of Chinese look
// for: of two characters there are too many that sound or look like them.
const minCodes = 3

// maxHits bounds what is listed of one text.
const maxHits = 64

// Hit is a term that a text may mean.
type Hit struct {
	Lane  Lane
	Term  uint32 // of the snapshot that the lanes were built from
	Start int    // in the original, in bytes
	End   int
	Sure  float64 // in (0,1)
}

// Snapshot looks for the terms of a lexicon's snapshot in further lanes. It
// never changes; any number of goroutines may use it, each with its own Scratch.
type Snapshot struct {
	tables *tables
	words  *lexicon.Snapshot
	sounds *translated
	shapes *translated
	tokens tokens          // initials and squeezed Latin terms
	said   [1 << 10]uint64 // a bit for each code of the terms that probes look for
	beside sieve           // the codes that stand side by side in them
	alike  sieve           // the same of the terms' shapes
}

// Build makes the lanes of a snapshot.
func Build(words *lexicon.Snapshot) *Snapshot {
	t := loaded()
	s := &Snapshot{tables: t, words: words, tokens: tokens{added: map[uint64]uint32{}}, beside: newSieve(4 * words.Len()), alike: newSieve(4 * words.Len())}
	sounds, shapes := newTranslation(t.sound), newTranslation(t.shape)
	for term := range uint32(words.Len()) {
		codes := words.Codes(term)
		if len(codes) == 0 || words.Mode(term) == lexicon.Allow {
			continue
		}
		sounds.add(term, codes)
		shapes.add(term, codes)
		s.addSaid(codes)
		s.addInitials(t, term, codes)
		s.addSqueezed(term, codes)
	}
	s.sounds, s.shapes = sounds.build(lastSyllable), shapes.build(match.ASCII)
	for i := range uint32(s.shapes.index.Len()) {
		s.alike.addNeighbours(s.shapes.index.Sequence(i))
	}
	s.tokens.build()
	return s
}

func (s *Snapshot) addSaid(codes []uint16) {
	if len(codes) < minCodes {
		return
	}
	for _, code := range codes {
		s.said[code>>6] |= 1 << (code & 63)
	}
	s.beside.addNeighbours(codes)
}

// says reports whether some term may have these codes.
func (s *Snapshot) says(codes ...uint16) bool {
	for _, code := range codes {
		if s.said[code>>6]>>(code&63)&1 == 0 {
			return false
		}
	}
	return true
}

// Scratch is the memory of one search after another. The zero value is ready;
// one goroutine uses it at a time.
type Scratch struct {
	match    match.Scratch
	stream   stream
	words    []span // the Latin words to be looked at for themselves
	shapes   []uint16
	probe    probe
	named    probe // all of the text, its pictures by their first names
	pictures []picture
	window   []uint16 // a name and what is beside it
	can      [maxToken + 1]bool
	joins    []join
	hits     []Hit
}

// Find lists the terms that the text may mean and that are not said in plain
// letters; words has just searched it, with what it found. The list lives
// until the next call.
func (s *Snapshot) Find(scratch *Scratch, words *lexicon.Scratch, found lexicon.Found, where lexicon.Where) []Hit {
	scratch.hits = scratch.hits[:0]
	look := looking{Snapshot: s, scratch: scratch, text: &words.Text, found: found, where: where}
	look.scan()
	look.sounds()
	look.shapes()
	look.probes()
	return scratch.hits
}
