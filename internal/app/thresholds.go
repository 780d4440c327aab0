package app

import (
	"github.com/xiezhi/xiezhi/internal/policy"
)

// thresholds are the app's own where it sets them, else the defaults.
func (c *core) thresholds(app string) policy.Thresholds {
	t := policy.Defaults()
	of, found := c.registry.App(app)
	if !found || of.Audit == nil {
		return t
	}
	own := of.Audit.Thresholds
	set(&t.Deny, own.Deny)
	set(&t.Review, own.Review)
	set(&t.Model, own.Model)
	set(&t.Repeats, own.Repeats)
	set(&t.Spread, own.Spread)
	set(&t.Near, own.Near)
	set(&t.DenyRepeatOffenders, own.DenyRepeatOffenders)
	return t
}

func set[T any](field *T, own *T) {
	if own != nil {
		*field = *own
	}
}
