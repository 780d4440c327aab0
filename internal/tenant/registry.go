package tenant

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/xiezhi/xiezhi/internal/follow"
)

// PollEvery is how often a started registry asks for the store's revision.
const PollEvery = time.Second

// Registry finds the app that a request means, from memory. What another
// process changes in the store is seen within PollEvery once it is started.
type Registry struct {
	*follow.Follower

	store   Store
	keyring *Keyring
	log     *slog.Logger

	seen    atomic.Pointer[snapshot]
	writing sync.Mutex // one Apply at a time
	loading sync.Mutex // one Reload at a time
	changed func(context.Context)
}

// snapshot is never changed once it is seen.
type snapshot struct {
	revision int64
	all      []App // by id
	byID     map[string]App
	byHost   map[string]App
	yunjing  map[string]yunjingEntry // by app_id
	byImmomo map[string]App          // by appid
	netease  map[string]App          // by AppKey
	party    map[string]App          // by AppKey
	notified map[string]bool         // paths
}

// NewRegistry makes a Registry, which is empty until its first Reload.
func NewRegistry(store Store, keyring *Keyring, log *slog.Logger) *Registry {
	r := &Registry{store: store, keyring: keyring, log: log, changed: func(context.Context) {}}
	r.Follower = follow.New("the apps are not up to date", PollEvery, log, r.Reload)
	r.seen.Store(newSnapshot(-1, nil))
	return r
}

// OnChange has a function called after each Reload that found another revision
// of apps or settings. It must be set before the first Reload and must not call
// Reload or Apply.
func (r *Registry) OnChange(changed func(context.Context)) { r.changed = changed }

// yunjingEntry is a credential and whose it is.
type yunjingEntry struct {
	app        App
	credential Yunjing
}

func newSnapshot(revision int64, apps []App) *snapshot {
	s := &snapshot{revision: revision, all: apps, byID: map[string]App{}, byHost: map[string]App{}, yunjing: map[string]yunjingEntry{}, byImmomo: map[string]App{},
		netease: map[string]App{}, party: map[string]App{}, notified: map[string]bool{}}
	slices.SortFunc(s.all, func(a, b App) int { return cmp.Compare(a.ID, b.ID) })
	for _, app := range s.all {
		s.byID[app.ID] = app
		for _, host := range app.Hosts {
			s.byHost[bareHost(host)] = app
		}
		if app.Immomo != nil {
			s.byImmomo[app.Immomo.AppID] = app
		}
		if app.Netease != nil {
			s.netease[app.Netease.AppKey] = app
			s.notified[app.Netease.NotifyPath] = true
		}
		if app.Party != nil {
			s.party[app.Party.AppKey] = app
		}
		for _, credential := range app.Yunjing {
			s.yunjing[credential.AppID] = yunjingEntry{app, credential}
		}
	}
	return s
}

// bareHost is a Host header without its port, in small letters.
func bareHost(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
}

// Reload reads the apps from the store if anything changed since it last did.
// An app that cannot be opened is an error, and everything stays as it was.
func (r *Registry) Reload(ctx context.Context) error {
	r.loading.Lock()
	defer r.loading.Unlock()
	// The revision comes first: a change between the two reads is read again
	// next time instead of being missed.
	revision, err := r.store.Revision(ctx)
	if err != nil || revision == r.seen.Load().revision {
		return err
	}
	sealed, err := r.store.Apps(ctx)
	if err != nil {
		return err
	}
	apps := make([]App, len(sealed))
	for i, s := range sealed {
		if apps[i], err = r.open(s); err != nil {
			return err
		}
	}
	r.seen.Store(newSnapshot(revision, apps))
	r.changed(ctx)
	return nil
}

func (r *Registry) open(sealed Sealed) (App, error) {
	plain, err := r.keyring.Open(sealed.ID, sealed.Data)
	if err != nil {
		return App{}, fmt.Errorf("app %s: %w", sealed.ID, err)
	}
	var app App
	if err := json.Unmarshal(plain, &app); err != nil {
		return App{}, fmt.Errorf("app %s: what the store keeps cannot be read: %w", sealed.ID, err)
	}
	return app, nil
}

// App returns the app with the id.
func (r *Registry) App(id string) (App, bool) {
	app, found := r.seen.Load().byID[id]
	return app, found
}

// ByHost returns the app whose hosts have the Host header, with or without its
// port.
func (r *Registry) ByHost(host string) (App, bool) {
	app, found := r.seen.Load().byHost[bareHost(host)]
	return app, found
}

// ByYunjing returns the app that has the yunjing credential, and the credential.
func (r *Registry) ByYunjing(appID string) (App, Yunjing, bool) {
	entry, found := r.seen.Load().yunjing[appID]
	return entry.app, entry.credential, found
}

// ByImmomo returns the app that has the immomo appid.
func (r *Registry) ByImmomo(appID string) (App, bool) {
	app, found := r.seen.Load().byImmomo[appID]
	return app, found
}

// SoleUplus returns the only app that speaks the uplus contract; false where
// there are none or several.
func (r *Registry) SoleUplus() (sole App, found bool) {
	for _, app := range r.seen.Load().all {
		if app.Uplus == nil {
			continue
		}
		if found {
			return App{}, false
		}
		sole, found = app, true
	}
	return sole, found
}

// All returns every app by id. The caller must not change it.
func (r *Registry) All() []App { return r.seen.Load().all }

// Apply creates or changes an app. It returns what that changed in words that
// name the fields and never their values; nothing where the app is so already.
func (r *Registry) Apply(ctx context.Context, app App) (changes []string, err error) {
	r.writing.Lock()
	defer r.writing.Unlock()
	if err := r.Reload(ctx); err != nil {
		return nil, err
	}
	if err := r.check(app); err != nil {
		return nil, err
	}
	before, exists := r.App(app.ID)
	changes = []string{"created"}
	if exists {
		changes = diff(before, app)
	}
	if len(changes) == 0 {
		return nil, nil
	}
	data, err := r.seal(app)
	if err != nil {
		return nil, err
	}
	if err := r.store.PutApp(told(ctx, changes), Sealed{ID: app.ID, Data: data}); err != nil {
		return nil, err
	}
	r.Changed()
	return changes, r.Reload(ctx)
}

// with is every app as it would be after the change.
func (r *Registry) with(changed App) []App {
	apps := []App{changed}
	for _, app := range r.All() {
		if app.ID != changed.ID {
			apps = append(apps, app)
		}
	}
	return apps
}
