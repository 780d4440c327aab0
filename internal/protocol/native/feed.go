package native

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/review"
)

// How often the feed looks, how long a stream may stay silent and live, and how
// many there may be.
const (
	lookEvery  = time.Second
	restFor    = 50 * time.Millisecond // between two looks, however much happens
	restShare  = 9                     // and so many times what a look took: a tenth of a processor
	beatEvery  = 15 * time.Second
	streamFor  = 10 * time.Minute // then the client comes again, as EventSource does by itself
	maxStreams = 1000
	maxPerOne  = 20 // of one caller
)

// view is how things stand at a moment.
type view struct {
	queues  []review.QueueStat
	givenUp []delivery.Stat
}

func (v view) equal(other view) bool {
	return slices.Equal(v.queues, other.queues) && slices.Equal(v.givenUp, other.givenUp)
}

// feed looks once for all streams, and only while there are any.
type feed struct {
	view  func(ctx context.Context) (view, error)
	every time.Duration
	fail  func(error) // what to do with an error of looking

	mu        sync.Mutex
	stopped   bool
	listeners map[*listener]struct{}
	perOne    map[string]int
	latest    view               // as of the last look
	known     bool               // there was a look since the first listener came
	halt      context.CancelFunc // ends the looking; nil while nobody listens
	looking   sync.WaitGroup
	ended     chan struct{} // closed by stop
	stirred   chan struct{} // takes one without waiting: something may have changed
}

// listener is one stream's ear.
type listener struct {
	who  string
	news chan struct{} // takes one without waiting: look at the feed's latest
}

func newFeed(look func(context.Context) (view, error), fail func(error)) *feed {
	return &feed{
		view: look, every: lookEvery, fail: fail,
		listeners: map[*listener]struct{}{}, perOne: map[string]int{}, ended: make(chan struct{}), stirred: make(chan struct{}, 1),
	}
}

// listen begins to hear of changes. It returns a TooMany fault where there are
// too many streams, and an Unavailable one after stop.
func (f *feed) listen(who string) (*listener, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.stopped:
		return nil, &fault.Error{Kind: fault.Unavailable, Message: "the server is stopping", RetryAfter: time.Second}
	case len(f.listeners) >= maxStreams || f.perOne[who] >= maxPerOne:
		return nil, &fault.Error{Kind: fault.TooMany, Message: "too many streams are open", RetryAfter: beatEvery}
	}
	l := &listener{who: who, news: make(chan struct{}, 1)}
	f.listeners[l] = struct{}{}
	f.perOne[who]++
	if f.halt == nil {
		ctx, halt := context.WithCancel(context.Background())
		f.halt, f.known = halt, false
		f.looking.Go(func() { f.look(ctx) })
	}
	if f.known {
		l.news <- struct{}{}
	}
	return l, nil
}

// leave ends a listener; the last one ends the looking.
func (f *feed) leave(l *listener) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.listeners, l)
	if f.perOne[l.who]--; f.perOne[l.who] == 0 {
		delete(f.perOne, l.who)
	}
	if len(f.listeners) == 0 && f.halt != nil {
		f.halt()
		f.halt = nil
	}
}

// stop ends all streams and the looking, and lets none begin.
func (f *feed) stop() {
	f.mu.Lock()
	if !f.stopped {
		f.stopped = true
		close(f.ended)
	}
	if f.halt != nil {
		f.halt()
		f.halt = nil
	}
	f.mu.Unlock()
	f.looking.Wait()
}

func (f *feed) look(ctx context.Context) {
	ticker := time.NewTicker(f.every)
	defer ticker.Stop()
	for {
		begun := time.Now()
		seen, err := f.view(ctx)
		rest := time.After(max(restFor, restShare*time.Since(begun)))
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			f.fail(err)
		default:
			f.tell(ctx, seen)
		}
		select {
		case <-ctx.Done():
			return
		case <-rest:
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-f.stirred:
		}
	}
}

// stir has the feed look now.
func (f *feed) stir() {
	select {
	case f.stirred <- struct{}{}:
	default: // it is about to
	}
}

// tell wakes the listeners where something changed.
func (f *feed) tell(ctx context.Context, seen view) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if ctx.Err() != nil || f.known && seen.equal(f.latest) {
		return
	}
	f.latest, f.known = seen, true
	for l := range maps.Keys(f.listeners) {
		select {
		case l.news <- struct{}{}:
		default: // it has not heard the last yet and will look at this one
		}
	}
}

// now is the latest look. The caller must not change it.
func (f *feed) now() view {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.latest
}
