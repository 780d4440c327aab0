package app

import "github.com/xiezhi/xiezhi/internal/policy"

// thresholds are those of an app; the defaults where there is no such app.
func (c *core) thresholds(id string) policy.Thresholds {
	app, _ := c.registry.App(id)
	return policy.ForApp(app)
}
