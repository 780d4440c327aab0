package app

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"github.com/xiezhi/xiezhi/internal/call"
	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/gift"
	"github.com/xiezhi/xiezhi/internal/httpserver"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/party"
	"github.com/xiezhi/xiezhi/internal/presence"
	protocolparty "github.com/xiezhi/xiezhi/internal/protocol/party"
	"github.com/xiezhi/xiezhi/internal/push"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// parlour is the party back end: rooms that know nothing of each other.
type parlour struct {
	accounts *party.Service
	guard    *party.Guard
	pace     *party.Pace
	chat     *party.Chat
	roster   *presence.Roster
	calls    *call.Service
	gifts    *gift.Service
	push     *push.Push
	lapses   *lapses
}

// newParlour makes the party's rooms and joins them. Looks is as in Config.
func (a *App) newParlour(looks time.Duration) (_ *parlour, err error) {
	wake := func() { a.delivery.Wake() } // which is made later
	p := &parlour{
		accounts: party.NewService(party.Options{Store: a.store, Sealer: a.keyring, Screen: a.screen, Now: a.now}),
		guard:    party.NewGuard(a.store, a.now),
		pace:     party.NewPace(a.now),
		roster:   a.newRoster(),
	}
	p.chat = party.NewChat(party.ChatOptions{
		Accounts: p.accounts, Screen: a.screen, Lines: a.store, Events: a.store, Wake: wake, Now: a.now,
	})
	p.calls = call.NewService(call.Options{
		Store: a.store, Users: p.accounts, Guard: p.guard, Presence: here{p.roster}, Now: a.now, Wake: wake,
	})
	p.gifts = gift.NewService(gift.Options{Store: a.store, People: a.store, Guard: p.guard, Wake: wake, Now: a.now})
	p.lapses = newLapses(p.roster, a.registry, p.calls, a.log)
	p.push, err = a.newPush(p, cmp.Or(looks, lookForPushed))
	return p, err
}

// lookForPushed is how often a node looks what devices that are connected to it
// were told by others.
const lookForPushed = 250 * time.Millisecond

func (a *App) newPush(p *parlour, looks time.Duration) (*push.Push, error) {
	options := push.Options{
		Store: a.store, Gate: gate{a.registry, p}, Presence: here{p.roster}, Now: a.now, Log: a.log,
		Connections: a.own.PushConnections,
	}
	if a.store.Shared() {
		options.Poll, options.Tell, options.Told = looks, a.tellOn(hintPush), a.told
	}
	return push.New(options)
}

// newRoster makes the list of who is here. Where several nodes may serve on the
// store they tell each other.
func (a *App) newRoster() *presence.Roster {
	options := presence.Options{Offline: a.offlineAfter, Now: a.now, Log: a.log}
	if a.store.Shared() {
		options.Store, options.Tell = a.store, a.tellOn(hintPresence)
	}
	return presence.New(options)
}

// carriers take what leaves for the party's own rooms.
func (p *parlour) carriers() map[string]delivery.Carrier {
	return map[string]delivery.Carrier{
		party.Channel: p.chat,
		enforce.GuardChannel: party.NewBouncer(p.guard, party.Doors{
			EndCall: func(ctx context.Context, app tenant.App, user string) error {
				return p.calls.EndOf(ctx, app, user, call.Kicked)
			},
			Leave:      p.roster.Leave,
			Disconnect: p.push.Disconnect,
			Recall:     p.chat.Recall,
		}),
		outbox.DeviceChannel: p.push,
	}
}

func (p *parlour) start(ctx context.Context) error {
	p.roster.Listen(func(c presence.Change) { p.push.PresenceChanged(c.App, c.User, c.Online) })
	p.roster.Start()
	p.lapses.start()
	return p.push.Start(ctx)
}

// stop ends what start began, but for the push channel: its devices are told to
// go elsewhere before anything else ends.
func (p *parlour) stop() {
	p.lapses.halt()
	p.roster.Stop()
}

// loops are what the party does again and again.
func (p *parlour) loops() []*loop {
	return []*loop{
		{name: "end invitations that rang in vain", every: 250 * time.Millisecond, work: p.calls.EndDue},
		{name: "end calls of who is gone", every: 5 * time.Second, work: p.calls.EndLost},
		{name: "forget what is of no use to devices", every: 30 * time.Second, work: p.push.ForgetUseless},
		{name: "forget what devices were told", every: time.Hour, work: p.push.ForgetOld},
	}
}

// here is the roster as calls and the push channel ask it.
type here struct{ *presence.Roster }

// Present implements call.Presence and push.Presence.
func (h here) Present(app, user string) bool {
	_, online := h.Online(app, user)
	return online
}

// gate admits users' devices to the push channel.
type gate struct {
	apps    *tenant.Registry
	parlour *parlour
}

// Admit implements push.Gate.
func (g gate) Admit(ctx context.Context, k push.Knock) (push.Guest, error) {
	app, known := g.apps.ByParty(k.AppKey)
	if !known {
		return push.Guest{}, fault.New(fault.Unauthenticated, "", "there is no such appkey")
	}
	user, err := g.parlour.accounts.Prove(ctx, app.ID, k.User, k.Token)
	if err != nil {
		return push.Guest{}, err
	}
	return push.Guest{App: app.ID, User: user.UserUUID}, g.parlour.guard.MayAppear(ctx, app.ID, user.UserUUID)
}

// offlineAfter is after how long without a heartbeat an app's users are offline.
func (a *App) offlineAfter(id string) time.Duration {
	if app, known := a.registry.App(id); known && app.Party != nil {
		return app.Party.OfflineAfter()
	}
	return presence.DefaultOffline
}

// parties serves the users of party apps, and their servers.
func (a *App) parties() http.Handler {
	p := a.parlour
	return httpserver.Routed(protocolparty.NewHandler(protocolparty.Deps{
		Apps: a.registry, Accounts: p.accounts, Guard: p.guard, Take: p.pace.Take, Roster: p.roster, Calls: p.calls, Signals: p.push, Gifts: p.gifts,
		Chat: p.chat, Reports: a.intake, Now: a.now, Log: a.log,
	}))
}
