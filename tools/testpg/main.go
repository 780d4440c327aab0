//go:build unix

// Command testpg runs a command with a private PostgreSQL server of its own:
//
//	go run ./tools/testpg -- go test ./...
//
// It finds the server's programs or fetches them, starts a server in a
// temporary folder, tells the command where it is in XIEZHI_TEST_POSTGRES,
// and leaves nothing behind. The exit code is the command's. Where the variable
// is set already, the command is run with that server.
//
// With -durable the server syncs what it commits, as a real one does: tests
// need no such server, benchmarks do. With -revive a server that ends, because
// the command killed it, is started again on the same data and port.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"
)

// variable tells the tests where the server is.
const variable = "XIEZHI_TEST_POSTGRES"

func main() {
	code, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "testpg:", err)
		code = max(code, 1)
	}
	os.Exit(code)
}

func run(args []string) (code int, err error) {
	args, durable := flagged(args, "-durable")
	args, revive := flagged(args, "-revive")
	args, _ = flagged(args, "--")
	if len(args) == 0 {
		return 2, errors.New("usage: testpg [-durable] [-revive] -- command [argument …]")
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if os.Getenv(variable) != "" {
		return command(ctx, args)
	}
	bin, err := find(ctx)
	if err != nil {
		return 1, err
	}
	say("PostgreSQL %d from %s", bin.major, bin.dir)
	s, err := start(ctx, bin, durable)
	if err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	if revive {
		defer s.revive(bin)()
	}
	if err := os.Setenv(variable, s.address()); err != nil {
		return 1, err
	}
	return command(ctx, args)
}

// flagged takes a flag off the front.
func flagged(args []string, name string) (rest []string, given bool) {
	if len(args) > 0 && args[0] == name {
		return args[1:], true
	}
	return args, false
}

// grace is how long the command may take to end after a signal.
const grace = 10 * time.Second

// command runs what the caller asked for. A signal to testpg is passed on to
// it, and it has a moment to end by itself.
func command(ctx context.Context, args []string) (int, error) {
	c := exec.CommandContext(ctx, args[0], args[1:]...)
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	c.Cancel = func() error { return c.Process.Signal(syscall.SIGTERM) }
	c.WaitDelay = grace
	err := c.Run()
	var exited *exec.ExitError
	switch {
	case errors.Is(ctx.Err(), context.Canceled): // by a signal
		return 130, nil
	case errors.As(err, &exited):
		return max(exited.ExitCode(), 1), nil
	case err != nil:
		return 1, err
	}
	return 0, nil
}

func say(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "testpg: "+format+"\n", args...)
}
