package screen

import "math"

// Near-duplicates are found by min-hashing: of all pairs of neighbouring
// letters in a text, the least under each of some hashes; texts whose pairs are
// alike have the same least ones. A band of three must agree. Some bands agree
// by the luck of one rare pair, so that the middle one of their counts is
// believed, not the highest.
const (
	bands     = 5
	perBand   = 3
	minLetter = 6 // shorter texts are alike by chance
)

// bandsOf are the keys of which nearly the same texts share at least one; none
// for short texts. Digits do not count: a wave changes its numbers.
func bandsOf(app uint64, codes []uint16) []uint64 {
	var least [bands * perBand]uint64
	for i := range least {
		least[i] = math.MaxUint64
	}
	letters, last := 0, uint16(0)
	for _, code := range codes {
		if code >= '0' && code <= '9' {
			continue
		}
		letters++
		pair := (uint64(last)<<16 | uint64(code)) + 1
		for i := range least {
			least[i] = min(least[i], spread(pair*(2*uint64(i)+1)+uint64(i)))
		}
		last = code
	}
	if letters < minLetter {
		return nil
	}
	keys := make([]uint64, bands)
	for b := range keys {
		key := app + uint64(b)
		for _, l := range least[b*perBand : (b+1)*perBand] {
			key = spread(key ^ l)
		}
		keys[b] = key
	}
	return keys
}

// spread is the finish of MurmurHash3.
func spread(x uint64) uint64 {
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}
