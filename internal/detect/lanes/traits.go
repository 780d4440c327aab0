package lanes

// traits are what the lanes ask about a code wherever it stands, so that one
// look-up answers all: its syllable in the low bits, 0 for none, and flags.
type traits uint16

const (
	syllable traits = 1<<11 - 1 // the bits of the syllable
	latin    traits = 1 << 11   // a Latin letter
	seldom   traits = 1 << 12   // a character that harmless text has not
	begins   traits = 1 << 13   // the first part of a character, in front of what seldom follows
	follows  traits = 1 << 14   // the second
)

// readTraits is made last of all tables.
func readTraits(t *tables) *[0x10000]traits {
	of := new([0x10000]traits)
	for code := range of {
		of[code] = traits(t.sound[code])
		switch {
		case isLatin(uint16(code)):
			of[code] |= latin
		case code >= 0x4e00 && code < 0xa000 && t.usual[code>>6]>>(code&63)&1 == 0:
			of[code] |= seldom
		}
	}
	for _, split := range t.parts.of {
		first, second := uint16(split>>32), uint16(split>>16)
		if split != 0 && !t.pairs[[2]uint16{first, second}] {
			of[first] |= begins
			of[second] |= follows
		}
	}
	return of
}

// scan reads the text once, for all lanes: it makes the stream of sounds and
// notes what there is to look at.
func (l *looking) scan() {
	codes, of := l.text.Codes(), l.tables.traits
	s := l.scratch.stream.room(len(codes))
	l.scratch.words = l.scratch.words[:0]
	sounds, first := s.codes, s.first
	var all, before traits
	n, run, most := 0, 0, 0
	for i := 0; i < len(codes); {
		here := of[codes[i]]
		all |= here
		if here&latin != 0 {
			end, syllables := l.readWord(i, n)
			if run += syllables; syllables == 0 {
				run, syllables = 0, 1
			}
			most, before = max(most, run), 0
			i, n = end, n+syllables
			continue
		}
		sound := uint16(here & syllable)
		sounds[n], first[n] = max(sound, gap), uint32(i)
		if run++; sound == 0 {
			run = 0
		}
		most = max(most, run)
		if before&(here>>1)&begins != 0 && !l.parted {
			l.parted = l.apart(codes[i-1:])
		}
		before = here
		i, n = i+1, n+1
	}
	l.traits, l.run = all, most
	s.end(n, len(codes))
}

// apart reports whether the codes begin with the parts of a character that
// some term has, and that nobody else would write so.
func (l *looking) apart(codes []uint16) bool {
	if !l.tables.parts.odd.has(pairKey(codes[0], codes[1])) {
		return false
	}
	whole, n := l.tables.parts.at(codes)
	return n > 0 && l.says(whole) && !l.tables.pairs[[2]uint16(codes)]
}
