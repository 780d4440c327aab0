package presence

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// sweepEvery is how often a started roster looks who has gone.
const sweepEvery = 50 * time.Millisecond

// lastShare bounds the telling at the end.
const lastShare = 5 * time.Second

// keeper owns the roster's goroutines.
type keeper struct {
	log     *slog.Logger
	stop    context.CancelFunc
	stopped sync.WaitGroup
}

// Start has changes told to listeners, and shared with the other nodes, until
// Stop. It must be called at most once.
func (r *Roster) Start() {
	ctx, stop := context.WithCancel(context.Background())
	r.keeper.stop = stop
	r.keeper.stopped.Go(func() { r.watch(ctx) })
	if r.share != nil {
		r.keeper.stopped.Go(func() { r.exchange(ctx) })
	}
	if r.flash != nil {
		r.keeper.stopped.Go(func() { r.flash.run(ctx) })
	}
}

// Stop ends what Start began, waits for it, and tells the other nodes who was
// heard last. Without a Start it does nothing.
func (r *Roster) Stop() {
	if r.keeper.stop == nil {
		return
	}
	r.keeper.stop()
	r.keeper.stopped.Wait()
	if r.share == nil {
		return
	}
	if r.flash != nil {
		r.flash.send()
	}
	ctx, cancel := context.WithTimeout(context.Background(), lastShare)
	defer cancel()
	if err := r.Tell(ctx); err != nil {
		r.keeper.log.ErrorContext(ctx, "the other nodes do not know who was here last", "error", err)
	}
}

func (r *Roster) watch(ctx context.Context) {
	ticker := time.NewTicker(sweepEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			r.Sweep()
		case <-r.news.wake:
			r.news.deliver()
		}
	}
}

// Sweep looks who has gone and tells the listeners of every change. A started
// roster does so by itself.
func (r *Roster) Sweep() {
	at := r.instant()
	for app, room := range *r.rooms.Load() {
		room.settle(r.terms(app), at.now)
		room.sweep(at)
	}
	r.news.deliver()
}

func (r *Roster) exchange(ctx context.Context) {
	ticker := time.NewTicker(ShareEvery)
	defer ticker.Stop()
	failing := false
	for {
		err := r.Share(ctx)
		if err != nil && !failing && ctx.Err() == nil { // said once, not every second
			r.keeper.log.ErrorContext(ctx, "this node and the others do not hear who is online", "error", err)
		}
		failing = err != nil
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}
