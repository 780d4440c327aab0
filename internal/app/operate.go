package app

import (
	"context"
	"log/slog"

	"github.com/xiezhi/xiezhi/internal/config"
	"github.com/xiezhi/xiezhi/internal/erasure"
	"github.com/xiezhi/xiezhi/internal/operator"
	"github.com/xiezhi/xiezhi/internal/staff"
)

// Operate opens the store that the settings name, beside a server that may be
// running on it, and has do work there. The audit log names the user of this
// machine, and the command.
func Operate(ctx context.Context, settings config.Settings, command string, log *slog.Logger,
	do func(ctx context.Context, o *operator.Operator) error) (err error) {
	c, err := openCore(ctx, settings, false, nil, log)
	if err != nil {
		return err
	}
	defer func() {
		if closed := c.close(); err == nil {
			err = closed
		}
	}()
	return do(byCommand(ctx, "xiezhi "+command), c.operator())
}

func (c *core) operator() *operator.Operator {
	return &operator.Operator{
		Store: c.store, Staff: c.staff, Tokens: c.keys, Apps: c.registry, Words: c.words, Screen: c.screen, Rules: c.rules, Learn: c.learn, Replays: c.replays, Keyring: c.keyring, Now: c.now,
		Erasure:  &erasure.Service{Store: c.store, Now: c.now},
		Sessions: staff.NewSessions(staff.SessionOptions{Store: c.store, Now: c.now}),
	}
}
