package operator

import (
	"context"
	"slices"

	"github.com/xiezhi/xiezhi/internal/tenant"
)

// Key is a secret key by its id, and what is sealed under it.
type Key struct {
	ID            string `json:"id"`
	Seals         bool   `json:"seals"`   // the one that seals what is written now
	Missing       bool   `json:"missing"` // not in the keyring: what is under it cannot be read
	Apps          int    `json:"apps"`
	SecondFactors int    `json:"second_factors"`
	Answers       int    `json:"answers"` // kept for a day, for calls that are sent again
}

func (k Key) used() bool { return k.Apps+k.SecondFactors+k.Answers > 0 }

// Keys lists the keyring, and keys that it lacks.
func (o *Operator) Keys(ctx context.Context) ([]Key, error) {
	var keys []Key
	for i, id := range o.Keyring.IDs() {
		keys = append(keys, Key{ID: id, Seals: i == 0})
	}
	find := func(sealed []byte) *Key {
		id := tenant.KeyID(sealed)
		i := slices.IndexFunc(keys, func(k Key) bool { return k.ID == id })
		if i < 0 {
			i = len(keys)
			keys = append(keys, Key{ID: id, Missing: true})
		}
		return &keys[i]
	}
	apps, err := o.Store.Apps(ctx)
	if err != nil {
		return nil, err
	}
	for _, app := range apps {
		find(app.Data).Apps++
	}
	factors, err := o.Store.Factors(ctx)
	if err != nil {
		return nil, err
	}
	for _, factor := range factors {
		find(factor.Sealed).SecondFactors++
	}
	for i := range keys {
		if keys[i].Answers, err = o.Store.AnswersSealedBy(ctx, keys[i].ID); err != nil {
			return nil, err
		}
	}
	return keys, nil
}

// Resealed is what was put under the key that seals.
type Resealed struct {
	Key           string `json:"key"`
	Apps          int    `json:"apps"`
	SecondFactors int    `json:"second_factors"`
}

// RotateKey makes a new key that seals from now on, where fresh is set, and
// puts everything that lasts under the key that seals. The old keys stay in the file until
// DropKeys, so that nothing written meanwhile is lost.
func (o *Operator) RotateKey(ctx context.Context, fresh bool) (resealed Resealed, err error) {
	if fresh {
		if err := o.Keyring.AddKey(); err != nil {
			return resealed, err
		}
	}
	resealed.Key = o.Keyring.ID()
	if resealed.Apps, err = o.Apps.Reseal(ctx); err != nil {
		return resealed, err
	}
	resealed.SecondFactors, err = o.Staff.Reseal(ctx, o.Keyring.Newest)
	return resealed, err
}

// DropKeys takes the keys out of the file under which nothing is sealed any
// more, and returns their ids.
func (o *Operator) DropKeys(ctx context.Context) (dropped []string, err error) {
	keys, err := o.Keys(ctx)
	if err != nil {
		return nil, err
	}
	dropped = []string{}
	for _, key := range keys {
		if !key.Seals && !key.Missing && !key.used() {
			dropped = append(dropped, key.ID)
		}
	}
	if len(dropped) == 0 {
		return dropped, nil
	}
	return dropped, o.Keyring.DropKeys(dropped)
}
