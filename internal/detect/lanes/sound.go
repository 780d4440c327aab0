package lanes

// Sounds are syllables without tones: numbered from firstSyllable.
const (
	firstSyllable = 0x100
	lastSyllable  = 0x400 // there are some 400
	maxSyllable   = 6     // letters
	maxToken      = 64    // letters of a Latin word that are read as syllables
)

// syllables is a trie of the syllables' letters; node 0 is the root.
type syllables struct {
	next [][26]uint16 // 0 for none
	code []uint16     // of the syllable that ends there; 0 for none
	of   map[string]uint16
	name []string // by code-firstSyllable

	words automaton // of their sequences
}

func (s *syllables) add(syllable string) uint16 {
	if code, known := s.of[syllable]; known {
		return code
	}
	code := uint16(firstSyllable + len(s.of))
	s.of[syllable] = code
	s.name = append(s.name, syllable)
	at := uint16(0)
	for _, letter := range []byte(syllable) {
		if s.next[at][letter-'a'] == 0 {
			s.next[at][letter-'a'] = uint16(len(s.next))
			s.next, s.code = append(s.next, [26]uint16{}), append(s.code, 0)
		}
		at = s.next[at][letter-'a']
	}
	s.code[at] = code
	return code
}

func isLatin(code uint16) bool { return code >= 'a' && code <= 'z' }

// sounds looks for terms by their sound.
func (l *looking) sounds() {
	if l.run < minCodes {
		return
	}
	found, _ := l.Snapshot.sounds.index.Find(&l.scratch.match, padded(l.scratch.stream.codes))
	for _, m := range found {
		n := len(l.Snapshot.sounds.index.Sequence(m.Sequence))
		l.addSound(l.Snapshot.sounds.terms[m.Sequence], int(m.At), int(m.At)+n-1)
	}
}

// readWord reads the Latin word that begins at a code: as syllables, which it
// writes to the stream from n on, or a gap if it is none; and as what it may
// stand for besides. It says where the word ends and how many syllables it has.
func (l *looking) readWord(from, n int) (end, spelt int) {
	codes, starts := l.text.Codes(), l.text.Starts()
	words := &l.tables.syllables.words
	state, hash := uint16(start), uint64(initialsToken)
	var last, before uint16
	repeats := false
	for end = from; ; {
		letter := codes[end]
		state = words.step[state][letter-'a']
		hash = hashLetter(hash, byte(letter))
		repeats = repeats || letter == last && last == before
		before, last = last, letter
		if end++; end >= len(codes) || !isLatin(codes[end]) || starts[end] != starts[end-1]+1 && !l.text.Joined(end-1, end) {
			break
		}
	}
	l.noteWord(span{from, end}, hash, repeats)
	sounds, first := l.scratch.stream.codes[n:], l.scratch.stream.first[n:]
	if end-from > maxToken || !words.ends[state] {
		sounds[0], first[0] = gap, uint32(from)
		return end, 0
	}
	return end, l.spell(codes[from:end], sounds, first, from)
}

// noteWord keeps a word that is to be looked at for itself: it may be some
// term's initials, has repetitions, or stands beside digits or signs. The hash is of its letters.
func (l *looking) noteWord(word span, hash uint64, repeats bool) {
	text, at, end := l.text.Text(), l.text.Start(word.from), l.text.Start(word.to-1)+1
	plain := end-at == word.to-word.from && (at == 0 || meant[0][text[at-1]] == 0) && (end == len(text) || meant[0][text[end]] == 0)
	if plain && !repeats && (end-at < minCodes || !l.tokens.known.has(hash)) {
		return
	}
	l.scratch.words = append(l.scratch.words, word)
}

// span is some of the text's codes.
type span struct{ from, to int }

// spell writes a word's syllables, the longest first, and says how many they are.
func (l *looking) spell(word, sounds []uint16, first []uint32, from int) (n int) {
	s, can := l.tables.syllables, &l.scratch.can // can[i]: the letters from i on are syllables
	if sounds[0], first[0] = s.whole(word), uint32(from); sounds[0] != 0 {
		return 1
	}
	can[len(word)] = true
	for i := len(word) - 1; i >= 0; i-- {
		_, length := s.longest(word[i:], can[i:])
		can[i] = length > 0
	}
	for i := 0; i < len(word); n++ {
		code, length := s.longest(word[i:], can[i:])
		sounds[n], first[n] = code, uint32(from+i)
		i += length
	}
	return n
}

// whole is the syllable that the letters are, or 0.
func (s *syllables) whole(letters []uint16) uint16 {
	at := uint16(0)
	for i := 0; i < len(letters) && (i == 0 || at != 0); i++ {
		at = s.next[at][letters[i]-'a']
	}
	return s.code[at]
}

// longest is the longest syllable that the letters begin with and after which
// the rest can be read.
func (s *syllables) longest(letters []uint16, can []bool) (code uint16, length int) {
	at := uint16(0)
	for i := 0; i < len(letters) && i < maxSyllable; i++ {
		if at = s.next[at][letters[i]-'a']; at == 0 {
			break
		}
		if s.code[at] != 0 && can[i+1] {
			code, length = s.code[at], i+1
		}
	}
	return code, length
}

// addSound adds a hit on part of the stream. It is the surer the more of the
// term's own characters are there, or letters, which nobody writes by mistake.
// Of three syllables in other characters, many are but what people say.
func (l *looking) addSound(term uint32, from, to int) {
	stream, codes, said := &l.scratch.stream, l.text.Codes(), l.words.Codes(term)
	same, spelt := 0, 0
	for i := from; i <= to; i++ {
		switch code := codes[stream.from(i)]; {
		case code == said[i-from]:
			same++
		case isLatin(code):
			spelt++
		}
	}
	first, last := stream.from(from), stream.to(to)
	if same == len(said) || !l.oneClause(first, last) {
		return
	}
	if len(said) == minCodes && spelt == 0 && l.usual(first, last, said) {
		return
	}
	sure := 0.55 + 0.3*float64(same+spelt)/float64(len(said)+1)
	l.add(Hit{Pinyin, term, l.text.Start(first), l.text.End(last), sure})
}

// usual reports whether some two characters of the text, one of them not the
// term's own, often stand side by side: who disguises a word writes what nobody else does.
func (l *looking) usual(first, last int, said []uint16) bool {
	codes := l.text.Codes()
	for i := first; i < last; i++ {
		if own := codes[i] == said[i-first] && codes[i+1] == said[i+1-first]; !own && l.tables.pairs[[2]uint16{codes[i], codes[i+1]}] {
			return true
		}
	}
	return false
}
