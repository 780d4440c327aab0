//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

// node is a server process that may be killed and started again.
type node struct {
	name    string
	base    string // of its addresses
	admin   string // host:port of its metrics
	program string
	args    []string
	env     []string
	log     string // file

	mu      sync.Mutex
	command *exec.Cmd
	ended   chan struct{}
	exit    int
}

func freePort() (string, error) {
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer listener.Close()
	return listener.Addr().String(), nil
}

// newNode makes a node in a folder of its own.
func newNode(program, folder, name, store, key string, env []string, more ...string) (*node, error) {
	listen, err := freePort()
	if err != nil {
		return nil, err
	}
	admin, err := freePort()
	if err != nil {
		return nil, err
	}
	data := filepath.Join(folder, name)
	if err := os.MkdirAll(data, 0o700); err != nil {
		return nil, err
	}
	args := append([]string{"serve", "--data", data, "--store", store, "--listen", listen, "--admin-listen", admin, "--log-level", "warn"}, more...)
	return &node{
		name: name, base: "http://" + listen, admin: admin, program: program, args: args, log: filepath.Join(folder, name+".log"),
		env: append(append(os.Environ(), "XIEZHI_SECRET_KEY="+key), env...),
	}, nil
}

// start runs the program and waits until it answers that it lives.
func (n *node) start(ctx context.Context) error {
	if err := n.run(); err != nil {
		return err
	}
	return n.await(ctx, "/healthz")
}

func (n *node) run() error {
	log, err := os.OpenFile(n.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	n.mu.Lock()
	defer n.mu.Unlock()
	command := exec.Command(n.program, n.args...)
	command.Env, command.Stdout, command.Stderr = n.env, log, log
	if err := command.Start(); err != nil {
		return err
	}
	ended := make(chan struct{})
	n.command, n.ended = command, ended
	go func() {
		defer close(ended)
		_ = command.Wait() // the state says how it ended
		n.mu.Lock()
		defer n.mu.Unlock()
		n.exit = command.ProcessState.ExitCode()
	}()
	return nil
}

var prober = &http.Client{Timeout: 3 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}

// await asks until the answer is 200, the process has ended, or ctx ends.
func (n *node) await(ctx context.Context, path string) error {
	n.mu.Lock()
	ended := n.ended
	n.mu.Unlock()
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for {
		if status, _, err := fetch(n.base + path); err == nil && status == http.StatusOK {
			return nil
		}
		select {
		case <-ticker.C:
		case <-ended:
			return fmt.Errorf("%s ended by itself, see %s", n.name, n.log)
		case <-ctx.Done():
			return fmt.Errorf("%s does not answer %s: %w", n.name, path, ctx.Err())
		}
	}
}

func fetch(address string) (status int, body []byte, err error) {
	answer, err := prober.Get(address)
	if err != nil {
		return 0, nil, err
	}
	defer answer.Body.Close()
	body, err = io.ReadAll(answer.Body)
	return answer.StatusCode, body, err
}

// signal sends one to the process.
func (n *node) signal(s syscall.Signal) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.command != nil {
		_ = n.command.Process.Signal(s) // it may have ended
	}
}

// kill ends the process without a chance to tidy up, and waits for its end.
func (n *node) kill() {
	n.signal(syscall.SIGKILL)
	n.wait()
}

// terminate asks the process to end; it has to, in good time and with code 0.
func (n *node) terminate(patience time.Duration) error {
	n.signal(syscall.SIGTERM)
	timer := time.AfterFunc(patience, n.kill)
	n.wait()
	if !timer.Stop() {
		return errors.New(n.name + " did not end when it was told to")
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.exit != 0 {
		return fmt.Errorf("%s was told to end and ended with %d, see %s", n.name, n.exit, n.log)
	}
	return nil
}

func (n *node) wait() {
	n.mu.Lock()
	ended := n.ended
	n.mu.Unlock()
	if ended != nil {
		<-ended
	}
}
