package app

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/xiezhi/xiezhi/internal/bus"
	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/egress"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/erasure"
	"github.com/xiezhi/xiezhi/internal/evidence"
	"github.com/xiezhi/xiezhi/internal/httpserver"
	"github.com/xiezhi/xiezhi/internal/idempotency"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/media"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/pictures"
	"github.com/xiezhi/xiezhi/internal/protocol/immomo"
	"github.com/xiezhi/xiezhi/internal/protocol/native"
	"github.com/xiezhi/xiezhi/internal/protocol/netease"
	"github.com/xiezhi/xiezhi/internal/protocol/uplus"
	"github.com/xiezhi/xiezhi/internal/protocol/yunjing"
	"github.com/xiezhi/xiezhi/internal/retention"
	"github.com/xiezhi/xiezhi/internal/reversal"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/staff"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/trace"
	"github.com/xiezhi/xiezhi/internal/usertoken"
)

// errPanic stands for a panic, whose details only the log has.
var errPanic = errors.New("a handler panicked")

// App is a whole server. New builds it, Start serves, Stop ends it for good.
type App struct {
	*core
	tokens    tokens
	delivery  *delivery.Drain
	intake    *intake.Service
	review    *review.Service
	enforce   *enforce.Service
	reversals *reversal.Service
	sessions  *staff.Sessions
	once      *idempotency.Service
	native    *native.Handler
	media     *media.Service
	pictures  *pictures.Service
	banks     *pictures.Banks
	evidence  *evidence.Service
	exhibits  *media.Service // copies of what evidence shows
	stowage   *stowage       // of exhibits
	tracer    *trace.Tracer  // nil: nothing is traced
	parlour   *parlour
	server    *httpserver.Server
	retention *retention.Service
	erasure   *erasure.Service
	loops     *loops
	bus       *bus.Bus // to the other nodes on the store
	stir      *stir

	detectors *egress.Client // calls those of the apps

	tally       *tally
	version     string
	callbackURL atomic.Pointer[string] // of yunjing, where a credential has none
}

// New opens the store, applies what the config declares – each change is told
// to the log – and builds every room. Nothing runs before Start; Stop closes
// what New opened.
func New(ctx context.Context, cfg Config, log *slog.Logger) (_ *App, err error) {
	log = httpserver.Logger(log)
	c, err := openCore(ctx, cfg.Settings, true, cfg.Now, log)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = c.close() // the first error is the one to tell
		}
	}()
	for _, file := range cfg.Declare {
		err := c.apply(byCommand(ctx, "serve --apply "+file.doc.Source()), file, func(line string) { log.Info("apply", "file", file.doc.Source(), "change", line) })
		if err != nil {
			return nil, err
		}
	}
	tracer, err := newTracer(cfg, log)
	if err != nil {
		return nil, err
	}
	a := &App{core: c, tracer: tracer, tally: newTally(), version: cfg.Version, detectors: newDetectors()}
	if a.media, err = c.newMedia(); err != nil {
		return nil, err
	}
	if a.stowage, err = c.openStowage(); err != nil {
		return nil, err
	}
	a.exhibits = a.stowage.exhibits
	if a.bus, err = a.newBus(ctx); err != nil {
		return nil, err
	}
	if a.parlour, err = a.newParlour(cfg.looks); err != nil {
		return nil, err
	}
	a.build()
	a.join(cfg.looks)
	if err := a.refresh(ctx); err != nil {
		return nil, err
	}
	if err := a.renew(ctx); err != nil { // no message passes before the lists are there
		return nil, err
	}
	a.registry.OnChange(a.refreshQuietly) // nothing reloads before Start
	return a, nil
}

// build makes the rooms and joins them.
func (a *App) build() {
	a.tokens = tokens{usertoken.New(usertoken.Options{Client: a.egress, Now: a.now})}
	a.delivery = delivery.New(delivery.Options{
		Store: a.store, Apps: a.registry, Client: a.egress, Now: a.now, Log: a.log,
		Encoders: map[string]delivery.Encoder{
			enforce.Channel: uplus.Encoder{}, yunjing.Channel: yunjing.Encoder{Global: a.globalCallback}, immomo.Channel: immomo.Encoder{},
			enforce.RoomChannel: netease.Encoder{Now: a.now}, outbox.DeviceChannel: netease.Messenger{Now: a.now},
		},
		Carriers: a.parlour.carriers(), Watch: a.tally.attempted, Tracer: a.tracer,
	})
	a.stir = a.newStir()
	counted := countedStore{a.store, a.tally, a.stir.note}
	a.intake = intake.NewService(counted, a.now, a.delivery.Wake)
	a.review = review.NewService(review.Options{
		Store: counted, Lists: a.store, Lease: defaultLease, Now: a.now,
		Wake: a.delivery.Wake, Check: uplus.ResourceCheck(a.egress), Apps: a.registry,
	})
	a.enforce = enforce.NewService(a.store, a.registry, a.now, a.delivery.Wake)
	a.reversals = a.newReversals()
	a.pictures, a.banks = a.newPictures()
	a.evidence = a.newEvidence()
	a.sessions = a.newSessions()
	a.once = idempotency.NewService(a.store, a.keyring, a.now)
	a.retention = a.newRetention()
	a.erasure = &erasure.Service{Store: a.store, Media: a.evidence, Now: a.now}
	a.native = a.newNative()
	a.loops = &loops{log: a.log, list: append(a.parlour.loops(), []*loop{
		{name: "return expired leases", every: time.Second, work: a.review.ReturnExpired},
		{name: "announce ended sanctions", every: time.Second, work: a.enforce.AnnounceEnded},
		{name: "link the audit log", every: 500 * time.Millisecond, work: a.store.LinkAudit},
		{name: "tell the audit log's head", every: time.Hour, work: a.tellAuditHead},
		{name: "forget ended sessions", every: 10 * time.Minute, work: a.sessions.DeleteExpired},
		{name: "forget old repetitions", every: time.Hour, work: a.intake.ForgetRepeats},
		{name: "forget old answers", every: time.Hour, work: a.once.DeleteOld},
		{name: "forget old live messages", every: time.Minute, work: a.screen.ForgetOld},
		{name: "forget what was seen in pictures", every: time.Hour, work: a.pictures.ForgetOld},
		{name: "forget old evidence", every: time.Hour, work: a.evidence.ForgetOld},
		{name: "forget old cases, calls and deliveries", every: time.Hour, work: a.retention.ForgetOld},
		{name: "go on with erasures", every: time.Hour, work: a.erasure.GoOn},
		{name: "tell what was forgotten", every: 10 * time.Minute, work: a.retention.Tell},
		{name: "bring evidence into the bucket", every: time.Minute, work: a.stowage.stow},
		{name: "put away unused evidence", every: time.Minute, work: a.exhibits.Tidy},
		{name: "put away unused media", every: time.Minute, work: a.media.Tidy},
	}...)}
	a.server = httpserver.New(a.serverOptions())
}

