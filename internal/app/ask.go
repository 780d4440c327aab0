package app

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/xiezhi/xiezhi/internal/config"
)

// AskReady asks the server that has these settings, on this machine, whether it
// takes requests. The error says what it answered.
func AskReady(ctx context.Context, own config.Settings, limit time.Duration) error {
	host, port, err := net.SplitHostPort(own.Listen)
	if err != nil {
		return err
	}
	scheme := "http"
	if own.TLSCert != "" {
		scheme = "https"
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, scheme+"://"+net.JoinHostPort(ownHost(host), port)+"/readyz", nil)
	if err != nil {
		return err
	}
	return readyAnswer(request)
}

// ownHost is where this machine reaches a listener's host: by number, for an
// image with nothing but the program in it knows no names.
func ownHost(host string) string {
	ip := net.ParseIP(host)
	switch {
	case host == "", ip.Equal(net.IPv4zero):
		return "127.0.0.1"
	case ip.Equal(net.IPv6unspecified):
		return "::1"
	}
	return host
}

// readyAnswer never leaves this machine by a proxy, and tells the server
// nothing, so that a certificate made out to its public name will do.
func readyAnswer(request *http.Request) error {
	transport := &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}} //nolint:gosec // see above
	response, err := transport.RoundTrip(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(response.Body, 1<<10))
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("not ready: HTTP %d %s", response.StatusCode, answer)
	}
	return nil
}
