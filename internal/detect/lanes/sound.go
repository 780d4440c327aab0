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
	stream := &l.scratch.stream
	codes := l.text.Codes()
	switch said, latin := stream.translate(l.tables.sound, codes); {
	case latin:
		l.spellWords(codes)
	case said < minCodes:
		return
	}
	found, _ := l.Snapshot.sounds.index.Find(&l.scratch.match, stream.padded())
	for _, m := range found {
		n := len(l.Snapshot.sounds.index.Sequence(m.Sequence))
		l.addSound(l.Snapshot.sounds.terms[m.Sequence], int(m.At), int(m.At)+n-1)
	}
}

// spellWords translates codes and reads the Latin words among them.
func (l *looking) spellWords(codes []uint16) {
	stream := &l.scratch.stream
	stream.reset()
	stream.reserve(len(codes))
	for i := 0; i < len(codes); {
		if !isLatin(codes[i]) {
			stream.put(max(l.tables.sound[codes[i]], gap), i, i)
			i++
			continue
		}
		end := i + 1
		for end < len(codes) && isLatin(codes[end]) && l.text.Joined(end-1, end) {
			end++
		}
		l.spell(codes, i, end)
		i = end
	}
}

// spell reads a Latin word, codes[from:to], as syllables, the longest first;
// one that is none is a gap.
func (l *looking) spell(codes []uint16, from, to int) {
	n := to - from
	if n > maxToken || !l.spellable(codes[from:to]) {
		l.scratch.stream.put(gap, from, to-1)
		return
	}
	s, can := l.tables.syllables, &l.scratch.can
	can[n] = true
	for i := n - 1; i >= 0; i-- {
		_, length := s.longest(codes[from+i:to], can[i:])
		can[i] = length > 0
	}
	for i := 0; i < n; {
		code, length := s.longest(codes[from+i:to], can[i:])
		l.scratch.stream.put(code, from+i, from+i+length-1)
		i += length
	}
}

// spellable reports whether the letters are syllables. Most words of other
// languages are none from the start.
func (l *looking) spellable(letters []uint16) bool {
	s, can := l.tables.syllables, &l.scratch.can // can[i]: the first i letters are syllables
	clear(can[:len(letters)+1])
	can[0] = true
	far := 0
	for i := 0; i <= far && i < len(letters); i++ {
		if !can[i] {
			continue
		}
		at := uint16(0)
		for k := i; k < len(letters) && k < i+maxSyllable; k++ {
			if at = s.next[at][letters[k]-'a']; at == 0 {
				break
			}
			if s.code[at] != 0 {
				can[k+1] = true
				far = max(far, k+1)
			}
		}
	}
	return can[len(letters)]
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
