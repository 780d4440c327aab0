package delivery

import (
	"context"
	"sync"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// maxRest is the longest the loop rests while the store is down.
const maxRest = 5 * time.Second

// Drain empties the outbox. One loop claims, and one goroutine per claim
// attempts and records; the Drain owns them all.
type Drain struct {
	o     Options
	wake  chan struct{}
	slots *slots
	tally tally
	pulse pulse

	mu    sync.Mutex
	stop  func()        // ends the claiming; nil while not running
	drop  func()        // ends what is in flight
	ended chan struct{} // closed when the loop and all attempts have ended
}

// New makes a Drain. It does nothing before Start.
func New(o Options) *Drain {
	o = o.withDefaults()
	o.Store = bounded{o.Store}
	return &Drain{o: o, wake: make(chan struct{}, 1), slots: newSlots(o.PerApp, o.Total)}
}

// Start begins to deliver. A Drain that runs already is left alone.
func (d *Drain) Start() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stop != nil {
		return
	}
	working, drop := context.WithCancel(context.Background())
	claiming, stop := context.WithCancel(working)
	ended := make(chan struct{})
	d.pulse.beat()
	d.stop, d.drop, d.ended = stop, drop, ended
	go func() {
		defer close(ended)
		var attempts sync.WaitGroup
		d.loop(claiming, working, &attempts)
		attempts.Wait()
	}()
}

// Stop claims no more and waits for the attempts in flight. Those that outlast
// ctx are abandoned without a record: the store lends them again when their
// loans end, or at once when this process has. It then returns an Unavailable
// fault. A Drain that does not run is left alone.
func (d *Drain) Stop(ctx context.Context) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stop == nil {
		return nil
	}
	d.stop()
	var err error
	select {
	case <-d.ended:
	case <-ctx.Done():
		err = fault.Wrap(fault.Unavailable, ctx.Err(), "%d deliveries were abandoned", d.slots.used())
	}
	d.drop()
	<-d.ended
	d.stop, d.drop, d.ended = nil, nil, nil
	d.pulse.still()
	return err
}

// Wake makes the loop look for work now. It never blocks.
func (d *Drain) Wake() {
	select {
	case d.wake <- struct{}{}:
	default: // it is awake already
	}
}

func (d *Drain) loop(claiming, working context.Context, attempts *sync.WaitGroup) {
	var rest time.Duration // 0 while the store answers
	for {
		err := d.round(claiming, working, attempts)
		if claiming.Err() != nil {
			return
		}
		if err == nil {
			d.pulse.beat()
		}
		rest = d.nextRest(rest, err)
		if !d.pause(claiming, rest) {
			return
		}
	}
}

// nextRest is how long to rest after a round; it tells the log when the store
// goes down and when it is back, and nothing in between.
func (d *Drain) nextRest(rest time.Duration, err error) time.Duration {
	switch {
	case err == nil && rest > 0:
		d.o.Log.Info("delivery: the store answers again")
		return 0
	case err == nil:
		return 0
	case rest == 0:
		d.o.Log.Error("delivery: the store does not lend; resting until it does", "err", err)
		return d.o.Poll
	}
	return min(2*rest, max(maxRest, d.o.Poll))
}

// pause waits until there may be work: for the wake-up or the poll, but for
// nothing but the time while the store is down. It is false once it is over.
func (d *Drain) pause(ctx context.Context, rest time.Duration) bool {
	wake, wait := d.wake, d.o.Poll
	if rest > 0 {
		wake, wait = nil, rest
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-wake:
	case <-timer.C:
	}
	return true
}

// round claims what is due, as far as there is room, and sets it going.
func (d *Drain) round(claiming, working context.Context, attempts *sync.WaitGroup) error {
	apps, err := d.o.Store.DueApps(claiming, d.o.Now())
	if err != nil {
		return err
	}
	for _, app := range apps {
		room := d.slots.room(app)
		if room <= 0 {
			continue
		}
		now := d.o.Now()
		claims, err := d.o.Store.ClaimHeads(claiming, app, room, now, now.Add(loan))
		if err != nil {
			return err
		}
		for _, claim := range claims {
			d.slots.take(app)
			attempts.Go(func() {
				defer d.Wake()
				defer d.slots.free(app)
				d.carry(working, claim)
			})
		}
	}
	return nil
}
