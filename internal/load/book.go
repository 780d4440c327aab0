package load

import (
	"sync"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// What is told apart of times: from a microsecond to an hour, in three digits.
const (
	shortest = 1
	longest  = int64(time.Hour / time.Microsecond)
	digits   = 3
)

// mark is what the pacer counts.
type mark int

const (
	offered mark = iota // was due
	late                // was sent later: too many were in flight, or this machine was busy
	unsent              // too many were in flight until the end
	marks
)

// page is what is known of one kind of requests.
type page struct {
	marks  [marks]int64
	bad    int64
	bytes  int64
	codes  map[Code]int64
	took   *hdrhistogram.Histogram // µs from when it was due
	lately *hdrhistogram.Histogram // since progress was told
}

// Code is what servers answered, and whether it is what a working one says.
type Code struct {
	Text string
	Bad  bool
}

// book is what is known of all.
type book struct {
	mu    sync.Mutex
	names []string // in the order in which they came
	pages map[string]*page
}

func newBook() *book { return &book{pages: map[string]*page{}} }

// page finds a kind's; mu is held.
func (b *book) page(name string) *page {
	p, known := b.pages[name]
	if !known {
		p = &page{
			codes: map[Code]int64{},
			took:  hdrhistogram.New(shortest, longest, digits), lately: hdrhistogram.New(shortest, longest, digits),
		}
		b.pages[name] = p
		b.names = append(b.names, name)
	}
	return p
}

func (b *book) count(name string, m mark) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.page(name).marks[m]++
}

// enter takes in an answer that came at a moment.
func (b *book) enter(a Answer, at time.Time) {
	took := min(max(at.Sub(a.Due).Microseconds(), shortest), longest)
	b.mu.Lock()
	defer b.mu.Unlock()
	p := b.page(a.What)
	p.codes[Code{a.Code, a.Bad}]++
	p.bytes += a.Bytes
	if a.Bad {
		p.bad++
	}
	_ = p.took.RecordValue(took) // what is within the bounds is recorded
	_ = p.lately.RecordValue(took)
}
