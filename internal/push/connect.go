package push

import (
	"cmp"
	"context"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/centrifugal/centrifuge"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// The pace at which a connection may send commands: at once, and each second
// in the long run.
const (
	commandBurst = 250
	commandPace  = 20
)

// session is what we know of a connection. Its commands come one after the
// other.
type session struct {
	knock Knock // what the headers said
	guest Guest // set when the connection is admitted

	allowed int // commands
	counted time.Time
}

type sessionKey struct{}

func sessionOf(ctx context.Context) *session { return ctx.Value(sessionKey{}).(*session) }

// spend reports whether one more command is within the pace.
func (s *session) spend(now time.Time) bool {
	if seconds := int(now.Sub(s.counted) / time.Second); seconds > 0 {
		s.allowed = min(commandBurst, s.allowed+min(seconds, commandBurst)*commandPace)
		s.counted = now
	}
	s.allowed--
	return s.allowed >= 0
}

// readCommand is called before each command but the pong.
func (p *Push) readCommand(client *centrifuge.Client, _ centrifuge.CommandReadEvent) error {
	if !sessionOf(client.Context()).spend(p.o.Now()) {
		return centrifuge.DisconnectTooManyRequests
	}
	return nil
}

// welcome is the data of the answer to connect.
type welcome struct {
	User     string `json:"user"`
	Inbox    string `json:"inbox"`    // the channel of the user's messages
	Presence string `json:"presence"` // begins the channel of another's presence; his id follows
}

// connecting admits a connection, or says why not. Who is admitted is
// subscribed to his own messages.
func (p *Push) connecting(ctx context.Context, e centrifuge.ConnectEvent) (reply centrifuge.ConnectReply, err error) {
	s := sessionOf(ctx)
	if s.knock, err = s.knock.with(e.Data); err != nil {
		return reply, centrifuge.DisconnectBadRequest
	}
	ctx, cancel := context.WithTimeout(ctx, admitWithin)
	defer cancel()
	s.guest, err = p.o.Gate.Admit(ctx, s.knock)
	s.knock = Knock{}
	if err != nil {
		p.tally.refused.Add(1)
		return reply, refusal(err)
	}
	channel := inboxOf(s.guest.App, s.guest.User)
	if inbox := p.broker.find(channel); inbox != nil {
		if err := inbox.settle(); err != nil {
			return reply, refusal(err)
		}
	}
	data, err := json.Marshal(welcome{s.guest.User, channel, presenceOf(s.guest.App, "")})
	return centrifuge.ConnectReply{
		Credentials:   &centrifuge.Credentials{UserID: s.guest.id(), ExpireAt: time.Now().Add(readmitAfter + rand.N(readmitAfter/4)).Unix()},
		Data:          data,
		Subscriptions: map[string]centrifuge.SubscribeOptions{channel: {EnableRecovery: true}},
	}, err
}

// with is the knock with what the connect command says before what the headers
// say: a browser cannot set those.
func (k Knock) with(data []byte) (Knock, error) {
	var said Knock
	if len(data) > 0 {
		if err := json.Unmarshal(data, &said); err != nil {
			return k, err
		}
	}
	return Knock{
		AppKey: cmp.Or(said.AppKey, k.AppKey), User: cmp.Or(said.User, k.User),
		Token: cmp.Or(said.Token, k.Token), DeviceID: cmp.Or(said.DeviceID, k.DeviceID),
	}, nil
}

// refusal is a fault in the protocol's words.
func refusal(err error) error {
	switch {
	case fault.Is(err, fault.Unauthenticated), fault.Is(err, fault.NotFound):
		return centrifuge.DisconnectInvalidToken
	case fault.Is(err, fault.Forbidden):
		return centrifuge.DisconnectPermissionDenied
	case fault.Is(err, fault.Invalid):
		return centrifuge.DisconnectBadRequest
	}
	return centrifuge.DisconnectServerError
}

// id is a user's among all apps.
func (g Guest) id() string { return g.App + "/" + g.User }

// connected is called when a connection is in the hub.
func (p *Push) connected(client *centrifuge.Client) {
	guest := sessionOf(client.Context()).guest
	client.OnSubscribe(func(e centrifuge.SubscribeEvent, answer centrifuge.SubscribeCallback) { p.watch(guest, e, answer) })
	client.OnHistory(func(e centrifuge.HistoryEvent, answer centrifuge.HistoryCallback) {
		if e.Channel != inboxOf(guest.App, guest.User) || e.Filter.Reverse {
			answer(centrifuge.HistoryReply{}, centrifuge.ErrorPermissionDenied)
			return
		}
		answer(centrifuge.HistoryReply{}, nil)
	})
	client.OnDisconnect(p.parted)
	p.cutOldest(guest)
}

// parted counts the connections that end neither by themselves nor in due time.
func (p *Push) parted(e centrifuge.DisconnectEvent) {
	switch e.Code {
	case centrifuge.DisconnectConnectionClosed.Code, centrifuge.DisconnectShutdown.Code, centrifuge.DisconnectExpired.Code:
	default:
		p.tally.cut.Add(1)
	}
}

// cutOldest ends connections of a user who has too many.
func (p *Push) cutOldest(guest Guest) {
	var all []*centrifuge.Client
	for _, client := range p.node.Hub().UserConnections(guest.id()) {
		all = append(all, client)
	}
	if len(all) <= p.o.PerUser {
		return
	}
	slices.SortFunc(all, func(a, b *centrifuge.Client) int { return cmp.Compare(a.ConnectedAtMS(), b.ConnectedAtMS()) })
	for _, client := range all[:len(all)-p.o.PerUser] {
		client.Disconnect(centrifuge.DisconnectConnectionLimit)
	}
}
