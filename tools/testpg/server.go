//go:build unix

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// server is a running PostgreSQL in a folder of its own.
type server struct {
	folder   string // temporary, with the data and the log
	port     int    // on the loopback
	settings []string
	process  *exec.Cmd
	who      *syscall.Credential
	ended    chan struct{} // closed when the process has ended
	exit     error         // how it ended; to be read only then
}

// settings suit many packages that connect at once.
var settings = []string{
	"max_connections=300", "listen_addresses=127.0.0.1", "unix_socket_directories=", "jit=off", "log_min_messages=fatal",
}

// A test's data need not survive; what is measured must.
var (
	careless = []string{"fsync=off", "full_page_writes=off", "shared_buffers=64MB"}
	careful  = []string{"fsync=on", "full_page_writes=on", "synchronous_commit=on", "shared_buffers=256MB"}
)

// settingsFor is everything the server is told.
func settingsFor(durable bool) []string {
	if durable {
		return slices.Concat(careful, settings)
	}
	return slices.Concat(careless, settings)
}

const startLimit = time.Minute

// portAttempts: somebody may take the free port before the server does.
const portAttempts = 3

var errEnded = errors.New("postgres ended at once")

// start makes a data folder and a server on it, and waits until it answers.
func start(ctx context.Context, bin programs, durable bool) (*server, error) {
	who, err := unprivileged()
	if err != nil {
		return nil, err
	}
	s := &server{settings: settingsFor(durable), who: who}
	parent := "" // the system's
	if who != nil {
		parent = "/tmp" // he may not reach root's own
	}
	if s.folder, err = os.MkdirTemp(parent, "xiezhi-postgres-"); err != nil {
		return nil, err
	}
	if err := s.begin(ctx, bin, who); err != nil {
		return nil, errors.Join(err, s.stop())
	}
	return s, nil
}

func (s *server) begin(ctx context.Context, bin programs, who *syscall.Credential) error {
	if who != nil {
		if err := os.Chown(s.folder, int(who.Uid), int(who.Gid)); err != nil {
			return err
		}
	}
	if err := s.initialise(ctx, bin, who); err != nil {
		return err
	}
	var err error
	for range portAttempts {
		if s.port, err = freePort(); err != nil {
			return err
		}
		if err = s.launch(bin, who); err != nil {
			return err
		}
		if err = s.await(ctx); !errors.Is(err, errEnded) {
			return err
		}
	}
	return err
}

func (s *server) initialise(ctx context.Context, bin programs, who *syscall.Credential) error {
	c := exec.CommandContext(ctx, filepath.Join(bin.dir, "initdb"),
		"--pgdata", s.data(), "--username", "postgres", "--auth", "trust",
		"--encoding", "UTF8", "--locale", "C", "--no-sync", "--no-instructions")
	s.prepare(c, bin, who)
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, bytes.TrimSpace(out))
	}
	return nil
}

func (s *server) data() string { return filepath.Join(s.folder, "data") }

// prepare makes the command run in the temporary folder, as somebody
// PostgreSQL accepts, and die with us. Terminal signals are ours to handle.
func (s *server) prepare(c *exec.Cmd, bin programs, who *syscall.Credential) {
	c.Dir = s.folder
	c.Env = append(os.Environ(), bin.env...)
	c.SysProcAttr = dieWithUs()
	c.SysProcAttr.Setpgid = true
	c.SysProcAttr.Credential = who
}

// launch starts the server on a thread that lives as long as the server:
// Linux kills the child when the *thread* that made it ends.
func (s *server) launch(bin programs, who *syscall.Credential) error {
	args := []string{"-D", s.data(), "-p", strconv.Itoa(s.port)}
	for _, setting := range s.settings {
		args = append(args, "-c", setting)
	}
	log, err := os.Create(filepath.Join(s.folder, "log"))
	if err != nil {
		return err
	}
	defer log.Close()
	s.process = exec.Command(filepath.Join(bin.dir, "postgres"), args...)
	s.process.Stdout, s.process.Stderr = log, log
	s.prepare(s.process, bin, who)
	s.ended = make(chan struct{})
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		err := s.process.Start()
		started <- err
		if err == nil {
			s.exit = s.process.Wait()
			close(s.ended)
		}
	}()
	return <-started
}

// await returns when the server takes connections.
func (s *server) await(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for {
		if conn, err := pgx.Connect(ctx, s.address()); err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-ticker.C:
		case <-s.ended:
			return fmt.Errorf("%w\n%s", errors.Join(errEnded, s.exit), s.log())
		case <-ctx.Done():
			return fmt.Errorf("postgres does not answer: %w\n%s", ctx.Err(), s.log())
		}
	}
}

// revive starts the server again whenever it has ended, until the function that
// it returns is called; only then may the server be stopped.
func (s *server) revive(bin programs) (leave func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var reviving sync.WaitGroup
	reviving.Go(func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-s.ended:
			}
			say("PostgreSQL ended and is started again")
			err := s.launch(bin, s.who)
			if err == nil {
				err = s.await(ctx)
			}
			if err != nil && !errors.Is(err, errEnded) {
				say("%v", err)
				return
			}
		}
	})
	return func() { cancel(); reviving.Wait() }
}

func (s *server) log() []byte {
	text, _ := os.ReadFile(filepath.Join(s.folder, "log")) // best effort: it explains another error
	return bytes.TrimSpace(text)
}

func (s *server) address() string {
	return fmt.Sprintf("postgres://postgres@127.0.0.1:%d/postgres?sslmode=disable", s.port)
}

// stop ends the server – at once, for nobody needs its data – and removes the
// folder.
func (s *server) stop() error {
	if s.process != nil && s.process.Process != nil {
		_ = s.process.Process.Signal(syscall.SIGQUIT) // it may have ended
		select {
		case <-s.ended:
		case <-time.After(grace):
			_ = s.process.Process.Kill()
			<-s.ended
		}
	}
	return os.RemoveAll(s.folder)
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}
