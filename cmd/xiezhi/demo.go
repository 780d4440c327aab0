package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/xiezhi/xiezhi/internal/app"
	"github.com/xiezhi/xiezhi/internal/config"
	"github.com/xiezhi/xiezhi/internal/sandbox"
)

// stopSandboxFor is how long the sandbox gets to end.
const stopSandboxFor = 5 * time.Second

type demoCommand struct {
	Listen        string        `placeholder:"ADDR" default:"127.0.0.1:8080" help:"Address of the server; loopback only."`
	SandboxListen string        `placeholder:"ADDR" default:"127.0.0.1:9100" help:"Address of the invented live app; loopback only."`
	Data          string        `placeholder:"DIR" help:"Keep the data in this folder; by default a fresh one that is removed at the end."`
	Users         int           `placeholder:"N" default:"300" help:"How many people use the invented app."`
	Pace          time.Duration `placeholder:"TIME" default:"400ms" help:"Mean time between two chat lines."`
	Seed          int64         `placeholder:"N" help:"The same seed invents the same people; by default another one each time."`
	Store         string        `placeholder:"ADDR" help:"Play on PostgreSQL: postgres://… of a database that nothing else uses."`
	Nodes         int           `placeholder:"N" default:"1" help:"How many servers share the PostgreSQL of --store, behind a balancer; kill one and see."`
}

// Run plays until it is told to stop. It takes no settings from the
// environment: a demo must not end up in a real store.
func (c demoCommand) Run(out io.Writer) (err error) {
	if err := c.checkNodes(); err != nil {
		return err
	}
	ctx, stop := interruptible()
	defer stop()
	for _, address := range []*string{&c.Listen, &c.SandboxListen} {
		if *address, err = freeLoopback(ctx, *address); err != nil {
			return err
		}
	}
	if c.Data == "" {
		if c.Data, err = os.MkdirTemp("", "xiezhi-demo-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(c.Data)) }()
	} else if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return err
	}
	logPath := filepath.Join(c.Data, "xiezhi.log")
	logFile, err := os.OpenFile(logPath, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, logFile.Close()) }()
	return c.play(ctx, out, logFile)
}

// freeLoopback refuses an address that others could reach, and one that is
// taken. Port 0 becomes one that is free.
func freeLoopback(ctx context.Context, address string) (string, error) {
	host, _, err := net.SplitHostPort(address)
	if ip := net.ParseIP(host); err != nil || host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return "", &config.Problem{Origin: "demo", Message: fmt.Sprintf(
			"%q: 演示只在本机回环地址上运行，例如 127.0.0.1:8080 (the demo listens on loopback only)", address)}
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return "", fmt.Errorf("地址 %s 用不了：%w。可用 --listen 或 --sandbox-listen 换一个端口，例如 --listen 127.0.0.1:18080", address, err)
	}
	return listener.Addr().String(), listener.Close()
}

func (c demoCommand) play(ctx context.Context, out io.Writer, logFile *os.File) error {
	file, err := app.ParseFile("demo", []byte(demoDeclaration(c.SandboxListen)))
	if err != nil {
		return err
	}
	settings := config.Default()
	settings.Listen, settings.Data, settings.Store = c.Listen, c.Data, c.Store
	log := newLogger(logFile, settings)
	if err := c.checkStore(ctx, settings, log); err != nil {
		return err
	}
	server, err := app.New(ctx, app.Config{Settings: settings, Declare: []*app.File{file}}, log)
	if err != nil {
		return err
	}
	if err := server.AddStarter(ctx, "demo"); err != nil {
		return errors.Join(err, server.Stop(ctx))
	}
	say := func(line string) { _, _ = fmt.Fprintln(out, line) }
	run := server.Run
	if c.Nodes > 1 {
		if err := server.Stop(ctx); err != nil { // it has made everything ready for others
			return err
		}
		run = newFleet(settings, c.Nodes, logFile, say).run
	}
	live := c.sandbox(say)
	var unplayed error
	playing, end := context.WithCancel(ctx)
	defer end()
	err = run(playing, func() {
		say(demoWelcome("http://"+c.Listen, c.SandboxListen, logFile.Name()))
		if unplayed = live.Start(ctx); unplayed != nil {
			end()
		}
	})
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopSandboxFor)
	defer cancel()
	err = errors.Join(unplayed, err, live.Stop(last))
	if err == nil {
		say("演示已结束。")
	}
	return err
}

func (c demoCommand) sandbox(say func(string)) *sandbox.Live {
	seed := c.Seed
	if seed == 0 {
		seed = time.Now().UnixNano()
	}
	return sandbox.New(sandbox.Options{
		Listen: c.SandboxListen, Target: "http://" + c.Listen, App: demoApp,
		TokenKey: demoTokenKey, ServerToken: demoServerToken, AuditApp: demoAuditApp, AuditKey: demoAuditKey,
		DialogueApp: demoTalkApp, DialogueKey: demoTalkKey,
		CloudKey: demoCloudKey, CloudSecret: demoCloudSecret, PartyKey: demoPartyKey, PartySecret: demoPartySecret,
		PairKey: demoPairKey, PairSecret: demoPairSecret,
		Users: c.Users, Pace: c.Pace, Seed: seed, Narrate: say,
	})
}
