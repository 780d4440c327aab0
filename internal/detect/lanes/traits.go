package lanes

import "slices"

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
	for key := range t.parts.of {
		if !t.pairs[[2]uint16(key[:])] {
			of[key[0]] |= begins
			of[key[1]] |= follows
		}
	}
	return of
}

// scan reads the text once, for all lanes: it makes the stream of sounds and
// notes what there is to look at.
func (l *looking) scan() {
	codes, stream := l.text.Codes(), &l.scratch.stream
	stream.first = stream.first[:0]
	stream.codes = slices.Grow(stream.codes[:0], len(codes)+pad)[:len(codes)]
	sounds, parts := stream.codes, l.tables.parts
	run, before := 0, traits(0)
	for i, code := range codes {
		of := l.tables.traits[code]
		l.traits |= of
		sounds[i] = max(uint16(of&syllable), gap)
		run++
		if of&syllable == 0 {
			run = 0
		}
		l.run = max(l.run, run)
		if before&begins != 0 && of&follows != 0 && parts.odd.has(pairKey(codes[i-1], code)) {
			l.parted = true
		}
		before = of
	}
}
