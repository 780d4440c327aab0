package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	live "github.com/xiezhi/xiezhi/internal/sandbox"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
)

// once runs the program to its end.
func once(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	command := program(t.Context(), args...)
	command.Dir = t.TempDir()
	var out, errs bytes.Buffer
	command.Stdout, command.Stderr = &out, &errs
	err := command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return command.ProcessState.ExitCode(), out.String(), errs.String()
}

func writeFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "declared.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestExitCodes(t *testing.T) {
	t.Parallel()
	unknown := writeFile(t, "apps:\n  - id: live\n    uplos: {}\n")
	blocker := writeFile(t, "not a folder")
	cases := []struct {
		args []string
		code int
		says string // on standard error, or on standard output for code 0
	}{
		{[]string{"version"}, 0, "xiezhi "},
		{[]string{"--help"}, 0, "Commands:"},
		{nil, 0, "Commands:"},
		{[]string{"serve", "--help"}, 0, "XIEZHI_LISTEN"},
		{[]string{"sevre"}, exitUsage, "--help"},
		{[]string{"serve", "--lissten", ":1"}, exitUsage, "--listen"},
		{[]string{"serve", "--listen", "nowhere"}, exitUsage, "--listen: must be an address"},
		{[]string{"serve", "--store", "mysql://x"}, exitUsage, "--store: must be postgres://"},
		{[]string{"serve", "--config", "missing.yaml"}, exitUsage, "missing.yaml"},
		{[]string{"serve", "--config", unknown}, exitUsage, unknown + ":3: apps[0].uplos: unknown key; did you mean uplus?"},
		{[]string{"apply", "-f", unknown}, exitUsage, unknown + ":3: apps[0].uplos: unknown key; did you mean uplus?"},
		{[]string{"apply"}, exitUsage, "--file"},
		{[]string{"serve", "--data", blocker + "/x", "--listen", "127.0.0.1:0"}, exitFailed, "cannot make the folder"},
		{[]string{"demo", "--listen", "0.0.0.0:8080"}, exitUsage, "回环"},
		{[]string{"demo", "--sandbox-listen", "10.0.0.1:80"}, exitUsage, "回环"},
		{[]string{"demo", "--nodes", "3"}, exitUsage, "make run-nodes"},
		{[]string{"demo", "--nodes", "0"}, exitUsage, "--nodes: must be 1 to 9"},
		{[]string{"demo", "--store", "sqlite:x.db"}, exitUsage, "--store: must be postgres://"},
	}
	for _, c := range cases {
		t.Run(strings.Join(c.args, " "), func(t *testing.T) {
			t.Parallel()
			code, stdout, stderr := once(t, c.args...)
			if said := map[bool]string{true: stdout, false: stderr}[c.code == 0]; code != c.code || !strings.Contains(said, c.says) {
				t.Errorf("exit %d\n%s%s", code, stdout, stderr)
			}
		})
	}
}

func TestApplyPrintsWhatChanged(t *testing.T) {
	t.Parallel()
	data, file := t.TempDir(), writeFile(t, declaration("http://127.0.0.1:9100/xxxApp/api", 1))
	code, stdout, stderr := once(t, "apply", "-f", file, "--data", data)
	if code != 0 || !strings.Contains(stdout, "app live: created\n") || !strings.Contains(stdout, "staff r1: created\n") {
		t.Fatalf("exit %d\n%s%s", code, stdout, stderr)
	}
	if strings.Contains(stdout+stderr, serverToken) || strings.Contains(stdout+stderr, password) {
		t.Error("a secret is printed")
	}
	if code, stdout, _ := once(t, "apply", "-f", file, "--data", data); code != 0 || stdout != "nothing to change\n" {
		t.Errorf("again: exit %d, %q", code, stdout)
	}
}

// child is a running xiezhi whose standard output is read line by line.
type child struct {
	command *exec.Cmd
	lines   chan string
	stderr  bytes.Buffer
}

