// Command detect measures the matcher beside its rivals: the time for a chat
// message, one core, the same messages and terms in the same run. Ours folds
// the text first; the others match the raw bytes.
//
// Terms come from the folder that XIEZHI_LEXICONS names (*.txt, a term a line),
// or are made up. With the build tag vectorscan, Hyperscan or Vectorscan takes part.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/xiezhi/xiezhi/internal/detect/detecttest"
)

func main() {
	messages := flag.Int("messages", 100_000, "how many messages")
	rounds := flag.Int("rounds", 5, "how often each engine reads them all; the median counts")
	rivals := flag.Int("rivals", 50_000, "up to how many terms the Go rivals take part (at 200,000: minutes and gigabytes)")
	cold := flag.String("cold", "", "folder of the COLD corpus, for the model's figures")
	flag.Parse()
	if *cold != "" {
		if err := learn(*cold); err != nil {
			fmt.Fprintln(os.Stderr, "detect:", err)
			os.Exit(1)
		}
	}
	if err := run(*messages, *rounds, *rivals); err != nil {
		fmt.Fprintln(os.Stderr, "detect:", err)
		os.Exit(1)
	}
}

func run(count, rounds, rivals int) error {
	runtime.LockOSThread()
	messages := together(detecttest.Chat(count, 1))
	bytes, runes := 0, 0
	for _, m := range messages {
		bytes += len(m)
		runes += len([]rune(m))
	}
	fmt.Printf("%d messages of %.0f characters, %.0f bytes on average; nanoseconds a message, median of %d rounds\n\n",
		count, float64(runes)/float64(count), float64(bytes)/float64(count), rounds)
	for _, n := range []int{10_000, 50_000, 200_000} {
		terms, err := detecttest.Terms(n, messages)
		if err != nil {
			return err
		}
		fmt.Printf("%d terms\n", n)
		whole(terms, messages)
		crafted(terms, messages, rounds)
		compare(engines(n, rivals), terms, messages, rounds)
	}
	return nil
}

// together lays the messages end to end, as Vectorscan gets them: fetching
// them from all over memory would be part of every time.
func together(messages []string) []string {
	all := strings.Join(messages, "")
	packed := make([]string, len(messages))
	for i, m := range messages {
		packed[i], all = all[:len(m)], all[len(m):]
	}
	return packed
}

// compare lets the engines take turns, so that what else the machine does
// meets all of them.
func compare(engines []engine, terms, messages []string, rounds int) {
	times := make([][]float64, len(engines))
	found := make([]int, len(engines))
	scans := make([]func([]string) int, len(engines))
	notes := make([]string, len(engines))
	for i, e := range engines {
		scans[i], notes[i] = built(e, terms)
	}
	for range rounds {
		for i, scan := range scans {
			scan(messages[:len(messages)/20]) // what the engine before pushed out of the caches comes back
			before := now()
			found[i] = scan(messages)
			times[i] = append(times[i], float64(now()-before)/float64(len(messages)))
		}
	}
	ours := median(times[1])
	for i, e := range engines {
		m := median(times[i])
		fmt.Printf("  %-46s %7.0f ns  ours takes %.2f of it  %7d hits  %s\n", e.name, m, ours/m, found[i], notes[i])
	}
	fmt.Println()
}

func built(e engine, terms []string) (scan func([]string) int, note string) {
	debug.FreeOSMemory()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := now()
	scan = e.build(terms)
	took := now() - start
	debug.FreeOSMemory()
	runtime.ReadMemStats(&after)
	if e.plain {
		return scan, ""
	}
	heap := float64(int64(after.HeapAlloc)-int64(before.HeapAlloc)) / 1e6
	return scan, fmt.Sprintf("built in %.2f s, %.1f MB of Go heap", took.Seconds(), heap)
}

func median(times []float64) float64 {
	times = slices.Sorted(slices.Values(times))
	return times[len(times)/2]
}
