package main

import (
	"context"
	"os"
	"time"

	"github.com/xiezhi/xiezhi/internal/app"
)

type readyCommand struct {
	Config  string        `short:"c" placeholder:"FILE" env:"XIEZHI_CONFIG" help:"The server's settings."`
	Listen  string        `placeholder:"ADDR" help:"Where the server listens; 127.0.0.1:8080 by default ($$XIEZHI_LISTEN)."`
	Timeout time.Duration `default:"5s" help:"How long it may take to answer."`
}

// Run asks the server of this machine.
func (c readyCommand) Run() error {
	cfg, err := app.Load(c.Config, os.LookupEnv, given([]flag{{"listen", "--listen", c.Listen}}))
	if err != nil {
		return err
	}
	return app.AskReady(context.Background(), cfg.Settings, c.Timeout)
}
