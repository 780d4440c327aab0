package httpserver

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// logText is a log that a test can read while the server writes.
type logText struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logText) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logText) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func start(t *testing.T, options Options) (*Server, *logText) {
	t.Helper()
	log := &logText{}
	options.Address, options.Log = "127.0.0.1:0", Logger(slog.New(slog.NewJSONHandler(log, nil)))
	s := New(options)
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, s) })
	return s, log
}

func stop(t *testing.T, s *Server) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := s.Stop(ctx); err != nil {
		t.Error(err)
	}
}

// get returns a GET's answer with its body read.
func get(t *testing.T, client *http.Client, address string) (*http.Response, string) {
	t.Helper()
	response, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

func client(t *testing.T) *http.Client {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: 10 * time.Second}
}

var hello = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	r.Pattern = "/hello/{name}"
	_, _ = io.WriteString(w, "hello from "+ClientAddress(r))
})

func TestServesWithDefaults(t *testing.T) {
	t.Parallel()
	s, log := start(t, Options{Handler: Routed(hello)})
	response, body := get(t, client(t), "http://"+s.Addr()+"/hello/secret?token=hush")
	if response.StatusCode != http.StatusOK || body != "hello from 127.0.0.1" {
		t.Errorf("%d %q", response.StatusCode, body)
	}
	for _, name := range []string{"X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Content-Security-Policy"} {
		if response.Header.Get(name) == "" {
			t.Errorf("no %s", name)
		}
	}
	stop(t, s)
	for _, want := range []string{`"path":"/hello/secret"`, `"status":200`, `"request_id":"` + response.Header.Get("X-Request-Id") + `"`, `"remote":"127.0.0.1"`, `"method":"GET"`, `"ms":`} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %s: %s", want, log)
		}
	}
	if strings.Contains(log.String(), "hush") {
		t.Errorf("the log has the token: %s", log)
	}
}

func TestAnswersToProgramsAreSpare(t *testing.T) {
	t.Parallel()
	s, _ := start(t, Options{Handler: hello, Programs: func(path string) bool { return path == "/machine" }})
	for path, spare := range map[string]bool{"/machine": true, "/machines": false} {
		response, _ := get(t, client(t), "http://"+s.Addr()+path)
		header := response.Header
		if header.Get("X-Content-Type-Options") != "nosniff" || (header.Get("Content-Security-Policy") == "") != spare || (header.Get("X-Frame-Options") == "") != spare {
			t.Errorf("%s: %v", path, header)
		}
	}
}

func TestEveryTimeLimitIsSet(t *testing.T) {
	t.Parallel()
	s := New(Options{Handler: hello, AdminAddress: "127.0.0.1:0"})
	for _, server := range []*http.Server{s.main, s.admin} {
		if server.ReadHeaderTimeout != 10*time.Second || server.ReadTimeout != 30*time.Second ||
			server.WriteTimeout != time.Minute || server.IdleTimeout != 2*time.Minute || server.MaxHeaderBytes == 0 {
			t.Errorf("limits %+v", server)
		}
	}
}

func TestMetricsCountRoutesNotPaths(t *testing.T) {
	t.Parallel()
	s, _ := start(t, Options{Handler: Routed(hello), AdminAddress: "127.0.0.1:0", Registry: prometheus.NewRegistry()})
	c := client(t)
	get(t, c, "http://"+s.Addr()+"/hello/a")
	get(t, c, "http://"+s.Addr()+"/hello/b")
	_, metrics := get(t, c, "http://"+s.AdminAddr()+"/metrics")
	if want := `xiezhi_http_requests_total{method="GET",route="/hello/{name}",status="200"} 2`; !strings.Contains(metrics, want) {
		t.Errorf("want %s in %s", want, metrics)
	}
	if response, _ := get(t, c, "http://"+s.Addr()+"/metrics"); response.Header.Get("X-Request-Id") == "" {
		t.Error("the main listener serves metrics")
	}
	if response, _ := get(t, c, "http://"+s.AdminAddr()+"/debug/pprof/"); response.StatusCode != http.StatusNotFound {
		t.Error("pprof is open unasked")
	}
}

func TestPprofWhenAsked(t *testing.T) {
	t.Parallel()
	s, _ := start(t, Options{Handler: hello, AdminAddress: "127.0.0.1:0", Pprof: true})
	if response, _ := get(t, client(t), "http://"+s.AdminAddr()+"/debug/pprof/cmdline"); response.StatusCode != http.StatusOK {
		t.Errorf("status %d", response.StatusCode)
	}
}

func TestPanicIsAnswered(t *testing.T) {
	t.Parallel()
	s, log := start(t, Options{
		Handler:    http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("boom") }),
		WriteError: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) },
	})
	if response, body := get(t, client(t), "http://"+s.Addr()+"/?token=hush"); response.StatusCode != http.StatusServiceUnavailable || body != "" {
		t.Errorf("%d %q", response.StatusCode, body)
	}
	if !strings.Contains(log.String(), "boom") || strings.Contains(log.String(), "hush") {
		t.Errorf("log: %s", log)
	}
}

