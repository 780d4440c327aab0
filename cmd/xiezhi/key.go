package main

import (
	"context"
	"io"
	"strings"

	"github.com/xiezhi/xiezhi/internal/operator"
)

type keyCommand struct {
	List   keyList   `cmd:"" help:"List the secret keys by their ids, and what is sealed under each."`
	Rotate keyRotate `cmd:"" help:"Put a new secret key first in the key file and re-seal all credentials and second factors under it."`
	Drop   keyDrop   `cmd:"" help:"Take the keys out of the key file under which nothing is sealed any more."`
}

type keyList struct {
	toolFlags `embed:""`
}

// Run lists the keys.
func (c keyList) Run(out io.Writer) error {
	return c.operate("key list", func(ctx context.Context, o *operator.Operator) error {
		keys, err := o.Keys(ctx)
		if err != nil {
			return err
		}
		return c.show(out, keys, func(t *table) {
			t.row("KEY", "SEALS", "MISSING", "APPS", "SECOND FACTORS", "KEPT ANSWERS")
			for _, key := range keys {
				t.row(key.ID, key.Seals, key.Missing, key.Apps, key.SecondFactors, key.Answers)
			}
		})
	})
}

type keyRotate struct {
	toolFlags `embed:""`

	ResealOnly bool `help:"Make no new key: only re-seal under the first, after it was put there by hand or a rotation was broken off."`
}

// Run rotates the key.
func (c keyRotate) Run(out io.Writer) error {
	return c.operate("key rotate", func(ctx context.Context, o *operator.Operator) error {
		resealed, err := o.RotateKey(ctx, !c.ResealOnly)
		if err != nil {
			return err
		}
		return c.show(out, resealed, func(t *table) {
			t.line("key %s seals now; re-sealed %d apps and %d second factors", resealed.Key, resealed.Apps, resealed.SecondFactors)
			t.line("back the key file up; a day from now \"xiezhi key drop\" forgets the old keys")
		})
	})
}

type keyDrop struct {
	toolFlags `embed:""`
}

// Run drops keys.
func (c keyDrop) Run(out io.Writer) error {
	return c.operate("key drop", func(ctx context.Context, o *operator.Operator) error {
		dropped, err := o.DropKeys(ctx)
		if err != nil {
			return err
		}
		return c.show(out, dropped, func(t *table) {
			if len(dropped) == 0 {
				t.line("nothing to drop")
				return
			}
			t.line("dropped: %s", strings.Join(dropped, ", "))
		})
	})
}
