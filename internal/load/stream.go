package load

import (
	"context"
	"math/rand/v2"
	"time"
)

// Answer is how a request ended.
type Answer struct {
	What  string    // the row of the result in which it counts
	Due   time.Time // when it should have been sent
	Code  string    // what the server said, in the contract's words
	Bad   bool      // it is not what a working server says
	Bytes int64     // of the answer's body
}

// Sender makes the requests of a stream.
type Sender interface {
	// Prepare makes what the requests need, once, before the first.
	Prepare(ctx context.Context) error
	// Send makes one request, or several of which each follows from the one before,
	// and tells how each ended. Several are made at once.
	Send(ctx context.Context, due time.Time, tell func(Answer))
}

// Stream is requests of one kind.
type Stream struct {
	Name   string
	Rate   float64 // requests a second; over 0
	Most   int     // at a time; 0 is the plan's
	Sender Sender
}

// Plan is when requests are due.
type Plan struct {
	For      time.Duration
	Poisson  bool   // arrivals come by chance, not evenly
	InFlight int    // of one stream at a time; what is due beyond them waits
	Seed     uint64 // of the chance
}

// schedule tells when requests are due, one after the other.
type schedule struct {
	start  time.Time
	every  float64    // seconds, the mean
	number float64    // of requests that were due, or of means that have gone by
	chance *rand.Rand // nil: evenly
}

func (p Plan) schedule(start time.Time, s Stream, nth uint64) *schedule {
	c := &schedule{start: start, every: 1 / s.Rate}
	if p.Poisson {
		c.chance = rand.New(rand.NewPCG(p.Seed, nth))
		c.number = c.chance.ExpFloat64()
	}
	return c
}

// next is when the next request is due.
func (c *schedule) next() time.Time {
	due := c.start.Add(time.Duration(c.number * c.every * float64(time.Second)))
	if c.chance != nil {
		c.number += c.chance.ExpFloat64()
	} else {
		c.number++
	}
	return due
}