func startChild(t *testing.T, args ...string) *child {
	t.Helper()
	c := &child{command: program(t.Context(), args...), lines: make(chan string, 1000)}
	c.command.Stderr = &c.stderr
	output, err := c.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.command.Start(); err != nil {
		t.Fatal(err)
	}
	go c.read(output)
	return c
}

func (c *child) read(output io.Reader) {
	defer close(c.lines)
	for scanner := bufio.NewScanner(output); scanner.Scan(); {
		c.lines <- scanner.Text()
	}
}

// line waits for a line that has the text.
func (c *child) line(t *testing.T, text string) string {
	t.Helper()
	patience := time.NewTimer(60 * time.Second)
	defer patience.Stop()
	for {
		select {
		case line, more := <-c.lines:
			if strings.Contains(line, text) {
				return line
			}
			if !more {
				_ = c.command.Wait()
				t.Fatalf("it ended without %q: %s", text, c.stderr.String())
			}
		case <-patience.C:
			t.Fatalf("no line with %q", text)
		}
	}
}

// terminate is what a service manager does.
func (c *child) terminate(t *testing.T) {
	t.Helper()
	if err := c.command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for range c.lines { // until its output ends; only then may it be waited for
		continue
	}
	if err := c.command.Wait(); err != nil {
		t.Errorf("it did not end well: %v\n%s", err, c.stderr.String())
	}
}

func TestServeFirstStartAndStop(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	c := startChild(t, "serve", "--data", data, "--listen", "127.0.0.1:0")
	link := c.line(t, "/console/setup?token=")
	if !strings.Contains(link, "http://127.0.0.1:") {
		t.Errorf("the link is %q", link)
	}
	code, _, stderr := once(t, "serve", "--data", data, "--listen", "127.0.0.1:0")
	if code != exitFailed || !strings.Contains(stderr, "another process serves") {
		t.Errorf("a second server: exit %d, %s", code, stderr)
	}
	c.terminate(t)
	if _, err := os.Stat(filepath.Join(data, "xiezhi.db")); err != nil {
		t.Error(err)
	}
}

func TestDemoWantsADatabaseOfItsOwn(t *testing.T) {
	t.Parallel()
	s := startServer(t, storetest.Postgres(t).Address, "apps: [{id: shop, name: 直播商店}]\n")
	code, _, stderr := once(t, "demo", "--store", s.store, "--data", s.args[2], "--listen", freePort(t), "--sandbox-listen", freePort(t))
	if code != exitUsage || !strings.Contains(stderr, `the app "shop"`) {
		t.Errorf("exit %d, %s", code, stderr)
	}
}

func TestDemoPlays(t *testing.T) {
	t.Parallel()
	listen, sandbox := freePort(t), freePort(t)
	c := startChild(t, "demo", "--listen", listen, "--sandbox-listen", sandbox, "--users", "60", "--pace", "20ms", "--seed", "7")
	if first := <-c.lines; !strings.Contains(first, "http://"+listen+"/console/") {
		t.Errorf("the first line is %q", first)
	}
	c.line(t, "密码 "+demoPassword)
	log := strings.TrimSpace(strings.TrimPrefix(c.line(t, "服务日志"), "服务日志："))
	c.line(t, "〔举报〕")
	c.line(t, "〔待审〕")

	code, _, stderr := once(t, "demo", "--listen", listen)
	if code != exitFailed || !strings.Contains(stderr, "--listen") {
		t.Errorf("a second demo: exit %d, %s", code, stderr)
	}

	browser := newClient(t, "http://"+listen)
	answer, err := browser.http.PostForm("http://"+listen+"/login", url.Values{"username": {"reviewer1"}, "password": {demoPassword}})
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if e := browser.get("/report/remain"); !e.ok() {
		t.Errorf("what waits, after the log-in: %s", e)
	}
	for path, user := range map[string]string{"/user/risk": live.RiskUser, "/user/special": live.ProtectedUser} {
		if e := browser.get(path + "?user_id=" + user); !e.ok() || !strings.Contains(string(e.Data), user) {
			t.Errorf("%s, of user %s: %s", path, user, e)
		}
	}
	c.terminate(t)
	if _, err := os.Stat(log); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the demo's folder is left: %v", err)
	}
}
