package pictures

import (
	"fmt"
	"sync"
	"time"
)

// A detector that has failed so often in a row is left alone for a while; then
// one picture tries it.
const (
	failuresToRest = 5
	restFor        = 30 * time.Second
	maxBreakers    = 1000
)

// breakers has one breaker for each address. The zero value is ready.
type breakers struct {
	mu  sync.Mutex
	all map[string]*breaker
}

func (b *breakers) of(address string) *breaker {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.all) >= maxBreakers || b.all == nil {
		b.all = map[string]*breaker{}
	}
	if b.all[address] == nil {
		b.all[address] = &breaker{}
	}
	return b.all[address]
}

// breaker counts a detector's failures in a row.
type breaker struct {
	mu       sync.Mutex
	failures int
	until    time.Time // of its rest
}

// enter tells whether the detector may be asked. Who is let in after its rest
// keeps the others out until it is known how that went.
func (b *breaker) enter(now time.Time) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.failures < failuresToRest:
		return nil
	case now.Before(b.until):
		return fmt.Errorf("the detector has failed %d times in a row and is left alone for a while", b.failures)
	}
	b.until = now.Add(restFor)
	return nil
}

func (b *breaker) leave(now time.Time, well bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if well {
		b.failures = 0
		return
	}
	b.failures++
	b.until = now.Add(restFor)
}
