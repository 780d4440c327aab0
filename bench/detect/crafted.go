package main

import (
	"fmt"
	"math/rand/v2"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
)

// crafted compares messages that are made to be slow, by somebody who knows
// the terms, with ordinary ones: by the character, for they are long.
func crafted(terms, messages []string, rounds int) {
	all := make([]lexicon.Term, len(terms))
	for i, text := range terms {
		all[i] = lexicon.Term{Text: text, Action: lexicon.Review}
	}
	snapshot, _ := lexicon.Compile(all)
	var scratch lexicon.Scratch
	cost := func(texts []string) float64 { // nanoseconds a character
		var times []float64
		characters := 0
		for _, text := range texts {
			characters += utf8.RuneCountInString(text)
		}
		repeats := max(1, 1_000_000/characters)
		for range rounds {
			before := now()
			for range repeats {
				for _, text := range texts {
					snapshot.Find(&scratch, text, lexicon.Where{})
				}
			}
			times = append(times, float64(now()-before)/float64(characters*repeats))
		}
		return median(times)
	}
	ordinary := cost(messages)
	fmt.Printf("  crafted messages of 16 KiB; an ordinary character takes %.1f ns\n", ordinary)
	texts := hard(terms)
	worst := 0.0
	for _, name := range sortedKeys(texts) {
		c := cost([]string{texts[name]})
		worst = max(worst, c/ordinary)
		fmt.Printf("    %-44s %6.1f ns a character, %.1f times an ordinary one\n", name, c, c/ordinary)
	}
	fmt.Printf("    the worst: %.1f times an ordinary one; wanted at most %d\n\n", worst, worstWanted)
}

const size = 16 << 10

// worstWanted is how many times an ordinary character's time one may take that was made to be slow.
const worstWanted = 10

func hard(terms []string) map[string]string {
	random := rand.New(rand.NewPCG(3, 0))
	draw := func(cut int) string {
		var b strings.Builder
		for b.Len() < size {
			runes := []rune(terms[random.IntN(len(terms))])
			b.WriteString(string(runes[:max(1, len(runes)-cut)]))
		}
		return b.String()[:size]
	}
	return map[string]string{
		"terms, one after the other":           draw(0),
		"terms without their last letter":      draw(1),
		"terms without their last two letters": draw(2),
		"first four letters of terms, chained": chained(terms, random),
		"one term again and again":             strings.Repeat(terms[0], size/len(terms[0])),
		"www.":                                 strings.Repeat("www.", size/4),
		"one letter":                           strings.Repeat("a", size),
		"one character":                        strings.Repeat("法", size/3),
		"letters and blanks":                   strings.Repeat("a ", size/2),
		"not UTF-8":                            strings.Repeat("\xff\xe4\xb8", size/3),
		"pictures":                             strings.Repeat("😂👍🏽", size/12),
		"a rune that becomes 18":               strings.Repeat("ﷺ", size/3),
		"runes that become 18 and 8":           strings.Repeat("ﷺﷻ", size/6),
		"nothing but signs":                    strings.Repeat("， ", size/4),
	}
}

// chained walks from one term's beginning into another's, so that as many
// places as can be look like the beginning of a term.
func chained(terms []string, random *rand.Rand) string {
	begins := map[string][]string{}
	for _, term := range terms {
		if runes := []rune(term); len(runes) >= 4 {
			begins[string(runes[:3])] = append(begins[string(runes[:3])], string(runes[3]))
		}
	}
	keys := sortedKeys(begins)
	var out []rune
	for bytes := 0; bytes < size; {
		tail := ""
		if len(out) >= 3 {
			tail = string(out[len(out)-3:])
		}
		next, ok := begins[tail]
		if !ok {
			out = append(out, []rune(keys[random.IntN(len(keys))])...)
			bytes = len(string(out))
			continue
		}
		out = append(out, []rune(next[random.IntN(len(next))])...)
		bytes += 3
	}
	return string(out)
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
