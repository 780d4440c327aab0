package app

import (
	"context"
	"log/slog"
	"sync"

	"github.com/xiezhi/xiezhi/internal/call"
	"github.com/xiezhi/xiezhi/internal/presence"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// maxLapses is how many users may wait to have their calls ended. The calls of
// those on top are found by call.Service.EndLost, a little later.
const maxLapses = 10_000

// lapses end the calls of users who are here no more.
type lapses struct {
	roster  *presence.Roster
	apps    *tenant.Registry
	calls   *call.Service
	log     *slog.Logger
	gone    chan presence.Change
	stop    context.CancelFunc
	running sync.WaitGroup
}

func newLapses(roster *presence.Roster, apps *tenant.Registry, calls *call.Service, log *slog.Logger) *lapses {
	return &lapses{roster: roster, apps: apps, calls: calls, log: log, gone: make(chan presence.Change, maxLapses)}
}

func (l *lapses) start() {
	deaf := l.roster.Listen(l.hear)
	ctx, stop := context.WithCancel(context.Background())
	l.stop = func() { deaf(); stop() }
	l.running.Go(func() { l.run(ctx) })
}

// halt ends it. Without a start it does nothing.
func (l *lapses) halt() {
	if l.stop != nil {
		l.stop()
		l.running.Wait()
	}
}

func (l *lapses) hear(c presence.Change) {
	if c.Online {
		return
	}
	select {
	case l.gone <- c:
	default:
	}
}

func (l *lapses) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case c := <-l.gone:
			l.end(ctx, c)
		}
	}
}

func (l *lapses) end(ctx context.Context, c presence.Change) {
	app, known := l.apps.App(c.App)
	if _, back := l.roster.Online(c.App, c.User); back || !known {
		return
	}
	if err := l.calls.EndOf(ctx, app, c.User, call.Disconnected); err != nil && ctx.Err() == nil {
		l.log.WarnContext(ctx, "the call of who is gone was not ended", "app", c.App, "error", err) // EndLost does it
	}
}
