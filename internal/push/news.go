package push

import (
	"context"
	"math"
	"time"

	"github.com/centrifugal/centrifuge"
)

// overlap is how far back each look goes: further than a transaction takes and
// than the nodes' clocks are apart. What is found twice does nothing; what is
// missed all the same, the devices find out within about a minute.
const overlap = 3 * time.Second

// calm is how often a node looks that is told by the others: for what was lost
// on the way. It is less than overlap.
const calm = 2 * time.Second

// Disconnect cuts the connections that a user has now, on every node. He is
// told not to come back; whether he may, the Gate decides.
func (p *Push) Disconnect(ctx context.Context, app, user string) error {
	p.cut(app, user, math.MaxInt64)
	if p.o.Poll == 0 {
		return nil
	}
	now := p.o.Now()
	err := p.o.Store.CutPush(ctx, app, user, now)
	p.tell([]News{{App: app, User: user, CutAt: now}})
	return err
}

// cut ends a user's connections up to a moment, in unix milliseconds, on this
// node.
func (p *Push) cut(app, user string, upTo int64) {
	for _, client := range p.node.Hub().UserConnections(Guest{app, user}.id()) {
		if client.ConnectedAtMS() <= upTo {
			client.Disconnect(centrifuge.DisconnectForceNoReconnect)
		}
	}
}

// look looks again and again for what other nodes keep.
func (p *Push) look(ctx context.Context) {
	ticker := time.NewTicker(p.o.Poll)
	defer ticker.Stop()
	failing, last := false, time.Time{}
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if !failing && p.o.Told() && time.Since(last) < calm {
			continue
		}
		last = time.Now()
		err := p.lookOnce(ctx)
		if err != nil && !failing && ctx.Err() == nil { // said once, not at every look
			p.o.Log.Error("push: what other nodes keep comes late", "error", err)
		}
		failing = err != nil
	}
}

func (p *Push) lookOnce(ctx context.Context) error {
	news, err := p.o.Store.PushNews(ctx, p.o.Now().Add(-overlap))
	if err != nil {
		return err
	}
	for _, n := range news {
		if inbox := p.broker.find(inboxOf(n.App, n.User)); inbox != nil {
			inbox.catchUp(n.Top)
		}
		if !n.CutAt.IsZero() {
			p.cut(n.App, n.User, n.CutAt.UnixMilli())
		}
	}
	return nil
}
