package load

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// Result is what came of it.
type Result struct {
	Began   time.Time `json:"began"`
	For     float64   `json:"for_seconds"` // in which requests were due
	Seconds float64   `json:"seconds"`     // until the last answer
	Rows    []Row     `json:"rows"`
}

// Row is one kind of requests. Times are in milliseconds, from when a request was due.
type Row struct {
	What     string  `json:"what"`
	Offered  int64   `json:"offered"`  // how many were due; 0 for what followed from another request
	Answered int64   `json:"answered"` // also with an error
	Errors   int64   `json:"errors"`
	Late     int64   `json:"late"`    // too many were in flight when they were due
	Unsent   int64   `json:"unsent"`  // and until the end
	PerSec   float64 `json:"per_sec"` // answered without an error
	Bytes    int64   `json:"bytes"`   // of answers
	P50      float64 `json:"p50_ms"`
	P90      float64 `json:"p90_ms"`
	P99      float64 `json:"p99_ms"`
	P999     float64 `json:"p999_ms"`
	Max      float64 `json:"max_ms"`
	Codes    []Count `json:"codes"`
}

// Count is how often a server answered so.
type Count struct {
	Code   string `json:"code"`
	Error  bool   `json:"error"`
	Number int64  `json:"number"`
}

// Failed says that not all was answered as it should be: there were errors, or
// requests that were never sent.
func (r Result) Failed() bool {
	return slices.ContainsFunc(r.Rows, func(row Row) bool { return row.Errors > 0 || row.Unsent > 0 })
}

func (b *book) result(start, end time.Time, due time.Duration) Result {
	b.mu.Lock()
	defer b.mu.Unlock()
	r := Result{Began: start, For: min(due, end.Sub(start)).Seconds(), Seconds: end.Sub(start).Seconds()}
	for _, name := range b.names {
		r.Rows = append(r.Rows, b.pages[name].row(name, r.Seconds))
	}
	return r
}

func (p *page) row(name string, seconds float64) Row {
	answered := p.took.TotalCount()
	row := Row{
		What: name, Offered: p.marks[offered], Answered: answered, Errors: p.bad, Late: p.marks[late], Unsent: p.marks[unsent],
		PerSec: float64(answered-p.bad) / max(seconds, 1e-9), Bytes: p.bytes,
		P50: at(p.took, 50), P90: at(p.took, 90), P99: at(p.took, 99), P999: at(p.took, 99.9), Max: at(p.took, 100),
	}
	codes := slices.SortedFunc(maps.Keys(p.codes), func(a, b Code) int {
		return cmp.Or(cmp.Compare(p.codes[b], p.codes[a]), cmp.Compare(a.Text, b.Text))
	})
	for _, c := range codes {
		row.Codes = append(row.Codes, Count{c.Text, c.Bad, p.codes[c]})
	}
	return row
}

// at is a percentile in milliseconds.
func at(h *hdrhistogram.Histogram, percent float64) float64 {
	return float64(h.ValueAtPercentile(percent)) / 1000
}

// Progress is how it goes.
type Progress struct {
	Gone  time.Duration
	Kinds []Lately
}

// Lately is one kind since progress was last told.
type Lately struct {
	What             string
	Answered, Errors int64 // errors from the beginning on
	P99              float64
}

func (b *book) progress(gone time.Duration) Progress {
	b.mu.Lock()
	defer b.mu.Unlock()
	said := Progress{Gone: gone}
	for _, name := range b.names {
		p := b.pages[name]
		said.Kinds = append(said.Kinds, Lately{name, p.lately.TotalCount(), p.bad, at(p.lately, 99)})
		p.lately.Reset()
	}
	return said
}
