package app

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/config"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/protocol/native"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// codeFixed is the stable code of a setting that this process was told at its
// start.
const codeFixed = "fixed_at_start"

var _ native.Settings = (*App)(nil)

// Settings implements native.Settings.
func (a *App) Settings(ctx context.Context) (native.ServerSettings, error) {
	kept, err := readKept(ctx, a.store)
	if err != nil {
		return native.ServerSettings{}, err
	}
	kept = override(kept, a.own)
	return native.ServerSettings{
		CallbackURL: kept.CallbackURL, LeaseSeconds: int(kept.Lease / time.Second),
		Retention: tenant.Retention(kept.Retention).Or(tenant.DefaultRetention()), Fixed: a.fixed(),
	}, nil
}

// fixed names the settings that this process' environment decides.
func (a *App) fixed() []string {
	names := []string{}
	if a.own.CallbackURL != "" {
		names = append(names, "callback_url")
	}
	if a.own.Lease != 0 {
		names = append(names, "lease_seconds")
	}
	if a.own.Retention != (config.Retention{}) {
		names = append(names, "retention")
	}
	return names
}

// ChangeSettings implements native.Settings: what apply would check is checked,
// and kept where apply keeps it.
func (a *App) ChangeSettings(ctx context.Context, change native.SettingsChange) (native.ServerSettings, error) {
	values, err := a.settingValues(ctx, change)
	if err != nil {
		return native.ServerSettings{}, err
	}
	for _, name := range []string{keptCallbackURL, keptLease, keptRetention} {
		value, changes := values[name]
		if !changes {
			continue
		}
		if err := a.keepSetting(ctx, name, value); err != nil {
			return native.ServerSettings{}, err
		}
	}
	a.registry.Changed() // which watches the settings, too
	if err := a.refresh(ctx); err != nil {
		return native.ServerSettings{}, err
	}
	return a.Settings(ctx)
}

// settingValues are the settings to be kept, by name.
func (a *App) settingValues(ctx context.Context, change native.SettingsChange) (map[string]string, error) {
	asked, values := a.own, map[string]string{}
	if change.CallbackURL != nil {
		asked.CallbackURL, values[keptCallbackURL] = *change.CallbackURL, *change.CallbackURL
	}
	if change.LeaseSeconds != nil {
		if *change.LeaseSeconds == 0 { // in a file it would mean that nothing is said
			return nil, fault.Field("lease_seconds", "must be at least 1")
		}
		asked.Lease = time.Duration(*change.LeaseSeconds) * time.Second
		values[keptLease] = asked.Lease.String()
	}
	if change.Retention != nil {
		text, err := a.changedPeriods(ctx, *change.Retention)
		if err != nil {
			return nil, err
		}
		values[keptRetention] = text
	}
	fields := map[string]string{keptCallbackURL: "callback_url", keptLease: "lease_seconds", keptRetention: "retention"}
	for name := range values {
		if slices.Contains(a.fixed(), fields[name]) {
			return nil, &fault.Error{Kind: fault.Conflict, Code: codeFixed, Field: fields[name],
				Message: "this server was told so at its start; change it there"}
		}
	}
	for _, problem := range asked.Check() {
		if field, ours := fields[problem.Path]; ours {
			return nil, fault.Field(field, "%s", problem.Message)
		}
	}
	return values, a.mayCall(ctx, values[keptCallbackURL])
}

// changedPeriods are the kept periods with those of a change.
func (c *core) changedPeriods(ctx context.Context, change tenant.Retention) (string, error) {
	kept, err := readKept(ctx, c.store)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(change.Or(tenant.Retention(kept.Retention)))
	return string(text), err
}

// mayCall refuses an address that we would call and may not (PROTOCOLS §8).
func (a *App) mayCall(ctx context.Context, address string) error {
	if address == "" {
		return nil
	}
	if err := a.egress.Check(ctx, address); err != nil {
		return fault.Field("callback_url", "%s; egress.allow lists the networks that may be called", fault.As(err).Message)
	}
	return nil
}

// keepSetting writes one setting unless it is so already.
func (a *App) keepSetting(ctx context.Context, name, value string) error {
	before, _, err := a.store.Setting(ctx, name)
	if err != nil || before == value {
		return err
	}
	if name == keptLease || name == keptRetention {
		ctx = auditlog.WithDetail(ctx, map[string]any{"value": value})
	}
	return a.store.PutSetting(ctx, name, value)
}
