package push

import (
	"encoding/json"
	"strings"

	"github.com/centrifugal/centrifuge"
)

// presencePrefix begins the channel of a user's presence.
const presencePrefix = "presence:"

func presenceOf(app, user string) string { return presencePrefix + app + "/" + user }

// stateOf is what watchers read.
func stateOf(online bool) json.RawMessage {
	if online {
		return json.RawMessage(`{"state":"online"}`)
	}
	return json.RawMessage(`{"state":"offline"}`)
}

// watch lets a guest watch a user of his own app. The answer says how it is;
// a change while it was on its way is told once more.
func (p *Push) watch(guest Guest, e centrifuge.SubscribeEvent, answer centrifuge.SubscribeCallback) {
	user, own := strings.CutPrefix(e.Channel, presenceOf(guest.App, ""))
	if !own || user == "" {
		answer(centrifuge.SubscribeReply{}, centrifuge.ErrorPermissionDenied)
		return
	}
	before := p.o.Presence.Present(guest.App, user)
	answer(centrifuge.SubscribeReply{Options: centrifuge.SubscribeOptions{Data: stateOf(before)}}, nil)
	if now := p.o.Presence.Present(guest.App, user); now != before {
		p.PresenceChanged(guest.App, user, now)
	}
}

// PresenceChanged tells those who watch a user on this node how it is.
func (p *Push) PresenceChanged(app, user string, online bool) {
	channel := presenceOf(app, user)
	if p.node.Hub().NumSubscribers(channel) == 0 {
		return
	}
	// Nothing is kept of it, and the hub fails for no device that is still there.
	_, _ = p.node.Publish(channel, stateOf(online))
}
