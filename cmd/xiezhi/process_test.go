package main

import (
	"context"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
)

// asProgram makes the test binary behave as xiezhi itself, so that the tests
// run the real program in a process of its own, which they may kill.
const asProgram = "XIEZHI_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// program returns a command that runs xiezhi with the arguments.
func program(ctx context.Context, args ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, os.Args[0], args...)
	command.Env = append(os.Environ(), asProgram+"=1")
	return command
}

// server is a xiezhi process on a store and a port of its own.
type server struct {
	t     *testing.T
	base  string
	args  []string
	store string
	log   logWatch

	mu      sync.Mutex
	command *exec.Cmd
}

// onEngines runs a test against a server on each engine, side by side.
// Declare is called once per engine for the declared file.
func onEngines(t *testing.T, declare func(t *testing.T) string, run func(t *testing.T, s *server)) {
	t.Helper()
	engines := map[string]func(t *testing.T) string{
		"sqlite":   func(t *testing.T) string { return storetest.SQLite(t).Address },
		"postgres": func(t *testing.T) string { return storetest.Postgres(t).Address },
	}
	for name, address := range engines {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, startServer(t, address(t), declare(t)))
		})
	}
}

func startServer(t *testing.T, store, declared string, more ...string) *server {
	t.Helper()
	data := t.TempDir()
	file := filepath.Join(data, "declared.yaml")
	if err := os.WriteFile(file, []byte(declared), 0o600); err != nil {
		t.Fatal(err)
	}
	listen := freePort(t)
	s := &server{t: t, base: "http://" + listen, store: store,
		args: append([]string{"serve", "--data", data, "--store", store, "--listen", listen, "--apply", file}, more...)}
	s.start()
	t.Cleanup(s.kill)
	return s
}

// freePort finds a loopback address that nobody listens on now.
func freePort(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// start runs the program and waits until it is ready.
func (s *server) start() {
	s.t.Helper()
	command := program(context.Background(), s.args...)
	command.Env = append(command.Env, "XIEZHI_LOG_LEVEL=debug")
	output, err := command.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	command.Stderr = command.Stdout
	if err := command.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.log.reading.Go(func() { s.log.read(output) })
	s.mu.Lock()
	s.command = command
	s.mu.Unlock()
	eventually(s.t, 30*time.Second, "the server is ready", func() bool {
		answer, err := http.Get(s.base + "/readyz")
		if err != nil {
			return false
		}
		defer answer.Body.Close()
		return answer.StatusCode == http.StatusOK
	})
}

// kill is SIGKILL: the process gets no chance to tidy up. What it logged is held
// against what no log may say.
func (s *server) kill() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.command != nil {
		_ = s.command.Process.Kill()
		_ = s.command.Wait()
		s.command = nil
	}
	s.log.tell(s.t)
}

// eventually waits for a condition that depends on another process.
func eventually(t *testing.T, patience time.Duration, what string, condition func() bool) {
	t.Helper()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !condition() {
		select {
		case <-tick.C:
		case <-deadline.C:
			t.Fatalf("waited %s in vain: %s", patience, what)
		}
	}
}
