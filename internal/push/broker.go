package push

import (
	"context"
	"encoding/json"
	"math"
	"strings"
	"sync"
	"time"

	"github.com/centrifugal/centrifuge"
)

// outOfUse stands in a stream where a message was that is of no use any more.
var outOfUse = json.RawMessage(`{"type":0}`)

// inboxPrefix begins the channel of a user's messages.
const inboxPrefix = "inbox:"

// inboxOf names the channel of a user's messages. No app's id has a slash.
func inboxOf(app, user string) string { return inboxPrefix + app + "/" + user }

// ownerOf is whose inbox a channel is.
func ownerOf(channel string) (app, user string, ok bool) {
	rest, ok := strings.CutPrefix(channel, inboxPrefix)
	if !ok {
		return "", "", false
	}
	return strings.Cut(rest, "/")
}

// broker joins the library to the store: what it has of a stream is what the
// store keeps.
type broker struct {
	store Store
	now   func() time.Time
	epoch string                        // of the store's numbering; set by Start
	hub   centrifuge.BrokerEventHandler // set when the node runs

	mu      sync.Mutex
	inboxes map[string]*inbox // of those who are connected here, by channel
}

var _ centrifuge.Broker = (*broker)(nil)

func newBroker(o Options) *broker {
	return &broker{store: o.Store, now: o.Now, inboxes: map[string]*inbox{}}
}

// RegisterBrokerEventHandler implements centrifuge.Broker.
func (b *broker) RegisterBrokerEventHandler(hub centrifuge.BrokerEventHandler) error {
	b.hub = hub
	return nil
}

// Subscribe implements centrifuge.Broker: the first device of a user is here.
func (b *broker) Subscribe(channel string) error {
	if app, user, ok := ownerOf(channel); ok {
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.inboxes[channel] == nil {
			b.inboxes[channel] = &inbox{broker: b, channel: channel, app: app, user: user}
		}
	}
	return nil
}

// Unsubscribe implements centrifuge.Broker: the last device of a user is gone.
func (b *broker) Unsubscribe(channel string) error {
	b.mu.Lock()
	left := b.inboxes[channel]
	delete(b.inboxes, channel)
	b.mu.Unlock()
	if left != nil {
		left.close()
	}
	return nil
}

// find returns the inbox of a user who is connected here, else nil.
func (b *broker) find(channel string) *inbox {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.inboxes[channel]
}

// Publish implements centrifuge.Broker for what is not kept: the presence of
// users, to those who watch it on this node.
func (b *broker) Publish(channel string, data []byte, _ centrifuge.PublishOptions) (centrifuge.StreamPosition, bool, error) {
	return centrifuge.StreamPosition{}, false, b.hub.HandlePublication(channel, &centrifuge.Publication{Data: data}, centrifuge.StreamPosition{}, false, nil)
}

// PublishJoin implements centrifuge.Broker. Nobody asks for it.
func (b *broker) PublishJoin(string, *centrifuge.ClientInfo) error { return nil }

// PublishLeave implements centrifuge.Broker. Nobody asks for it.
func (b *broker) PublishLeave(string, *centrifuge.ClientInfo) error { return nil }

// RemoveHistory implements centrifuge.Broker. Messages go by their age alone.
func (b *broker) RemoveHistory(string) error { return nil }

// History implements centrifuge.Broker. Without a limit it is asked by who
// comes back: all that he missed, or nothing where that is not there or too
// much, which tells him that he was away for too long. With one it is a page.
func (b *broker) History(channel string, o centrifuge.HistoryOptions) ([]*centrifuge.Publication, centrifuge.StreamPosition, error) {
	app, user, ok := ownerOf(channel)
	if !ok {
		return nil, centrifuge.StreamPosition{}, nil
	}
	after, limit := int64(0), o.Filter.Limit
	if since := o.Filter.Since; since != nil {
		after = int64(min(since.Offset, math.MaxInt64/2)) // no stream is so long, and the next number fits too
	}
	if limit < 0 {
		limit = MaxKept
	}
	list, top, err := b.begin(channel, func() ([]Kept, int64, error) { return b.read(app, user, after, limit) })
	if err != nil {
		return nil, centrifuge.StreamPosition{}, err
	}
	if o.Filter.Limit < 0 && !complete(list, after, top) {
		list = nil
	}
	return b.publications(list), centrifuge.StreamPosition{Offset: uint64(top), Epoch: b.epoch}, nil
}

// begin reads a stream and has the inbox, where somebody has it open, learn
// where it stands.
func (b *broker) begin(channel string, read func() ([]Kept, int64, error)) (list []Kept, top int64, err error) {
	inbox := b.find(channel)
	if inbox == nil {
		return read()
	}
	err = inbox.learn(func() (int64, error) {
		list, top, err = read()
		return top, err
	})
	return list, top, err
}

// read reads a part of a stream, as much as fits into one answer.
func (b *broker) read(app, user string, after int64, limit int) ([]Kept, int64, error) {
	ctx, cancel := context.WithTimeout(context.Background(), storeWithin)
	defer cancel()
	list, top, err := b.store.PushedAfter(ctx, app, user, after, limit)
	size := 0
	for i, kept := range list {
		if size += len(kept.Body); size > maxResume {
			return list[:i], top, err
		}
	}
	return list, top, err
}

// complete reports whether a list is all that came after a place.
func complete(list []Kept, after, top int64) bool {
	return len(list) == 0 || list[0].Pos == after+1 && list[len(list)-1].Pos == top && int64(len(list)) == top-after
}

func (b *broker) publications(list []Kept) []*centrifuge.Publication {
	now := b.now()
	publications := make([]*centrifuge.Publication, 0, len(list))
	for _, kept := range list {
		body := kept.Body
		if !kept.Until.IsZero() && !now.Before(kept.Until) {
			body = outOfUse
		}
		publications = append(publications, &centrifuge.Publication{Offset: uint64(kept.Pos), Data: body})
	}
	return publications
}
