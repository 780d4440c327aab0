package lexicon

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/xiezhi/xiezhi/internal/detect/normalize"
)

// piece is one rune of a text that has a letter, for the naive matcher.
type piece struct {
	code       uint16
	start, end int
	gap        string // what a reader sees before the next letter
}

// pieces folds rune by rune, for texts whose runes have one code each.
func pieces(text string) []piece {
	var out []piece
	for i, r := range text {
		_, size := utf8.DecodeRuneInString(text[i:])
		code, ok := normalize.Rune(r)
		seen := unicode.In(r, unicode.Z, unicode.P, unicode.S) || r == '\n' || r == utf8.RuneError
		switch {
		case ok:
			out = append(out, piece{code, i, i + size, ""})
		case len(out) > 0 && unicode.Is(unicode.M, r) && out[len(out)-1].end == i:
			out[len(out)-1].end += size
		case len(out) > 0 && seen:
			out[len(out)-1].gap += text[i : i+size]
		}
	}
	return out
}

func isLatin(code uint16) bool { return code < 0x80 && unicode.IsLetter(rune(code)) }
func isDigit(code uint16) bool { return code < 0x80 && unicode.IsDigit(rune(code)) }
func isWord(code uint16) bool  { return isLatin(code) || isDigit(code) }

// joins reports whether a letter continues the word of the one before it.
func joins(a, b piece) bool {
	return a.gap == "" && (isLatin(a.code) && isLatin(b.code) || isDigit(a.code) && isDigit(b.code))
}

// naiveFind is what Find promises, said plainly: it tries every term at every
// letter and looks at the words that result.
func naiveFind(terms []Term, text string) []Hit {
	all := pieces(text)
	var hits, allowed []Hit
	for id, term := range terms {
		own := pieces(term.Text)
		for at := range all {
			if hit, ok := naiveHit(all, at, own, term.Mode); ok {
				hit.Term = uint32(id)
				if term.Mode == Allow {
					allowed = append(allowed, hit)
				} else {
					hits = append(hits, hit)
				}
			}
		}
	}
	hits = slices.DeleteFunc(hits, func(h Hit) bool {
		return slices.ContainsFunc(allowed, func(a Hit) bool { return a.Start <= h.Start && h.End <= a.End })
	})
	return inOrder(hits)
}

func inOrder(hits []Hit) []Hit {
	hits = append([]Hit(nil), hits...)
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.Term, b.Term))
	})
	return hits
}

func naiveHit(all []piece, at int, own []piece, mode Mode) (Hit, bool) {
	end := at + len(own)
	if end > len(all) || mode == Exact && (at > 0 || end < len(all)) {
		return Hit{}, false
	}
	for i, p := range own {
		if all[at+i].code != p.code {
			return Hit{}, false
		}
	}
	hit := Hit{Start: all[at].start, End: all[end-1].end}
	if mode == Exact {
		return hit, true
	}
	if mode != Substring && (at > 0 && joins(all[at-1], all[at]) || end < len(all) && joins(all[end-1], all[end])) {
		return Hit{}, false
	}
	broken, ok := naiveGaps(all[at:end], own)
	hit.Broken = broken
	return hit, ok
}

// naiveGaps cuts the hit at the gaps that are not the term's own and looks at
// the Latin parts.
func naiveGaps(letters, own []piece) (broken, ok bool) {
	var torn []string // gaps inside words
	runs := false     // some two letters of a word stand together
	for i := range len(letters) - 1 {
		if own[i].gap != "" {
			continue
		}
		word := isWord(letters[i].code) && isWord(letters[i+1].code)
		gap := letters[i].gap
		switch {
		case gap == "":
			runs = runs || word
			continue
		case word:
			torn = append(torn, gap)
			broken = true
		default:
			broken = broken || gap != " "
		}
		if len(letters) == 2 && (len(gap) > longGap || strings.ContainsAny(gap, clauseEnds)) {
			return false, false
		}
	}
	if len(torn) == 0 || !runs {
		return broken, true
	}
	for _, gap := range torn {
		if gap != torn[0] || strings.ContainsFunc(gap, unicode.IsSpace) {
			return false, false
		}
	}
	return broken, len(torn) > 1 || strings.Trim(torn[0], ties) == ""
}

func check(t rapid.TB, terms []Term, text string) {
	t.Helper()
	for i := range terms {
		terms[i].Action = Review
	}
	s, refused := Compile(terms)
	usable := slices.Clone(terms)
	for _, r := range refused {
		usable[r.Term].Text = nothing
	}
	found := s.Find(&Scratch{}, text, Where{})
	if found.Crowded {
		t.Fatalf("%q is crowded", text)
	}
	if diff := gocmp.Diff(naiveFind(usable, text), inOrder(found.Hits)); diff != "" {
		t.Fatalf("terms %q in %q (-naive +found):\n%s", texts(terms), text, diff)
	}
}

// nothing is a term that no text has.
var nothing = strings.Repeat("屌", 1000)

func texts(terms []Term) []string {
	var out []string
	for _, term := range terms {
		out = append(out, string(term.Mode)+":"+term.Text)
	}
	return out
}

func TestFindIsNaive(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		runes := rapid.SampledFrom([]rune("abAｂé1２法轮輪a b-,。\n\u200b\u0301 -"))
		terms := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Term {
			mode := rapid.SampledFrom([]Mode{Word, Word, Substring, Exact, Allow, ""}).Draw(t, "mode")
			return Term{Text: rapid.StringOfN(runes, 1, 6, -1).Draw(t, "term"), Mode: mode}
		}), 1, 12).Draw(t, "terms")
		check(t, terms, rapid.StringOfN(runes, 0, 60, -1).Draw(t, "text"))
	})
}

func FuzzFind(f *testing.F) {
	f.Add("ass", "法轮功", "a-s-s 法 轮,功", uint8(0))
	f.Add("a b", "ab", "xa bab", uint8(27))
	modes := []Mode{Word, Substring, Exact, Allow, ""}
	f.Fuzz(func(t *testing.T, one, two, text string, mode uint8) {
		for _, s := range []string{one, two, text} {
			if !plain(s) || len(s) > 300 {
				return
			}
		}
		check(t, []Term{{Text: one, Mode: modes[mode%5]}, {Text: two, Mode: modes[mode/5%5]}}, text)
	})
}

// plain reports whether the naive matcher can fold the text rune by rune, and
// knows its alphabets.
func plain(text string) bool {
	for _, r := range text {
		code, ok := normalize.Rune(r)
		if ok && (code < 0x80 || code >= 0x4e00 && code < 0xa000) {
			continue
		}
		if ok || strings.ContainsRune("゙゚", r) || !unicode.In(r, unicode.Z, unicode.P, unicode.Cf) && r != '\n' || foldsToMany(r) {
			return false
		}
	}
	return true
}

func foldsToMany(r rune) bool {
	var f normalize.Folded
	f.Set(string(r))
	return len(f.Codes()) > 0
}
