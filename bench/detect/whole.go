package main

import (
	"fmt"
	"time"

	"github.com/xiezhi/xiezhi/internal/detect"
	"github.com/xiezhi/xiezhi/internal/detect/classify"
	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
)

// wholeWanted is how many times the floor everything may take, the median of all
// messages: 0.7 µs where the floor is 0.1.
const wholeWanted = 7

// whole measures an examination with everything: terms, all lanes, a model,
// beside the floor. Each few hundred messages are read in turns by both, and
// again and again: the best time of each counts, which is the least that other work
// on the machine has to do with. At hand is what it costs when memory is not what it waits for.
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
	plain := floor(nil)
	everything := func(messages []string) int {
		for _, m := range messages {
			e.Examine(m, lexicon.Where{})
		}
		return 0
	}
	const block = 500
	blocks := len(messages) / block
	read := func(i int) []string { return messages[i*block : (i+1)*block] }
	from, ours := make([]float64, blocks), make([]float64, blocks)
	for range 3 {
		for i := range blocks {
			best(&from[i], plain, read(i))
		}
		for i := range blocks {
			best(&ours[i], everything, read(i))
		}
	}
	fmt.Printf("  everything (all lanes, model): %.0f ns a message, %.1f times the floor", mean(ours), mean(ours)/mean(from))
	for i := range blocks {
		for range 8 {
			best(&from[i], plain, read(i))
			best(&ours[i], everything, read(i))
		}
	}
	fmt.Printf("; %.0f ns, %.1f times with what it needs at hand; all built in %.2f s\n", mean(ours), mean(ours)/mean(from), built.Seconds())
	middle := each(messages, func(m string) { e.Examine(m, lexicon.Where{}) })
	least := mean(from)
	fmt.Printf("  half of the messages, each for itself: at most %.0f ns, %.1f times the floor; wanted at most %d\n", middle, middle/least, wholeWanted)
}

// each is the median of what messages take, each read alone and in its turn, the
// best of a few times; what the clock takes is left out.
func each(messages []string, read func(string)) float64 {
	times := make([]float64, len(messages))
	alone := func(at *float64, do func()) {
		start := time.Now()
		do()
		if took := float64(time.Since(start)); *at == 0 || took < *at {
			*at = took
		}
	}
	for range 5 {
		for i, m := range messages {
			alone(&times[i], func() { read(m) })
		}
	}
	clock := make([]float64, 10_000)
	for i := range clock {
		alone(&clock[i], func() {})
	}
	return median(times) - median(clock)
}

// best keeps the least time that a message took.
func best(least *float64, scan func([]string) int, messages []string) {
	start := time.Now() // a thread's processor time is told too coarsely
	scan(messages)
	if took := float64(time.Since(start)) / float64(len(messages)); *least == 0 || took < *least {
		*least = took
	}
}

func mean(times []float64) float64 {
	sum := 0.0
	for _, t := range times {
		sum += t
	}
	return sum / float64(len(times))
}
