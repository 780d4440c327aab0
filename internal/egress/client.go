package egress

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"sync/atomic"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// The bounds of PROTOCOLS §8.
const (
	// Timeout is how long a call may take, from the look-up of the name to the
	// last byte of the answer.
	Timeout = 10 * time.Second
	// AnswerLimit is the largest body of an answer, in bytes.
	AnswerLimit = 1 << 20

	headerLimit  = 64 << 10 // bytes
	maxRedirects = 3        // of a Fetch
)

// CodeTooLarge is the stable code of an answer over AnswerLimit.
const CodeTooLarge = "answer_too_large"

// Options are the settings of a Client. The zero Options refuse everything
// that leads inside.
type Options struct {
	Allow    []netip.Prefix // networks that the operator lets others' addresses reach
	RootCAs  *x509.CertPool // nil means the system's
	Resolver *net.Resolver  // nil means the system's
	Timeout  time.Duration  // 0 means Timeout
}

// Client calls foreign addresses. It is safe for concurrent use and holds no
// connections between calls.
type Client struct {
	policy    atomic.Pointer[policy]
	resolver  *net.Resolver
	timeout   time.Duration
	transport *http.Transport
}

// New makes a Client.
func New(o Options) *Client {
	c := &Client{resolver: o.Resolver, timeout: o.Timeout}
	c.SetAllow(o.Allow)
	if c.resolver == nil {
		c.resolver = net.DefaultResolver
	}
	if c.timeout == 0 {
		c.timeout = Timeout
	}
	c.transport = &http.Transport{
		Proxy:                  nil, // one from the environment would connect for us, unchecked
		DialContext:            c.dial,
		TLSClientConfig:        &tls.Config{RootCAs: o.RootCAs, MinVersion: tls.VersionTLS12},
		DisableKeepAlives:      true, // a kept connection is not checked again and may be half dead
		DisableCompression:     true,
		MaxResponseHeaderBytes: headerLimit,
	}
	return c
}

// SetAllow replaces Options.Allow, for the calls from now on.
func (c *Client) SetAllow(allow []netip.Prefix) {
	fresh := newPolicy(allow)
	c.policy.Store(&fresh)
}

// Do makes one call and follows no redirect: a redirect is the answer. On
// failure it returns what it has: the status where one came. The errors are
// Forbidden with CodeRefused, TooLarge with CodeTooLarge and the first
// AnswerLimit bytes, and Unavailable for everything that may pass.
func (c *Client) Do(ctx context.Context, req *http.Request) (status int, header http.Header, body []byte, err error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	return c.call(ctx, req)
}

func (c *Client) call(ctx context.Context, req *http.Request) (int, http.Header, []byte, error) {
	answer, err := c.send(ctx, req)
	if answer == nil {
		return 0, nil, nil, err
	}
	defer func() { _ = answer.Body.Close() }() // a failed close of what was read changes nothing
	if err != nil {
		return answer.StatusCode, answer.Header, nil, err
	}
	body, err := read(ctx, answer.Body)
	return answer.StatusCode, answer.Header, body, err
}

// send makes one call whose answer is not read yet. An answer that is refused
// comes with the error; its body is to be closed all the same.
func (c *Client) send(ctx context.Context, req *http.Request) (*http.Response, error) {
	if err := c.checkURL(req.URL); err != nil {
		return nil, err
	}
	answer, err := c.transport.RoundTrip(req.WithContext(ctx))
	if err != nil {
		return nil, unavailable(ctx, err)
	}
	if answer.StatusCode < http.StatusOK { // 101: the connection is theirs now, and no deadline ends reading it
		return answer, fault.New(fault.Unavailable, "", "the answer changes the protocol")
	}
	return answer, nil
}

// read reads a body to its end or to AnswerLimit.
func read(ctx context.Context, from io.Reader) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(from, AnswerLimit+1))
	switch {
	case len(body) > AnswerLimit:
		return body[:AnswerLimit], fault.New(fault.TooLarge, CodeTooLarge, "the answer is over %d bytes", AnswerLimit)
	case err != nil:
		return body, unavailable(ctx, err)
	}
	return body, nil
}

// unavailable gives a failed call its kind. A refusal from the dialer stays one.
func unavailable(ctx context.Context, err error) error {
	var known *fault.Error
	if errors.As(err, &known) {
		return known
	}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fault.Wrap(fault.Unavailable, err, "no full answer in time")
	}
	return fault.Wrap(fault.Unavailable, err, "the call failed")
}
