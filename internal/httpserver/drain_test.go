package httpserver

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"time"
)

// overHTTP2 is a client that counts its connections.
func overHTTP2(t *testing.T, pool *x509.CertPool) (*http.Client, *atomic.Int64) {
	t.Helper()
	var dialled atomic.Int64
	transport := &http.Transport{
		ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{RootCAs: pool, ServerName: "127.0.0.1"},
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			dialled.Add(1)
			return new(net.Dialer).DialContext(ctx, network, address)
		},
	}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: 10 * time.Second}, &dialled
}

func TestADrainingServerServesAndSendsAway(t *testing.T) {
	t.Parallel()
	s, _ := start(t, Options{Handler: hello})
	c := client(t)
	if response, _ := get(t, c, "http://"+s.Addr()+"/"); response.Close {
		t.Error("a server that stays sends clients away")
	}
	s.Drain()
	response, body := get(t, c, "http://"+s.Addr()+"/readyz")
	if response.StatusCode != http.StatusServiceUnavailable || body != "{\"status\":\"draining\"}\n" {
		t.Errorf("readyz: %d %q", response.StatusCode, body)
	}
	for range 2 {
		if response, body := get(t, c, "http://"+s.Addr()+"/"); response.StatusCode != http.StatusOK || body == "" || !response.Close {
			t.Errorf("%d %q, the connection ends: %v", response.StatusCode, body, response.Close)
		}
	}
}

func TestADrainingServerSendsAwayOverHTTP2(t *testing.T) {
	t.Parallel()
	cert, key, pool := keyPair(t)
	s, _ := start(t, Options{Handler: hello, CertFile: cert, KeyFile: key})
	c, dialled := overHTTP2(t, pool)
	for want, drain := range []bool{false, true, false} { // the answer that sends away is the last of its connection
		if drain {
			s.Drain()
		}
		if response, _ := get(t, c, "https://"+s.Addr()+"/"); response.ProtoMajor != 2 || response.StatusCode != http.StatusOK {
			t.Errorf("%s %d", response.Proto, response.StatusCode)
		}
		if n := dialled.Load(); n != int64(max(1, want)) {
			t.Errorf("%d connections after request %d", n, want+1)
		}
	}
}

func TestARefusingServerServesWhoIsThere(t *testing.T) {
	t.Parallel()
	entered, leave := make(chan struct{}), make(chan struct{})
	s, _ := start(t, Options{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(entered)
		<-leave
		_, _ = w.Write([]byte("done"))
	})})
	answer := make(chan string, 1)
	go func() {
		_, body := get(t, client(t), "http://"+s.Addr()+"/")
		answer <- body
	}()
	<-entered
	s.Refuse()
	if conn, err := net.Dial("tcp", s.Addr()); err == nil {
		_ = conn.Close()
		t.Error("it still listens")
	}
	close(leave)
	if body := <-answer; body != "done" {
		t.Errorf("the request under way got %q", body)
	}
	select {
	case err := <-s.Failed():
		t.Errorf("the closed listener counts as broken: %v", err)
	default:
	}
}

// Whether Refuse or the stop itself is first to close the listener is no matter.
func TestARefusingServerStopsAtOnce(t *testing.T) {
	t.Parallel()
	for range 200 {
		s := New(Options{Address: "127.0.0.1:0", Handler: hello})
		if err := s.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.Refuse()
		stop(t, s)
	}
}
