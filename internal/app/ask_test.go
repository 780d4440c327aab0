package app

import (
	"strings"
	"testing"
	"time"
)

func TestAReadyServerSaysSo(t *testing.T) {
	t.Parallel()
	settings := testSettings(t)
	a, stop := startApp(t, Config{Settings: settings})
	settings.Listen = a.server.Addr()
	if err := AskReady(t.Context(), settings, 10*time.Second); err != nil {
		t.Error(err)
	}
	_, port, _ := strings.Cut(settings.Listen, ":")
	everywhere := settings
	everywhere.Listen = "0.0.0.0:" + port
	if err := AskReady(t.Context(), everywhere, 10*time.Second); err != nil {
		t.Error(err)
	}
	if err := a.store.Close(); err != nil {
		t.Fatal(err)
	}
	if err := AskReady(t.Context(), settings, 10*time.Second); err == nil || !strings.Contains(err.Error(), "HTTP 503") {
		t.Errorf("without a store: %v", err)
	}
	stop()
	if err := AskReady(t.Context(), settings, 10*time.Second); err == nil {
		t.Error("a server that has ended says that it is ready")
	}
}

func TestAServerIsAskedByNumber(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]string{"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1", "10.0.0.7": "10.0.0.7", "xiezhi": "xiezhi"} {
		if got := ownHost(host); got != want {
			t.Errorf("ownHost(%q) = %q, want %q", host, got, want)
		}
	}
}
