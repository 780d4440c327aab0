package lanes

import "slices"

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
	l.scratch.latin = l.scratch.latin[:0]
	if l.traits&latin != 0 {
		l.spellWords()
	}
	if l.run < minCodes {
		return
	}
	found, _ := l.Snapshot.sounds.index.Find(&l.scratch.match, padded(l.scratch.stream.codes))
	for _, m := range found {
		n := len(l.Snapshot.sounds.index.Sequence(m.Sequence))
		l.addSound(l.Snapshot.sounds.terms[m.Sequence], int(m.At), int(m.At)+n-1)
	}
}

// span is some of the text's codes.
type span struct{ from, to int }

// spellWords reads the Latin words as syllables, in the stream that was
// scanned: a word has no more syllables than letters.
func (l *looking) spellWords() {
	codes, stream := l.text.Codes(), &l.scratch.stream
	stream.first = slices.Grow(stream.first[:0], len(codes)+1)[:len(codes)+1]
	sounds, first := stream.codes, stream.first
	n, run := 0, 0
	l.run = 0
	for i := 0; i < len(codes); {
		if !isLatin(codes[i]) {
			sounds[n], first[n] = sounds[i], uint32(i)
			run++
			if sounds[i] == gap {
				run = 0
			}
			l.run = max(l.run, run)
			i, n = i+1, n+1
			continue
		}
		end, spelt := l.latinWord(codes, i)
		l.scratch.latin = append(l.scratch.latin, span{i, end})
		if spelt {
			syllables := l.spell(codes[i:end], sounds[n:], first[n:], i)
			run, n = run+syllables, n+syllables
			l.run = max(l.run, run)
		} else {
			sounds[n], first[n] = gap, uint32(i)
			run, n = 0, n+1
		}
		i = end
	}
	first[n] = uint32(len(codes))
	stream.codes, stream.first = sounds[:n], first[:n+1]
}

// latinWord is the end of the Latin word that begins at a code, and whether it is syllables.
func (l *looking) latinWord(codes []uint16, from int) (end int, spelt bool) {
	words := &l.tables.syllables.words
	state := words.step[start][codes[from]-'a']
	for end = from + 1; end < len(codes) && isLatin(codes[end]) && l.text.Joined(end-1, end); end++ {
		state = words.step[state][codes[end]-'a']
	}
	return end, end-from <= maxToken && words.ends[state]
}

// spell writes a word's syllables, the longest first, and says how many they are.
func (l *looking) spell(word, sounds []uint16, first []uint32, from int) (n int) {
	s, can := l.tables.syllables, &l.scratch.can // can[i]: the letters from i on are syllables
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
