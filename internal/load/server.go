package load

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

const (
	answerLimit = 4 << 20          // bytes of an answer that are read
	idleFor     = 30 * time.Second // how long a connection is kept that nobody uses
	idleMost    = 10_000
)

// server is what is under load.
type server struct {
	client *http.Client
	root   string
}

// newServer refuses a server that is not on this machine, unless it was said
// that it is one's own: this must not be a weapon.
func newServer(address string, elsewhere bool, patience time.Duration) (server, error) {
	parsed, err := url.Parse(address)
	switch {
	case err != nil || parsed.Host == "" || parsed.Scheme != "http" && parsed.Scheme != "https":
		return server{}, fault.Field("url", "%q is no http(s) address", address)
	case !elsewhere && !loopback(parsed.Hostname()):
		return server{}, elsewhereRefused(parsed.Hostname())
	}
	dialer := &net.Dialer{Timeout: patience}
	if !elsewhere {
		dialer.Control = dialLoopback
	}
	return server{root: strings.TrimRight(address, "/"), client: &http.Client{
		Timeout:       patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport:     &http.Transport{DialContext: dialer.DialContext, MaxIdleConns: idleMost, MaxIdleConnsPerHost: idleMost, IdleConnTimeout: idleFor},
	}}, nil
}

func elsewhereRefused(host string) error {
	return fault.Field("url", "%q is not this machine. Say --this-server-is-mine if you run it and may put load on it", host)
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// dialLoopback is a net.Dialer's Control: what the name resolved to counts.
func dialLoopback(_, address string, _ syscall.RawConn) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil || !loopback(host) {
		return elsewhereRefused(address)
	}
	return nil
}

// question is one request.
type question struct {
	method, path string
	body         []byte
	header       map[string]string
}

// reply is what came back.
type reply struct {
	status int
	body   []byte
}

func (s server) ask(ctx context.Context, q question) (reply, error) {
	request, err := http.NewRequestWithContext(ctx, q.method, s.root+q.path, bytes.NewReader(q.body))
	if err != nil {
		return reply{}, err
	}
	request.Header.Set("Content-Type", "application/json")
	for name, value := range q.header {
		request.Header.Set(name, value)
	}
	response, err := s.client.Do(request)
	if err != nil {
		return reply{}, err
	}
	defer func() { _ = response.Body.Close() }() // it is read
	body, err := io.ReadAll(io.LimitReader(response.Body, answerLimit))
	return reply{response.StatusCode, body}, err
}

// brokenCode says in a few stable words why there was no answer. The error itself
// has the address in it, and with it a token.
func brokenCode(err error) string {
	var refused *fault.Error
	switch {
	case errors.As(err, &refused):
		return refused.Message
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded):
		return "timed out"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused"
	}
	return "connection broken"
}

// code says what a reply is, in the words of its contract: said, after the status
// where that is not 200.
func (r reply) code(said string) string {
	if r.status == http.StatusOK {
		return said
	}
	return strings.TrimSpace(fmt.Sprintf("HTTP %d %s", r.status, said))
}
