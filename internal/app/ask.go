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
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	scheme := "http"
	if own.TLSCert != "" {
		scheme = "https"
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, scheme+"://"+net.JoinHostPort(host, port)+"/readyz", nil)
	if err != nil {
		return err
	}
	return readyAnswer(request)
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
