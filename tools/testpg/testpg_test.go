//go:build unix

package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

func TestExitCodeIsTheCommands(t *testing.T) {
	t.Parallel()
	for script, want := range map[string]int{"exit 0": 0, "exit 1": 1, "exit 7": 7, "kill -9 $$": 1} {
		if code, err := command(context.Background(), []string{"sh", "-c", script}); code != want || err != nil {
			t.Errorf("%q ended with %d, %v; want %d", script, code, err, want)
		}
	}
	if code, err := command(context.Background(), []string{"/nowhere/at/all"}); code == 0 || err == nil {
		t.Errorf("a command that does not exist ended with %d, %v", code, err)
	}
}

func TestWithoutACommandThereIsNothingToRun(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"--"}, {"-durable"}, {"-durable", "--"}, {"-durable", "-revive", "--"}} {
		if code, err := run(args); code != 2 || err == nil {
			t.Errorf("%q ended with %d, %v", args, code, err)
		}
	}
}

func TestAWrapperThatDoesNotRunIsNoServer(t *testing.T) {
	t.Parallel()
	broken, old, other := t.TempDir(), t.TempDir(), t.TempDir()
	script(t, broken, "exit 1")
	script(t, old, `echo "postgres (PostgreSQL) 14.9"`)
	script(t, other, `echo "another program 17"`)
	if found, ok := best(context.Background(), []string{broken, old, other, "/nowhere"}, nil); ok {
		t.Fatalf("took %v for a server", found)
	}
	newer, newest := t.TempDir(), t.TempDir()
	script(t, newer, `echo "postgres (PostgreSQL) 15.3 (Debian)"`)
	script(t, newest, `echo "postgres (PostgreSQL) 17.0"`)
	found, ok := best(context.Background(), []string{newer, newest, broken}, nil)
	if !ok || found.dir != newest || found.major != 17 {
		t.Fatalf("chose %v", found)
	}
}

func script(t *testing.T, dir, text string) {
	t.Helper()
	for _, name := range []string{"initdb", "postgres"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+text+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
}

func TestADurableServerSyncs(t *testing.T) {
	t.Parallel()
	for durable, want := range map[bool]string{true: "on", false: "off"} {
		if got := settingsFor(durable); !slices.Contains(got, "fsync="+want) || !slices.Contains(got, "jit=off") {
			t.Errorf("durable %v is started with %q", durable, got)
		}
	}
}

func TestServerAnswersAndLeavesNothing(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	bin, err := find(ctx)
	if err != nil {
		t.Fatal(err)
	}
	s, err := start(ctx, bin, false)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(ctx, s.address())
	if err != nil {
		t.Fatal(err)
	}
	var encoding string
	if err := conn.QueryRow(ctx, "SHOW server_encoding").Scan(&encoding); err != nil || encoding != "UTF8" {
		t.Errorf("the server's encoding is %q, %v", encoding, err)
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(s.folder); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%s is still there: %v", s.folder, err)
	}
	if err := s.process.Process.Signal(syscall.Signal(0)); !errors.Is(err, os.ErrProcessDone) {
		t.Errorf("the server still runs: %v", err)
	}
	_ = conn.Close(ctx)
}

func TestAServerThatIsKilledComesBackWithItsData(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	bin, err := find(ctx)
	if err != nil {
		t.Fatal(err)
	}
	s, err := start(ctx, bin, true)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.stop(); err != nil {
			t.Error(err)
		}
	}()
	conn, err := pgx.Connect(ctx, s.address())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(ctx, "CREATE TABLE kept AS SELECT 7 AS number"); err != nil {
		t.Fatal(err)
	}
	defer s.revive(bin)()
	if err := s.process.Process.Signal(syscall.SIGQUIT); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.WaitForNotification(ctx); err == nil { // returns when the connection ends
		t.Error("the server notified us of something")
	}
	var number int
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for deadline := time.Now().Add(startLimit); number == 0 && time.Now().Before(deadline); <-ticker.C {
		if again, err := pgx.Connect(ctx, s.address()); err == nil {
			err = again.QueryRow(ctx, "SELECT number FROM kept").Scan(&number)
			_ = errors.Join(err, again.Close(ctx)) // it may be on its way down still
		}
	}
	if number != 7 {
		t.Errorf("it kept %d", number)
	}
}
