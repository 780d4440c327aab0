package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/xiezhi/xiezhi/internal/app"
	"github.com/xiezhi/xiezhi/internal/config"
	"github.com/xiezhi/xiezhi/internal/operator"
)

// The fleet's pace: a node that is gone comes back after the first, as under
// any supervisor, and has the second to end when the demo does.
const (
	nodeComesBackAfter = 5 * time.Second
	nodeEndsWithin     = 20 * time.Second
	maxNodes           = 9
)

// checkNodes refuses numbers of nodes that cannot be.
func (c demoCommand) checkNodes() error {
	switch {
	case c.Nodes < 1 || c.Nodes > maxNodes:
		return &config.Problem{Origin: "--nodes", Message: fmt.Sprintf("must be 1 to %d", maxNodes)}
	case c.Store == "" && c.Nodes > 1:
		return &config.Problem{Origin: "--nodes", Message: "several nodes share a PostgreSQL: name it by --store, or run `make run-nodes`, which brings its own"}
	case c.Store != "" && !strings.HasPrefix(c.Store, "postgres"):
		return &config.Problem{Origin: "--store", Message: "must be postgres://…; on SQLite the demo plays in --data"}
	}
	return nil
}

// checkStore refuses a database with apps that are not the demo's: it would
// declare people with known passwords there.
func (c demoCommand) checkStore(ctx context.Context, settings config.Settings, log *slog.Logger) error {
	if c.Store == "" {
		return nil
	}
	return app.Operate(ctx, settings, "demo", log, func(_ context.Context, o *operator.Operator) error {
		for _, one := range o.ListApps() {
			if !strings.HasPrefix(one.Name, "演示") {
				return &config.Problem{Origin: "--store", Message: fmt.Sprintf("this database has the app %q, which is not the demo's: name an empty one", one.ID)}
			}
		}
		return nil
	})
}

// fleet is several servers on one store, each a process of its own that may be
// killed, with a balancer before them.
type fleet struct {
	settings config.Settings
	log      *os.File
	say      func(string)
	front    *front
}

func newFleet(settings config.Settings, nodes int, log *os.File, say func(string)) *fleet {
	return &fleet{settings: settings, log: log, say: say, front: newFront(settings.Listen, nodes)}
}

// run keeps the nodes up until ctx ends. Started is called when all serve.
func (f *fleet) run(ctx context.Context, started func()) (err error) {
	for _, n := range f.front.nodes {
		if n.address, err = freeLoopback(ctx, "127.0.0.1:0"); err != nil {
			return err
		}
	}
	var keeping sync.WaitGroup
	ctx, stop := context.WithCancelCause(ctx)
	defer func() {
		stop(nil)
		keeping.Wait()
		err = errors.Join(err, f.front.stop())
	}()
	for number, n := range f.front.nodes {
		keeping.Go(func() { f.keep(ctx, number+1, n) })
	}
	if err := f.front.start(ctx, stop); err != nil {
		return err
	}
	if f.front.wait(ctx) {
		for number, n := range f.front.nodes {
			f.say(fmt.Sprintf("节点 %d：    http://%s，进程 %d；kill -9 %d 试试，什么都不会丢", number+1, n.address, n.pid.Load(), n.pid.Load()))
		}
		started()
	}
	<-ctx.Done()
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
		return cause
	}
	return nil
}

// keep starts a node, and starts it again when it is gone.
func (f *fleet) keep(ctx context.Context, number int, n *node) {
	for again := false; ctx.Err() == nil; again = true {
		err := f.serve(ctx, n, func() {
			if again {
				f.say(fmt.Sprintf("节点 %d 回来了：进程 %d", number, n.pid.Load()))
			}
		})
		if ctx.Err() != nil {
			return
		}
		f.say(fmt.Sprintf("节点 %d 停了（%v），%v 后重新启动；它手里的事由别的节点接着做", number, ended(err), nodeComesBackAfter))
		select {
		case <-ctx.Done():
		case <-time.After(nodeComesBackAfter):
		}
	}
}

func ended(err error) string {
	if err == nil {
		return "exit status 0"
	}
	return err.Error()
}

// serve runs one server until it ends; the end of ctx asks it to.
func (f *fleet) serve(ctx context.Context, n *node, started func()) error {
	runtime.LockOSThread() // the child lives as long as the thread that started it
	defer runtime.UnlockOSThread()
	program, err := os.Executable()
	if err != nil {
		return err
	}
	command := exec.CommandContext(ctx, program, "serve") //nolint:gosec // it is ourselves
	command.Env = f.environment(n)
	command.Stdout, command.Stderr = f.log, f.log
	command.SysProcAttr = endsWithUs()
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	command.WaitDelay = nodeEndsWithin
	if err := command.Start(); err != nil {
		return err
	}
	n.pid.Store(int64(command.Process.Pid))
	started()
	return command.Wait()
}

// environment is ours without settings that are meant for real servers, and
// with the node's. An address with a password is nothing for a command line.
func (f *fleet) environment(n *node) []string {
	var names []string
	for _, key := range config.Keys() {
		names = append(names, config.Variable(key)+"=")
	}
	names = append(names, "XIEZHI_CONFIG=", "XIEZHI_APPLY=")
	given := slices.DeleteFunc(os.Environ(), func(one string) bool {
		return slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(one, name) })
	})
	for key, value := range map[string]string{
		"store": f.settings.Store, "data": f.settings.Data, "listen": n.address, "public_url": "http://" + f.settings.Listen,
		"trusted_proxies": "127.0.0.0/8,::1", "drain_delay": "1s",
	} {
		given = append(given, config.Variable(key)+"="+value)
	}
	return given
}
