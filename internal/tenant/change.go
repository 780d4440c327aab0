package tenant

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
)

// maxRaces bounds how often a change is begun anew because another process
// changed the app meanwhile.
const maxRaces = 8

// Change alters one app and returns what that changed, as Apply does. Where
// another process stores the app meanwhile, alter is called anew with what is
// there then, so that neither change is lost. An unknown app is a NotFound
// fault; an error of alter is returned as it is.
func (r *Registry) Change(ctx context.Context, id string, alter func(*App) error) (changes []string, err error) {
	r.writing.Lock()
	defer r.writing.Unlock()
	for range maxRaces {
		changes, stored, err := r.tryChange(ctx, id, alter)
		if err != nil || stored {
			return changes, err
		}
	}
	return nil, fault.New(fault.Unavailable, "", "the app is changed by too many at once")
}

func (r *Registry) tryChange(ctx context.Context, id string, alter func(*App) error) (changes []string, stored bool, err error) {
	if err := r.Reload(ctx); err != nil {
		return nil, false, err
	}
	sealed, err := r.sealed(ctx, id)
	if err != nil {
		return nil, false, err
	}
	before, err := r.open(sealed)
	if err != nil {
		return nil, false, err
	}
	after, err := r.open(sealed) // a copy in depth
	if err != nil {
		return nil, false, err
	}
	if err := alter(&after); err != nil {
		return nil, false, err
	}
	if err := r.check(after); err != nil {
		return nil, false, err
	}
	if changes = diff(before, after); len(changes) == 0 {
		return nil, true, nil
	}
	data, err := r.seal(after)
	if err != nil {
		return nil, false, err
	}
	if stored, err = r.store.ReplaceApp(told(ctx, changes), sealed, data); err != nil || !stored {
		return nil, false, err
	}
	return changes, true, r.Reload(ctx)
}

func (r *Registry) sealed(ctx context.Context, id string) (Sealed, error) {
	all, err := r.store.Apps(ctx)
	if err != nil {
		return Sealed{}, err
	}
	for _, sealed := range all {
		if sealed.ID == id {
			return sealed, nil
		}
	}
	return Sealed{}, fault.New(fault.NotFound, "unknown_app", "there is no app %.64q", id)
}

// check refuses an app that cannot be, alone or beside the others.
func (r *Registry) check(app App) error {
	if err := app.Check(); err != nil {
		return err
	}
	if clash := CheckTogether(r.with(app)); len(clash) > 0 {
		return firstOf(clash, app.ID)
	}
	return nil
}

func (r *Registry) seal(app App) ([]byte, error) {
	plain, err := json.Marshal(app)
	if err != nil {
		return nil, err
	}
	return r.keyring.Seal(app.ID, plain), nil
}

// Reseal puts every app that is not under the keyring's newest key under it,
// and returns how many that were.
func (r *Registry) Reseal(ctx context.Context) (moved int, err error) {
	for range maxRaces {
		all, err := r.store.Apps(ctx)
		if err != nil {
			return moved, err
		}
		left := 0
		for _, sealed := range all {
			if r.keyring.Newest(sealed.Data) {
				continue
			}
			done, err := r.reseal(ctx, sealed)
			if err != nil {
				return moved, fmt.Errorf("app %s: %w", sealed.ID, err)
			}
			if done {
				moved++
			} else {
				left++ // changed meanwhile, by whatever key
			}
		}
		if left == 0 {
			return moved, nil
		}
	}
	return moved, fault.New(fault.Unavailable, "", "the apps are changed by too many at once")
}

func (r *Registry) reseal(ctx context.Context, sealed Sealed) (done bool, err error) {
	plain, err := r.keyring.Open(sealed.ID, sealed.Data)
	if err != nil {
		return false, err
	}
	return r.store.ReplaceApp(told(ctx, []string{"re-sealed under another secret key"}), sealed, r.keyring.Seal(sealed.ID, plain))
}

// told has the audit log name what changed.
func told(ctx context.Context, changes []string) context.Context {
	return auditlog.WithDetail(ctx, map[string]any{"changes": changes})
}
