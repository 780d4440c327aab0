package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"

	"github.com/xiezhi/xiezhi/internal/app"
)

type serveCommand struct {
	storeFlags   `embed:""`
	logFlags     `embed:""`
	clusterFlags `embed:""`

	Listen        string   `placeholder:"ADDR" help:"Address to listen on; 127.0.0.1:8080 by default ($$XIEZHI_LISTEN)."`
	AdminListen   string   `placeholder:"ADDR" help:"Address of /metrics and pprof; none by default ($$XIEZHI_ADMIN_LISTEN)."`
	PublicURL     string   `placeholder:"URL" help:"How people reach the server, when a proxy is in front ($$XIEZHI_PUBLIC_URL)."`
	TLSCert       string   `name:"tls-cert" placeholder:"FILE" help:"PEM certificate; with --tls-key the server speaks https ($$XIEZHI_TLS_CERT)."`
	TLSKey        string   `name:"tls-key" placeholder:"FILE" help:"PEM key ($$XIEZHI_TLS_KEY)."`
	DrainDelay    string   `placeholder:"TIME" help:"How long to go on serving, not ready, when told to stop; 5s on PostgreSQL, 0s on SQLite by default ($$XIEZHI_DRAIN_DELAY)."`
	TraceEndpoint string   `placeholder:"URL" help:"OTLP/HTTP receiver of traces, as http://127.0.0.1:4318; none by default ($$XIEZHI_TRACE_ENDPOINT)."`
	TraceSample   string   `placeholder:"PART" help:"The part of the traces that is recorded, 0 to 1; 0.01 by default ($$XIEZHI_TRACE_SAMPLE)."`
	Apply         []string `placeholder:"FILE" sep:"none" env:"XIEZHI_APPLY" help:"Apply what the file declares before serving. May be repeated."`
}

// Run serves until it is told to stop.
func (c serveCommand) Run(out io.Writer) error {
	flags := slices.Concat(c.storeFlags.list(), c.logFlags.list(), c.clusterFlags.list())
	flags = append(flags, flag{"listen", "--listen", c.Listen}, flag{"admin_listen", "--admin-listen", c.AdminListen},
		flag{"public_url", "--public-url", c.PublicURL}, flag{"tls_cert", "--tls-cert", c.TLSCert}, flag{"tls_key", "--tls-key", c.TLSKey},
		flag{"drain_delay", "--drain-delay", c.DrainDelay},
		flag{"trace.endpoint", "--trace-endpoint", c.TraceEndpoint}, flag{"trace.sample", "--trace-sample", c.TraceSample})
	cfg, err := app.Load(c.Config, os.LookupEnv, given(flags))
	if err != nil {
		return err
	}
	cfg.Version, cfg.Now = versionText(), clock()
	log := newLogger(os.Stderr, cfg.Settings)
	for _, path := range c.Apply {
		file, err := app.ReadFile(path)
		if err != nil {
			return err
		}
		if own := file.OwnSettings(); len(own) > 0 {
			log.Warn("these settings count in --config only", "file", path, "settings", strings.Join(own, ", "))
		}
		cfg.Declare = append(cfg.Declare, file)
	}
	ctx, stop := interruptible()
	defer stop()
	return serve(ctx, cfg, log, out)
}

// serve runs an app and, where nobody has an account yet, prints how to make
// the first one.
func serve(ctx context.Context, cfg app.Config, log *slog.Logger, out io.Writer) error {
	if os.Getenv("GOGC") == "" {
		go app.CollectRarely(ctx)
	}
	server, err := app.New(ctx, cfg, log)
	if err != nil {
		return err
	}
	return server.Run(ctx, func() {
		log.Info("serving", "url", server.URL()+"/", "version", versionText())
		link, err := server.SetUpLink(ctx)
		if err != nil {
			log.Error("no set-up link", "error", err)
		}
		if link != "" {
			_, _ = fmt.Fprintln(out, "首次启动：请打开此一次性链接创建管理员账号 (one-time set-up link):", link)
		}
		debug.FreeOSMemory() // what starting took, half of all that is held
	})
}

// interruptible ends the context at the first SIGINT or SIGTERM. The second
// ends the process at once.
func interruptible() (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}
