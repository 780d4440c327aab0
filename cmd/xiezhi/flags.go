package main

import (
	"cmp"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/xiezhi/xiezhi/internal/app"
	"github.com/xiezhi/xiezhi/internal/config"
)

// storeFlags say where everything is kept.
type storeFlags struct {
	Config string `short:"c" placeholder:"FILE" env:"XIEZHI_CONFIG" help:"Settings; config.example.yaml describes them all."`
	Data   string `placeholder:"DIR" help:"Folder of the database and the secret key; ./data by default ($$XIEZHI_DATA)."`
	Store  string `placeholder:"ADDR" help:"postgres://… or sqlite:PATH; SQLite in the data folder by default ($$XIEZHI_STORE)."`
}

// logFlags say what is logged.
type logFlags struct {
	LogLevel  string `placeholder:"LEVEL" help:"debug, info (default), warn or error ($$XIEZHI_LOG_LEVEL)."`
	LogFormat string `placeholder:"FORMAT" help:"text (default) or json ($$XIEZHI_LOG_FORMAT)."`
}

// flag is a setting as a flag gives it; an empty one was not given.
type flag struct{ key, name, value string }

func (f storeFlags) list() []flag {
	return []flag{{"data", "--data", f.Data}, {"store", "--store", f.Store}}
}

func (f logFlags) list() []flag {
	return []flag{{"log_level", "--log-level", f.LogLevel}, {"log_format", "--log-format", f.LogFormat}}
}

func given(flags []flag) []config.Assignment {
	var list []config.Assignment
	for _, f := range flags {
		if f.value != "" {
			list = append(list, config.Assignment{Key: f.key, Value: f.value, Origin: f.name})
		}
	}
	return list
}

// newLogger logs as the settings say, which are checked.
func newLogger(out io.Writer, settings config.Settings) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(settings.LogLevel)) // a level that is allowed always reads
	options := &slog.HandlerOptions{Level: level}
	if settings.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(out, options))
	}
	return slog.New(slog.NewTextHandler(out, options))
}

type applyCommand struct {
	storeFlags `embed:""`
	logFlags   `embed:""`

	File string `short:"f" required:"" placeholder:"FILE" help:"What to declare: apps, staff, lists, words, and settings that all processes share."`
}

// Run applies the file. Where no --config says where the store is, the file
// itself may.
func (c applyCommand) Run(out io.Writer) error {
	file, err := app.ReadFile(c.File)
	if err != nil {
		return err
	}
	settings, err := app.Load(cmp.Or(c.Config, c.File), os.LookupEnv, given(append(c.storeFlags.list(), c.logFlags.list()...)))
	if err != nil {
		return err
	}
	ctx, stop := interruptible()
	defer stop()
	log := newLogger(os.Stderr, settings.Settings)
	return app.Apply(ctx, settings.Settings, file, log, func(line string) { _, _ = fmt.Fprintln(out, line) })
}
