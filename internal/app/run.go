package app

import (
	"context"
	"errors"
	"time"
)

// drainFor is how long Run lets requests and deliveries under way end.
const drainFor = 15 * time.Second

// sharedDrainDelay is how long a node that shares its store goes on serving
// when it is told to stop, where nobody says otherwise: a balancer that asks
// every second or two has seen by then that it is not ready.
const sharedDrainDelay = 5 * time.Second

// Run serves until ctx ends or a listener breaks, and then stops. Started is
// called once requests are taken.
func (a *App) Run(ctx context.Context, started func()) error {
	if err := a.Start(ctx); err != nil {
		return err
	}
	started()
	var failed error
	select {
	case <-ctx.Done():
		failed = a.linger()
	case failed = <-a.server.Failed():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainFor)
	defer cancel()
	a.log.Info("stopping")
	return errors.Join(failed, a.Stop(last))
}

// linger serves on, not ready, until the balancers have seen it or a listener
// breaks.
func (a *App) linger() error {
	a.server.Drain()
	delay := a.drainDelay()
	if delay == 0 {
		return nil
	}
	a.log.Info("draining", "for", delay)
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case err := <-a.server.Failed():
		return err
	}
}

func (a *App) drainDelay() time.Duration {
	switch {
	case a.own.DrainDelay != nil:
		return *a.own.DrainDelay
	case a.store.Shared():
		return sharedDrainDelay
	}
	return 0
}
