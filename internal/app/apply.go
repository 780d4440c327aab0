package app

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"

	"github.com/xiezhi/xiezhi/internal/config"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// Apply opens the store that the settings name, makes what the file declares
// so, and says each change in a line; a server on that store sees it within
// seconds. Everything is checked before anything is changed, and what is so
// already is left alone.
func Apply(ctx context.Context, settings config.Settings, file *File, log *slog.Logger, say func(line string)) (err error) {
	c, err := openCore(ctx, settings, false, nil, log)
	if err != nil {
		return err
	}
	defer func() {
		if closed := c.close(); err == nil {
			err = closed
		}
	}()
	return c.apply(byCommand(ctx, "apply "+file.doc.Source()), file, say)
}

// applying is one run of apply.
type applying struct {
	*core
	file  *File
	say   func(string)
	lines int // said so far
}

func (c *core) apply(ctx context.Context, file *File, say func(line string)) error {
	if err := c.checkAgainstStore(ctx, file); err != nil {
		return err
	}
	a := &applying{core: c, file: file, say: say}
	steps := []func(context.Context) error{a.kept, a.wordLists, a.apps, a.ruleBook, a.people,
		func(ctx context.Context) error { return a.list(ctx, review.RiskList, file.RiskUsers) },
		func(ctx context.Context) error { return a.list(ctx, review.SpecialList, file.SpecialUsers) },
	}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	if a.lines == 0 {
		say("nothing to change")
	}
	return nil
}

func (a *applying) changed(format string, args ...any) {
	a.lines++
	a.say(fmt.Sprintf(format, args...))
}

// kept writes the settings that the file mentions.
func (a *applying) kept(ctx context.Context) error {
	if a.file.doc.Has("lease") && a.file.Lease != 0 {
		if err := a.keep(ctx, keptLease, a.file.Lease.String(), a.file.Lease.String()); err != nil {
			return err
		}
	}
	if a.file.doc.Has("egress.allow") {
		allow := append([]string{}, a.file.Egress.Allow...) // [] and not null
		text, err := json.Marshal(allow)
		if err != nil {
			return err
		}
		if err := a.keep(ctx, keptEgressAllow, string(text), fmt.Sprint(allow)); err != nil {
			return err
		}
	}
	if err := a.keptPeriods(ctx); err != nil || !a.file.doc.Has("callback_url") {
		return err
	}
	return a.keep(ctx, keptCallbackURL, a.file.CallbackURL, fmt.Sprintf("%q", a.file.CallbackURL))
}

// keptPeriods writes how long things are kept; what the file does not mention
// stays.
func (a *applying) keptPeriods(ctx context.Context) error {
	if !a.file.doc.Has("retention") {
		return nil
	}
	text, err := a.changedPeriods(ctx, tenant.Retention(a.file.Retention))
	if err != nil {
		return err
	}
	return a.keep(ctx, keptRetention, text, text)
}

// keep writes one setting unless it is so already.
func (a *applying) keep(ctx context.Context, name, value, shown string) error {
	before, _, err := a.store.Setting(ctx, name)
	if err != nil || before == value {
		return err
	}
	if err := a.store.PutSetting(ctx, name, value); err != nil {
		return err
	}
	a.changed("%s: set to %s", name, shown)
	return nil
}

func (a *applying) apps(ctx context.Context) error {
	for _, app := range a.file.Apps {
		changes, err := a.registry.Apply(ctx, app)
		if err != nil {
			return fmt.Errorf("app %s: %w", app.ID, err)
		}
		for _, change := range changes {
			a.changed("app %s: %s", app.ID, change)
		}
		if len(changes) == 0 {
			continue
		}
		for _, warning := range app.Warnings() {
			a.say("app " + app.ID + ": warning: " + warning)
		}
	}
	return nil
}

func (a *applying) people(ctx context.Context) error {
	for _, declared := range a.file.Staff {
		changes, err := a.staff.Apply(ctx, declared)
		if err != nil {
			return fmt.Errorf("staff %s: %w", declared.Username, err)
		}
		for _, change := range changes {
			a.changed("staff %s: %s", declared.Username, change)
		}
	}
	return nil
}

func (a *applying) list(ctx context.Context, list review.List, users []ListedUser) error {
	for _, user := range users {
		added, err := a.store.AddListed(ctx, list, user.App, review.Listed{UserID: user.UserID, AddedBy: "apply", AddedAt: a.now()})
		if err != nil {
			return fmt.Errorf("%s user %s of app %s: %w", list, user.UserID, user.App, err)
		}
		if added {
			a.changed("app %s: %s user %s added", user.App, list, user.UserID)
		}
	}
	return nil
}
