package lanes

import "strings"

// parts leads from the parts of a character, in order, to it.
type parts struct {
	of    splits
	begin sieve // the first two parts of each split
	odd   sieve // those of them that harmless text has not side by side
}

// maxSplits makes a sieve for some 11,000 splits that stays in the nearest cache.
const maxSplits = 1 << 13

// firstPart is below the codes of all parts.
const firstPart = 0x2e80

// readParts reads "法<tab>水 去<tab>氵 去": the common characters with splits of
// two or three parts. Where two characters have the same parts, the first counts.
func readParts(t *tables) *parts {
	p := &parts{of: newSplits(), begin: newSieve(maxSplits), odd: newSieve(maxSplits)}
	eachLine("data/chaizi/chaizi-jt.txt.gz", func(line string) {
		cells := strings.Split(line, "\t")
		whole := single(cells[0])
		if whole == 0 || t.sound[whole] == 0 {
			return
		}
		for _, split := range cells[1:] {
			p.add(t, whole, strings.Fields(split))
		}
	})
	return p
}

func (p *parts) add(t *tables, whole uint16, split []string) {
	if len(split) < 2 || len(split) > 3 {
		return
	}
	var key [3]uint16
	for i, part := range split {
		if key[i] = single(part); key[i] == 0 {
			return
		}
	}
	if p.of.at(partsKey(key)) != 0 {
		return
	}
	p.of.add(partsKey(key), whole)
	p.begin.add(pairKey(key[0], key[1]))
	if !t.pairs[[2]uint16(key[:])] {
		p.odd.add(pairKey(key[0], key[1]))
	}
}

// partsKey is the key of two or three parts; the third of two is 0.
func partsKey(parts [3]uint16) uint64 { return tripleKey(parts[0], parts[1], parts[2]) }

// at is the character whose parts the codes, two at least, begin with, and how
// many they are.
func (p *parts) at(codes []uint16) (whole uint16, n int) {
	if len(codes) > 2 {
		if whole = p.of.at(partsKey([3]uint16(codes))); whole != 0 {
			return whole, 3
		}
	}
	if whole = p.of.at(pairKey(codes[0], codes[1])); whole != 0 {
		return whole, 2
	}
	return 0, 0
}

// probeParts puts together what may have been taken apart. Two parts that can
// be one character often stand side by side by chance, so the whole text is
// one piece; where two readings overlap, one piece has the first and one the
// second. If all such parts are what people write side by side, 女子, nothing was taken apart.
func (l *looking) probeParts() {
	if !l.parted {
		return
	}
	codes, p := l.text.Codes(), &l.scratch.probe
	joins := l.scratch.joins[:0]
	for i := 0; i+1 < len(codes); i++ {
		if codes[i] < firstPart || !l.tables.parts.begin.has(pairKey(codes[i], codes[i+1])) {
			continue
		}
		if whole, n := l.tables.parts.at(codes[i:]); n > 0 && l.says(whole) {
			joins = append(joins, join{i, n, whole})
		}
	}
	l.scratch.joins = joins
	overlap := false
	for i := 1; i < len(joins); i++ {
		overlap = overlap || joins[i].at < joins[i-1].at+joins[i-1].parts
	}
	for _, late := range []bool{false, true}[:1+count(overlap)] {
		at := 0
		for i, j := range joins {
			next := late && i+1 < len(joins) && joins[i+1].at == j.at+1
			if j.at < at || next {
				continue
			}
			p.copy(codes, at, j.at)
			p.add(j.whole, j.at, j.at+j.parts-1, true)
			at = j.at + j.parts
		}
		p.copy(codes, at, len(codes))
		p.end()
	}
}

// join is a place where parts can be one character.
type join struct {
	at, parts int
	whole     uint16
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

// copy adds the text's own codes.
func (p *probe) copy(codes []uint16, from, to int) {
	for i := from; i < to; i++ {
		p.add(codes[i], i, i, false)
	}
}
