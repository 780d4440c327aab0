package tenant

import (
	"context"
	"sync"
	"time"
)

// PollEvery is how often a started registry asks for the store's revision.
const PollEvery = time.Second

// poller owns the registry's goroutine.
type poller struct {
	stop    context.CancelFunc
	stopped sync.WaitGroup
}

// Start keeps the registry up to date until Stop. It must be called at most
// once.
func (r *Registry) Start() {
	ctx, stop := context.WithCancel(context.Background())
	r.poll.stop = stop
	r.poll.stopped.Go(func() { r.follow(ctx) })
}

// Stop ends what Start began and waits for it. Without a Start it does nothing.
func (r *Registry) Stop() {
	if r.poll.stop != nil {
		r.poll.stop()
		r.poll.stopped.Wait()
	}
}

func (r *Registry) follow(ctx context.Context) {
	ticker := time.NewTicker(PollEvery)
	defer ticker.Stop()
	failing := false
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		err := r.Reload(ctx)
		if err != nil && !failing && ctx.Err() == nil { // said once, not every second
			r.log.Error("apps are not up to date", "err", err)
		}
		failing = err != nil
	}
}
