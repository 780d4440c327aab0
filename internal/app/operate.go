package app

import (
	"context"
	"log/slog"
	"os/user"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/config"
	"github.com/xiezhi/xiezhi/internal/operator"
)

// Operate opens the store that the settings name, beside a server that may be
// running on it, and has do work there. The audit log names the user of this
// machine, and the command.
func Operate(ctx context.Context, settings config.Settings, command string, log *slog.Logger,
	do func(ctx context.Context, o *operator.Operator) error) (err error) {
	c, err := openCore(ctx, settings, false, log)
	if err != nil {
		return err
	}
	defer func() {
		if closed := c.close(); err == nil {
			err = closed
		}
	}()
	actor := auditlog.Actor{Kind: auditlog.CLI, Via: "xiezhi " + command}
	if who, err := user.Current(); err == nil {
		actor.Name = who.Username
	}
	return do(auditlog.WithActor(ctx, actor), &operator.Operator{
		Store: c.store, Staff: c.staff, Tokens: c.keys, Apps: c.registry, Keyring: c.keyring, Now: c.now,
	})
}
