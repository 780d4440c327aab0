// Command presence measures the roster beside its rivals, in one run: a bare
// map under a lock, and the sorted set of a Redis that it starts, where there is
// one. It prints the table of docs/benchmarks.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"time"
)

func main() {
	users := flag.Int("users", 1_000_000, "how many are online")
	rounds := flag.Int("rounds", 3, "how often each beats for all of them; the median counts")
	pages := flag.Int("pages", 5_000, "how many pages of 50 are read")
	flag.Parse()
	if err := run(*users, *rounds, *pages); err != nil {
		fmt.Fprintln(os.Stderr, "presence:", err)
		os.Exit(1)
	}
}

// beatEvery is how often a client beats.
const beatEvery = 5 * time.Second

func run(count, rounds, pages int) error {
	engines := []*engine{{name: "Xiezhi", rival: newOurs()}, {name: "bare map, one lock", rival: &bare{}}}
	server, err := startRedis()
	if err != nil {
		return err
	}
	if server != nil {
		defer server.stop()
		engines = append(engines, &engine{name: "Redis " + server.version + " ZSET, pipelines of 100", rival: &redis{server, 100}},
			&engine{name: "Redis ZSET, a call each", rival: &redis{server, 1}, again: true})
	} else {
		fmt.Println("there is no redis-server: it does not take part")
	}
	users := names(count)
	for _, e := range engines {
		if err := e.fill(users); err != nil {
			return err
		}
	}
	for range rounds {
		for _, e := range engines { // by turns, so that what else the machine does meets all of them
			if err := e.beats(users); err != nil {
				return err
			}
		}
	}
	for _, e := range engines {
		if err := e.pages(users, pages); err != nil {
			return err
		}
	}
	fmt.Printf("%d users online, %d processors, median of %d rounds\n\n", count, runtime.GOMAXPROCS(0), rounds)
	report(engines)
	return nil
}

func report(engines []*engine) {
	fmt.Println("| engine | heartbeats/s | of Xiezhi's | processor time each | of Xiezhi's | bytes a user | next page of 50, p50 | p99 | any page, p50 | p99 |")
	fmt.Println("|---|---|---|---|---|---|---|---|---|---|")
	wall, processor := median(engines[0].wall), median(engines[0].processor)
	for _, e := range engines {
		fmt.Printf("| %s | %.0f | %.2f | %.2f µs | %.2f | %s | %s | %s | %s | %s |\n", e.name, 1/median(e.wall), wall/median(e.wall),
			1e6*median(e.processor), median(e.processor)/processor, e.memory(), at(e.turns, 50), at(e.turns, 99), at(e.jumps, 50), at(e.jumps, 99))
	}
}

func (e *engine) memory() string {
	if e.again {
		return ""
	}
	return fmt.Sprintf("%.0f", e.perUser)
}

func median(times []float64) float64 { return slices.Sorted(slices.Values(times))[len(times)/2] }

// at is a percentile of times.
func at(times []time.Duration, percent int) string {
	if len(times) == 0 {
		return ""
	}
	t := slices.Sorted(slices.Values(times))[min(len(times)*percent/100, len(times)-1)]
	return fmt.Sprint(t.Round(t / 100))
}

// names are distinct, as long as the ids that apps give, and in no order.
func names(count int) []string {
	users := make([]string, count)
	for i := range users {
		users[i] = fmt.Sprintf("%016x", uint64(i)*0x9E3779B97F4A7C15)
	}
	return users
}
