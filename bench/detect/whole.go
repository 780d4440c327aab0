package main

import (
	"fmt"
	"slices"

	"github.com/xiezhi/xiezhi/internal/detect"
	"github.com/xiezhi/xiezhi/internal/detect/classify"
	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
)

// whole measures an examination with everything: terms, all lanes, a model.
// Reading each few hundred messages again shows what it costs when memory is not what it waits for.
func whole(terms, messages []string) {
	all := make([]lexicon.Term, len(terms))
	for i, text := range terms {
		all[i] = lexicon.Term{Text: text, Action: lexicon.Review}
	}
	start := now()
	set, _ := detect.Compile(all, &classify.Model{})
	built := now() - start
	var e detect.Engine
	e.Use(set)
	start = now()
	for _, m := range messages {
		e.Examine(m, lexicon.Where{})
	}
	mean := float64(now()-start) / float64(len(messages))
	var blocks []float64
	const block = 500
	for at := 0; at+block <= len(messages); at += block {
		start := now()
		for range 10 {
			for _, m := range messages[at : at+block] {
				e.Examine(m, lexicon.Where{})
			}
		}
		blocks = append(blocks, float64(now()-start)/(10*block))
	}
	fmt.Printf("  everything (all lanes, model): %.0f ns a message on average, %.0f with what it needs at hand (%d sets of %d messages, median); all built in %.2f s\n",
		mean, slices.Sorted(slices.Values(blocks))[len(blocks)/2], len(blocks), block, built.Seconds())
}
