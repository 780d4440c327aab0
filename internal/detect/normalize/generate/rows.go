package main

import (
	"encoding/binary"
	"slices"
	"unicode"
	"unicode/utf16"

	"golang.org/x/text/unicode/norm"
)

// row is one rune that does not stay as it is, and its codes (UTF-16).
type row struct {
	from  rune
	codes []uint16
}

// privatePlanes and above are dropped by the reader without a row.
const privatePlanes = 0xf0000

func (r rules) rows() []row {
	var rows []row
	for from := rune(0); from < privatePlanes; from++ {
		if unicode.Is(unicode.Cs, from) {
			continue
		}
		codes := r.codes(from)
		if !slices.Equal(codes, utf16.Encode([]rune{from})) {
			rows = append(rows, row{from, codes})
		}
	}
	return rows
}

func (r rules) codes(from rune) []uint16 { return utf16.Encode(r.fold(from)) }

// encodeRows writes the rows as runs: how many runes to pass over, how long
// the run is, how many codes a rune has, and the codes of its first rune; the
// others' last code counts up (step 1) or stays (step 0).
func encodeRows(out []byte, rows []row) []byte {
	runs := split(rows)
	out = binary.AppendUvarint(out, uint64(len(runs)))
	next := rune(0)
	for _, run := range runs {
		first := run[0]
		out = binary.AppendUvarint(out, uint64(first.from-next))
		out = binary.AppendUvarint(out, uint64(len(run)))
		out = binary.AppendUvarint(out, uint64(len(first.codes))<<1|step(run))
		for _, code := range first.codes {
			out = binary.AppendUvarint(out, uint64(code))
		}
		next = run[len(run)-1].from + 1
	}
	return out
}

func step(run []row) uint64 {
	if len(run) > 1 && len(run[0].codes) > 0 && last(run[0]) != last(run[1]) {
		return 1
	}
	return 0
}

func last(r row) uint16 { return r.codes[len(r.codes)-1] }

func split(rows []row) [][]row {
	var runs [][]row
	for _, r := range rows {
		if n := len(runs) - 1; n >= 0 && continues(runs[n], r) {
			runs[n] = append(runs[n], r)
		} else {
			runs = append(runs, []row{r})
		}
	}
	return runs
}

func continues(run []row, next row) bool {
	end := run[len(run)-1]
	if next.from != end.from+1 || len(next.codes) != len(end.codes) {
		return false
	}
	n := len(next.codes)
	if n == 0 {
		return true
	}
	diff := last(next) - last(end)
	return slices.Equal(next.codes[:n-1], end.codes[:n-1]) && diff <= 1 && (len(run) == 1 || uint64(diff) == step(run))
}

// pair is two neighbours that are one letter: the first one's code, the second
// rune, and the code of the whole.
type pair struct{ first, second, whole uint16 }

// pairs lists the canonical compositions whose second part is not dropped: the
// voiced kana, Indic letters, and й. Hangul has its arithmetic.
func (r rules) pairs() []pair {
	var pairs []pair
	for whole := rune(0x80); whole <= 0xffff; whole++ {
		parts := []rune(norm.NFD.String(string(whole)))
		if len(parts) < 2 || whole >= 0xac00 && whole <= 0xd7a3 || !norm.NFC.IsNormalString(string(whole)) {
			continue
		}
		second := parts[len(parts)-1]
		first := []rune(norm.NFC.String(string(parts[:len(parts)-1])))
		a, b, c := r.codes(first[0]), r.codes(second), r.codes(whole)
		if len(first) == 1 && len(a) == 1 && len(c) == 1 && (len(b) == 1 || whole == 'й') {
			pairs = append(pairs, pair{a[0], uint16(second), c[0]})
		}
	}
	return pairs
}

func encodePairs(out []byte, pairs []pair) []byte {
	out = binary.AppendUvarint(out, uint64(len(pairs)))
	for _, p := range pairs {
		for _, v := range []uint16{p.first, p.second, p.whole} {
			out = binary.AppendUvarint(out, uint64(v))
		}
	}
	return out
}