func TestPanicWithoutWriterIsAPlain500(t *testing.T) {
	t.Parallel()
	s, _ := start(t, Options{Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("boom") })})
	if response, body := get(t, client(t), "http://"+s.Addr()+"/"); response.StatusCode != http.StatusInternalServerError || strings.Contains(body, "boom") {
		t.Errorf("%d %q", response.StatusCode, body)
	}
}

func TestPanicAfterTheAnswerBeganBreaksTheConnection(t *testing.T) {
	t.Parallel()
	s, log := start(t, Options{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "half")
		_ = http.NewResponseController(w).Flush()
		panic("boom")
	})})
	response, err := client(t).Get("http://" + s.Addr() + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if _, err := io.ReadAll(response.Body); err == nil {
		t.Error("half an answer looks whole")
	}
	if !strings.Contains(log.String(), "boom") {
		t.Errorf("log: %s", log)
	}
}

func TestHealth(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	broken := errors.New("disk full")
	check := func(context.Context) error {
		mu.Lock()
		defer mu.Unlock()
		return broken
	}
	s, log := start(t, Options{Handler: hello, Checks: []Check{
		{"store", check}, {"delivery", func(context.Context) error { return nil }},
	}})
	c := client(t)
	if response, body := get(t, c, "http://"+s.Addr()+"/healthz"); response.StatusCode != http.StatusOK || body != "{\"status\":\"ok\"}\n" {
		t.Errorf("healthz: %d %q", response.StatusCode, body)
	}
	response, body := get(t, c, "http://"+s.Addr()+"/readyz")
	if response.StatusCode != http.StatusServiceUnavailable || body != "{\"status\":\"unavailable\",\"failed\":[\"store\"]}\n" {
		t.Errorf("readyz: %d %q", response.StatusCode, body)
	}
	if !strings.Contains(log.String(), "disk full") {
		t.Error("the log does not say why")
	}
	mu.Lock()
	broken = nil
	mu.Unlock()
	if response, _ := get(t, c, "http://"+s.Addr()+"/readyz"); response.StatusCode != http.StatusOK {
		t.Errorf("readyz of a whole server: %d", response.StatusCode)
	}
}

// TestDegraded: what works less well is told, and no reason to be sent nobody.
func TestDegraded(t *testing.T) {
	t.Parallel()
	s, _ := start(t, Options{Handler: hello, Warnings: []Check{
		{"bus", func(context.Context) error { return errors.New("cut") }}, {"presence", func(context.Context) error { return nil }},
	}})
	response, body := get(t, client(t), "http://"+s.Addr()+"/readyz")
	if response.StatusCode != http.StatusOK || body != "{\"status\":\"ok\",\"degraded\":[\"bus\"]}\n" {
		t.Errorf("readyz: %d %q", response.StatusCode, body)
	}
}

func TestStopWaitsForRequests(t *testing.T) {
	t.Parallel()
	entered, leave := make(chan struct{}), make(chan struct{})
	s, _ := start(t, Options{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(entered)
		<-leave
		_, _ = io.WriteString(w, "done")
	})})
	answer := make(chan string, 1)
	go func() {
		response, err := http.Get("http://" + s.Addr() + "/")
		if err != nil {
			answer <- err.Error()
			return
		}
		defer response.Body.Close()
		body, _ := io.ReadAll(response.Body)
		answer <- string(body)
	}()
	<-entered
	stopped := make(chan error, 1)
	go func() { stopped <- s.Stop(context.Background()) }()
	for !s.draining.Load() {
		runtime.Gosched()
	}
	close(leave)
	if err := <-stopped; err != nil {
		t.Error(err)
	}
	if got := <-answer; got != "done" {
		t.Errorf("the request under way got %q", got)
	}
	if _, err := net.Dial("tcp", s.Addr()); err == nil {
		t.Error("it still listens")
	}
}

func TestStartRefuses(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	cases := map[string]Options{
		"taken address":       {Address: taken.Addr().String()},
		"taken admin address": {Address: "127.0.0.1:0", AdminAddress: taken.Addr().String()},
		"half of a key pair":  {Address: "127.0.0.1:0", CertFile: "cert.pem"},
		"missing files":       {Address: "127.0.0.1:0", CertFile: "no-cert.pem", KeyFile: "no-key.pem"},
	}
	for name, options := range cases {
		options.Handler = hello
		s := New(options)
		if err := s.Start(t.Context()); err == nil {
			t.Errorf("%s: started", name)
		}
		stop(t, s)
	}
}

func TestTLS(t *testing.T) {
	t.Parallel()
	cert, key, pool := keyPair(t)
	s, _ := start(t, Options{Handler: hello, CertFile: cert, KeyFile: key})
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, ServerName: "127.0.0.1"}}
	defer transport.CloseIdleConnections()
	response, _ := get(t, &http.Client{Transport: transport}, "https://"+s.Addr()+"/")
	if response.StatusCode != http.StatusOK || response.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("%d %v", response.StatusCode, response.Header)
	}
}

func keyPair(t *testing.T) (certFile, keyFile string, pool *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, kind string, bytes []byte) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: bytes}), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	pool = x509.NewCertPool()
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool.AddCert(parsed)
	return write("cert.pem", "CERTIFICATE", der), write("key.pem", "PRIVATE KEY", keyDER), pool
}
