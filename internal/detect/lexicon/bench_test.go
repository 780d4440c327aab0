package lexicon_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/detect/detecttest"
	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
)

var sink rune

// BenchmarkMatch reports what finding the terms of a message costs, folding
// included, and how many times the cost of a bare loop over its runes that is.
func BenchmarkMatch(b *testing.B) {
	messages := detecttest.Chat(20_000, 1)
	for _, n := range []int{10_000, 50_000, 200_000} {
		b.Run(fmt.Sprintf("terms=%d", n), func(b *testing.B) {
			texts, err := detecttest.Terms(n, messages)
			if err != nil {
				b.Fatal(err)
			}
			terms := make([]lexicon.Term, n)
			for i, text := range texts {
				terms[i] = lexicon.Term{Text: text, Action: lexicon.Review}
			}
			start := time.Now()
			snapshot, _ := lexicon.Compile(terms)
			built := time.Since(start)
			floor := time.Duration(0)
			var scratch lexicon.Scratch
			sum, i := rune(0), 0
			for b.Loop() {
				if i++; i%len(messages) == 0 { // the floor now and then, untimed
					b.StopTimer()
					start := time.Now()
					for _, m := range messages {
						for _, r := range m {
							sum ^= r
						}
					}
					floor = time.Since(start) / time.Duration(len(messages))
					b.StartTimer()
				}
				snapshot.Find(&scratch, messages[i%len(messages)], lexicon.Where{})
			}
			if floor > 0 {
				b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(floor), "x-floor")
			}
			b.ReportMetric(built.Seconds(), "s-to-build")
			b.ReportMetric(float64(snapshot.Bytes())/1e6, "MB")
			sink = sum
		})
	}
}
