package app

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/config"
)

var quiet = slog.New(slog.DiscardHandler)

func testSettings(t *testing.T) config.Settings {
	t.Helper()
	settings := config.Default()
	settings.Listen, settings.Data = "127.0.0.1:0", t.TempDir()
	return settings
}

// startApp serves until the test ends or the returned function is called.
func startApp(t *testing.T, cfg Config) (*App, func()) {
	t.Helper()
	a, err := New(t.Context(), cfg, quiet)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	stopped := false
	stop := func() {
		if stopped {
			return
		}
		stopped = true
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := a.Stop(ctx); err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(stop)
	return a, stop
}

// browser keeps cookies and follows no redirect.
func browser(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Jar: jar, Transport: transport, Timeout: 20 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

type answer struct {
	status   int
	location string
	body     string
	header   http.Header
}

func ask(t *testing.T, client *http.Client, method, address string, form url.Values, headers ...string) answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header.Get("Location"), string(body), response.Header}
}

const declaredApp = `
apps:
  - id: live
    name: 演示直播
    uplus: {base_url: "http://127.0.0.1:9100/xxxApp/api", method: POST, server_token: "srv", token: {jwt: {alg: HS256, key: "0123456789abcdef0123456789abcdef"}}}
staff:
  - {username: reviewer1, password: "xiezhi-demo", role: reviewer}
egress: {allow: ["127.0.0.0/8"]}
`

func parse(t *testing.T, text string) *File {
	t.Helper()
	file, err := ParseFile("declared.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// eventually polls what a background loop will bring about.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 15*time.Second)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatalf("waited in vain: %s", what)
		}
	}
}
