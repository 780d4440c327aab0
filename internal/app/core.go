package app

import (
	"cmp"
	"context"
	"log/slog"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/xiezhi/xiezhi/internal/config"
	"github.com/xiezhi/xiezhi/internal/egress"
	"github.com/xiezhi/xiezhi/internal/learn"
	"github.com/xiezhi/xiezhi/internal/replay"
	"github.com/xiezhi/xiezhi/internal/rules"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/staff"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/words"
)

// core is what both a server and `apply` need.
type core struct {
	own      config.Settings // of this process
	store    *sqlstore.Store
	keyring  *tenant.Keyring
	registry *tenant.Registry
	staff    *staff.Service
	keys     *staff.Tokens // to the native API
	egress   *egress.Client
	learn    *learn.Service
	replays  *replay.Service
	words    *words.Service
	rules    *rules.Service
	screen   *screen.Service
	periods  atomic.Pointer[tenant.Retention]  // of all apps, as far as it is said
	tell     func(subject string, data []byte) // other nodes; nothing until a server serves
	now      func() time.Time
	log      *slog.Logger
}

// openCore opens the store and reads what it holds. Close it when done. Now may
// be nil, for time.Now.
func openCore(ctx context.Context, own config.Settings, serve bool, now func() time.Time, log *slog.Logger) (_ *core, err error) {
	if now == nil {
		now = time.Now
	}
	store, err := sqlstore.Open(ctx, StoreAddress(own), sqlstore.Options{Serve: serve, Log: log, Now: now})
	if err != nil {
		return nil, err
	}
	c := &core{own: own, store: store, tell: func(string, []byte) {}, now: now, log: log}
	defer func() {
		if err != nil {
			_ = store.Close() // the first error is the one to tell
		}
	}()
	if c.keyring, err = loadKeyring(own); err != nil {
		return nil, err
	}
	c.registry = tenant.NewRegistry(store, c.keyring, log)
	if err := c.registry.Reload(ctx); err != nil {
		return nil, err
	}
	c.staff = staff.NewService(staff.Options{Store: store, Sealer: c.keyring, Now: c.now, Log: log})
	c.keys = staff.NewTokens(staff.TokenOptions{Store: store, Accounts: store, Apps: c.registry, Now: c.now, Log: log, Revoked: func() { c.tell(hintTokens, nil) }})
	c.egress = egress.New(egress.Options{})
	c.learn = learn.NewService(learn.Options{Store: store, Now: c.now, Log: log})
	c.words = words.NewService(words.Options{Store: store, Apps: c.registry, Now: c.now, Log: log, Model: c.learn.InUse})
	c.rules = rules.NewService(rules.Options{Store: store, Apps: c.registry, Now: c.now, Log: log})
	c.screen = screen.NewService(screen.Options{
		Store: store, Apps: c.registry, Judge: c.judge(), Now: c.now, Refresh: c.renew, Keeps: c.keeps, Log: log, Nodes: c.nodes(),
	})
	c.replays = replay.NewService(replay.Options{Store: store, Apps: c.registry, Words: c.words, Rules: c.rules, Models: c.learn, Now: c.now, Refresh: c.renew})
	return c, nil
}

// renew has what judges messages be as new as it can be.
func (c *core) renew(ctx context.Context) error {
	if err := c.learn.Refresh(ctx); err != nil {
		return err
	}
	if err := c.rules.Refresh(ctx); err != nil {
		return err
	}
	return c.words.Refresh(ctx)
}

// close closes the store, after what this process has done is linked.
func (c *core) close() error {
	c.linkAudit()
	return c.store.Close()
}

// StoreAddress is where the store is: as the settings say, else a file in the folder
// of the data.
func StoreAddress(own config.Settings) string {
	if own.Store != "" {
		return own.Store
	}
	return "sqlite:" + filepath.Join(own.Data, "xiezhi.db")
}

// KeyFile is the file of the secret key; empty where the settings give the key
// itself.
func KeyFile(own config.Settings) string {
	if own.SecretKey != "" {
		return ""
	}
	return cmp.Or(own.SecretKeyFile, filepath.Join(own.Data, "secret.key"))
}

func loadKeyring(own config.Settings) (*tenant.Keyring, error) {
	if file := KeyFile(own); file != "" {
		return tenant.LoadKeyring(file)
	}
	return tenant.NewKeyring(own.SecretKey)
}
