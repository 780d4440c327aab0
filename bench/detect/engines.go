package main

import (
	bobusumisu "github.com/BobuSumisu/aho-corasick"
	anknown "github.com/anknown/ahocorasick"
	cloudflare "github.com/cloudflare/ahocorasick"
	petar "github.com/petar-dambovaliev/aho-corasick"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"

	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
)

// engine builds a scan, which returns how many hits the messages have.
type engine struct {
	name  string
	plain bool // has no terms
	build func(terms []string) (scan func(messages []string) int)
}

// engines begins with the floor and ours. Cloudflare's takes a tenth of a
// megabyte for a term, so it stops early.
func engines(terms, rivals int) []engine {
	list := []engine{{"floor: a loop over the runes", true, floor}, {"Xiezhi, folding included", false, ours}}
	list = append(list, native()...)
	if terms <= rivals {
		list = append(list, engine{"petar-dambovaliev/aho-corasick", false, buildPetar},
			engine{"BobuSumisu/aho-corasick", false, buildBobuSumisu}, engine{"anknown/ahocorasick", false, buildAnknown})
	}
	if terms <= min(rivals, 10_000) {
		list = append(list, engine{"cloudflare/ahocorasick", false, buildCloudflare})
	}
	return append(list, engine{"folding alone by x/text (NFKC, width, case)", true, chain})
}

func floor([]string) func([]string) int {
	return func(messages []string) int {
		sum := rune(0)
		for _, m := range messages {
			for _, r := range m {
				sum ^= r
			}
		}
		return int(sum & 1)
	}
}

func ours(terms []string) func([]string) int {
	all := make([]lexicon.Term, len(terms))
	for i, text := range terms {
		all[i] = lexicon.Term{Text: text, List: "bench", Action: lexicon.Review}
	}
	snapshot, _ := lexicon.Compile(all)
	var scratch lexicon.Scratch
	return func(messages []string) int {
		hits := 0
		for _, m := range messages {
			hits += len(snapshot.Find(&scratch, m, lexicon.Where{}).Hits)
		}
		return hits
	}
}

func buildPetar(terms []string) func([]string) int {
	builder := petar.NewAhoCorasickBuilder(petar.Opts{DFA: true, MatchKind: petar.StandardMatch})
	machine := builder.Build(terms)
	return func(messages []string) int {
		hits := 0
		for _, m := range messages {
			iter := machine.IterOverlapping(m)
			for next := iter.Next(); next != nil; next = iter.Next() {
				hits++
			}
		}
		return hits
	}
}

func buildBobuSumisu(terms []string) func([]string) int {
	trie := bobusumisu.NewTrieBuilder().AddStrings(terms).Build()
	return func(messages []string) int {
		hits := 0
		for _, m := range messages {
			hits += len(trie.MatchString(m))
		}
		return hits
	}
}

// buildAnknown matches runes; the messages are turned to runes on the way, as
// any caller must.
func buildAnknown(terms []string) func([]string) int {
	runes := make([][]rune, len(terms))
	for i, term := range terms {
		runes[i] = []rune(term)
	}
	machine := new(anknown.Machine)
	if err := machine.Build(runes); err != nil {
		panic(err)
	}
	return func(messages []string) int {
		hits := 0
		for _, m := range messages {
			hits += len(machine.MultiPatternSearch([]rune(m), false))
		}
		return hits
	}
}

func buildCloudflare(terms []string) func([]string) int {
	matcher := cloudflare.NewStringMatcher(terms)
	return func(messages []string) int {
		hits := 0
		for _, m := range messages {
			hits += len(matcher.MatchThreadSafe([]byte(m)))
		}
		return hits
	}
}

func chain([]string) func([]string) int {
	fold := cases.Fold()
	return func(messages []string) int {
		bytes := 0
		for _, m := range messages {
			bytes += len(width.Fold.String(fold.String(norm.NFKC.String(m))))
		}
		return bytes & 1
	}
}
