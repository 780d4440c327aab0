package sandbox

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Options shapes a Live. Zero fields have the defaults named.
type Options struct {
	Listen      string // where the app itself listens, on loopback; 127.0.0.1:0
	Target      string // Xiezhi's root, on loopback; required
	App         string // the app's id at Xiezhi; empty sends no /app/{id} prefix
	TokenKey    string // signs the users' tokens (HS256)
	ServerToken string // of the server interfaces; empty asks nothing there
	AuditApp    string // the app id of the audit of live messages; empty audits nothing
	AuditKey    string // signs the messages
	DialogueApp string // the appid of dialogue reports; empty reports none
	DialogueKey string // seals them: 32 bytes in hex
	CloudKey    string // the AppKey of the call cloud; empty: nobody calls anybody
	CloudSecret string // signs what it tells and what it is asked
	PartyKey    string // the AppKey of the app's server, which registers those who call
	PartySecret string
	PairKey     string           // the AppKey of the app of the party page, which has no IM; empty: there is no page
	PairSecret  string           // signs what its server asks
	Users       int              // 300; at least 60
	Pace        time.Duration    // mean time between chat lines; 400 ms
	Seed        int64            // the same seed plays the same app, as far as the outside lets it
	Narrate     func(string)     // told one line at a time, never two at once; nil tells nobody
	Now         func() time.Time // time.Now
}

// fewPeople is how many users it takes to fill the shows and groups.
const fewPeople = 60

func (o Options) withDefaults() Options {
	if o.Listen == "" {
		o.Listen = "127.0.0.1:0"
	}
	o.Target = strings.TrimRight(o.Target, "/")
	if o.Users <= 0 {
		o.Users = 300
	}
	o.Users = max(o.Users, fewPeople)
	if o.Pace <= 0 {
		o.Pace = 400 * time.Millisecond
	}
	if o.Narrate == nil {
		o.Narrate = func(string) {}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Live plays a live app: it serves the business platform and the pictures, and
// has people chat, misbehave and report each other. It runs from Start to Stop,
// once.
type Live struct {
	options   Options
	platform  *Platform
	narrator  *narrator
	courier   *courier
	auditor   *auditor
	spokesman *spokesman // nil before Start
	herald    *herald

	mu    sync.Mutex // guards what follows
	scene *scene     // nil before Start
	stir  []attempt  // who tries to speak soon
	told  map[string]time.Time
	held  map[string]held // lines that wait for a person, by data_id
	flood flood

	exchange exchange

	said   int // chat lines so far
	moved  int // punishments carried out so far
	denied int // lines that nobody saw

	server  *Server // nil before Start
	cancel  context.CancelFunc
	playing sync.WaitGroup
}

// New makes a Live. What is wrong with the options is said by Start.
func New(options Options) *Live {
	options = options.withDefaults()
	l := &Live{options: options, told: map[string]time.Time{}, held: map[string]held{}, exchange: exchange{barred: map[barred]bool{}}}
	l.narrator = &narrator{tell: options.Narrate, now: options.Now}
	l.courier = newCourier(options, l.narrator)
	l.auditor = newAuditor(options, l.courier.client)
	l.herald = newHerald(options, l.courier.client)
	l.platform = NewPlatform(PlatformOptions{Now: options.Now, Exists: l.exists, Watch: l.watch})
	return l
}

// Platform is the app's business platform.
func (l *Live) Platform() *Platform { return l.platform }

// URL is the app's own root address; empty before Start.
func (l *Live) URL() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.scene == nil {
		return ""
	}
	return l.scene.base
}

// Start listens and lets the play begin; ctx is not used after it returned. An
// address that is not on loopback is an Invalid fault.
func (l *Live) Start(ctx context.Context) error {
	if err := checkTarget(l.options.Target); err != nil {
		return err
	}
	spokesman, err := newSpokesman(l.options, l.courier.client)
	if err != nil {
		return err
	}
	server, err := NewServer(l.options.Listen, l.handler())
	if err != nil {
		return err
	}
	l.mu.Lock() // requests wait until the scene is there
	defer l.mu.Unlock()
	if err := server.Up(ctx); err != nil {
		return err
	}
	l.server, l.spokesman = server, spokesman
	l.scene = newScene(l.options.Seed, l.options.Users, l.platform, server.URL(), l.options.Now())
	l.invite()
	ctx, cancel := context.WithCancel(context.Background())
	l.cancel = cancel
	l.playing.Go(func() { l.courier.run(ctx) })
	l.playing.Go(func() { l.auditor.run(ctx, l.heard) })
	l.playing.Go(func() { l.spokesman.run(ctx, l.reported) })
	l.playing.Go(func() { l.herald.run(ctx, l.connected, l.untold) })
	l.playing.Go(func() { l.play(ctx) })
	l.playing.Go(func() { l.sumUp(ctx) })
	return nil
}

func (l *Live) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle(DefaultBasePath+"/", l.platform)
	mux.HandleFunc("GET /media/{rest...}", l.serveMedia)
	mux.HandleFunc("POST /callback", l.callback)
	mux.HandleFunc("POST /verdict", l.judged)
	l.parlour(mux)
	(&cloud{key: l.options.CloudKey, secret: l.options.CloudSecret, now: l.options.Now, obey: l.obeyCloud}).serve(mux)
	return mux
}

// Stop ends the play, lets go of hanging calls and stops listening. It returns
// ctx's error where that ended first. Stopping what never started is no error.
func (l *Live) Stop(ctx context.Context) error {
	if l.cancel == nil {
		return nil
	}
	l.cancel()
	l.platform.Fail(FailNone)
	err := l.server.Stop(ctx)
	l.playing.Wait() // every request of ours is bound to the cancelled context
	l.courier.client.CloseIdleConnections()
	return err
}