// AddStarter has the shared starter list hold the terms that come with the
// program. It is for between New and Start.
func (a *App) AddStarter(ctx context.Context, by string) error {
	if _, _, err := a.words.AddStarter(byCommand(ctx, by), by); err != nil {
		return err
	}
	return a.words.Refresh(ctx)
}

func (a *App) serverOptions() httpserver.Options {
	options := httpserver.Options{
		Address: a.own.Listen, CertFile: a.own.TLSCert, KeyFile: a.own.TLSKey, Handler: a.tree(),
		Checks: []httpserver.Check{
			{Name: "store", Run: a.store.Ready}, {Name: "loops", Run: a.loops.ready}, {Name: "delivery", Run: a.delivery.Ready},
		},
		Warnings: []httpserver.Check{
			{Name: "bus", Run: func(context.Context) error { return a.bus.Problem() }},
			{Name: "presence", Run: func(context.Context) error { return a.parlour.roster.Problem() }},
		},
		Programs:       func(path string) bool { return path == yunjing.Path },
		TrustedProxies: prefixes(a.own.TrustedProxies), WriteError: writePanic, Tracer: a.tracer, Log: a.log,
	}
	if a.own.AdminListen != "" {
		options.AdminAddress, options.Pprof, options.Registry = a.own.AdminListen, true, a.metrics()
	}
	return options
}

// refresh takes over what apply keeps in the store.
func (a *App) refresh(ctx context.Context) error {
	kept, err := readKept(ctx, a.store)
	if err != nil {
		return err
	}
	kept = override(kept, a.own)
	a.review.SetLease(kept.Lease)
	a.egress.SetAllow(prefixes(kept.Egress.Allow))
	a.detectors.SetAllow(prefixes(kept.Egress.Allow))
	a.callbackURL.Store(&kept.CallbackURL)
	periods := tenant.Retention(kept.Retention)
	a.periods.Store(&periods)
	return nil
}

// globalCallback is where yunjing's callbacks go whose credential has no
// address; empty for nowhere.
func (a *App) globalCallback() string {
	if address := a.callbackURL.Load(); address != nil {
		return *address
	}
	return ""
}

func (a *App) refreshQuietly(ctx context.Context) {
	if err := a.refresh(ctx); err != nil && ctx.Err() == nil {
		a.log.Error("kept settings are not up to date", "error", err)
	}
}

// Start serves. When it returns without an error, requests are taken; after an
// error, Stop has been called.
func (a *App) Start(ctx context.Context) error {
	a.tracer.Start()
	a.registry.Start()
	a.learn.Start()
	a.words.Start()
	a.rules.Start()
	a.screen.Start()
	a.pictures.Start()
	a.evidence.Start()
	if err := a.parlour.start(ctx); err != nil {
		return errors.Join(err, a.Stop(ctx))
	}
	a.loops.start()
	a.delivery.Start()
	a.stir.Start()
	if err := a.bus.Start(ctx); err != nil {
		return errors.Join(listenError(err), a.Stop(ctx))
	}
	if err := a.server.Start(ctx); err != nil {
		return errors.Join(listenError(err), a.Stop(ctx))
	}
	a.warnAboutOpenness()
	return nil
}

// Stop takes no more connections, sends streams and devices elsewhere, lets the
// requests under way end, then the background work and the deliveries, and closes
// the store, which gives back what this process had on loan. What outlasts ctx is
// broken off; nothing that was acknowledged is lost by it.
func (a *App) Stop(ctx context.Context) error {
	a.server.Refuse() // who is sent away below does not come back to us
	a.native.Stop()   // streams would last as long as their clients like
	a.replays.Stop()
	errs := []error{a.parlour.push.Stop(ctx), a.server.Stop(ctx)}
	a.loops.halt()
	a.stir.Stop()
	a.pictures.Stop()
	a.evidence.Stop()
	errs = append(errs, a.screen.Stop(ctx)) // nobody asks any more
	a.registry.Stop()
	a.words.Stop()
	a.rules.Stop()
	a.learn.Stop()
	if err := a.delivery.Stop(ctx); err != nil { // nothing is lost, so that it is no failure
		a.log.WarnContext(ctx, "stopped before all deliveries had ended; they are made again", "error", err)
	}
	a.parlour.stop()
	a.bus.Stop(ctx) // after the last that has something to tell
	a.leaveAuditHead(ctx)
	errs = append(errs, a.tracer.Stop(ctx), a.close())
	return errors.Join(errs...)
}
