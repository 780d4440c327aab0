package egress

import (
	"context"
	"crypto/x509"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"github.com/xiezhi/xiezhi/internal/fault"
)

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}

// zone answers one name with addresses, which may differ from call to call.
type zone struct {
	name  string
	addrs func() []string
}

func answers(name string, addrs ...string) zone {
	return zone{name, func() []string { return addrs }}
}

// resolver is a look-up that asks a small DNS server on loopback.
func resolver(t *testing.T, zones ...zone) *net.Resolver {
	t.Helper()
	socket, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = socket.Close() })
	go func() {
		packet := make([]byte, 512)
		for {
			n, from, err := socket.ReadFrom(packet)
			if err != nil {
				return
			}
			_, _ = socket.WriteTo(reply(packet[:n], zones), from)
		}
	}()
	var dialer net.Dialer
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return dialer.DialContext(ctx, "udp4", socket.LocalAddr().String())
	}}
}

func reply(packet []byte, zones []zone) []byte {
	var message dnsmessage.Message
	if err := message.Unpack(packet); err != nil || len(message.Questions) != 1 {
		return nil
	}
	question := message.Questions[0]
	message.Response, message.Authoritative = true, true
	message.RCode = dnsmessage.RCodeNameError
	message.Additionals = nil
	for _, zone := range zones {
		if strings.TrimSuffix(question.Name.String(), ".") != zone.name {
			continue
		}
		message.RCode = dnsmessage.RCodeSuccess
		if question.Type != dnsmessage.TypeA {
			continue
		}
		for _, text := range zone.addrs() {
			addr, err := netip.ParseAddr(text)
			if err != nil {
				continue
			}
			message.Answers = append(message.Answers, dnsmessage.Resource{
				Header: dnsmessage.ResourceHeader{Name: question.Name, Type: question.Type, Class: question.Class},
				Body:   &dnsmessage.AResource{A: addr.As4()},
			})
		}
	}
	out, err := message.Pack()
	if err != nil {
		panic(err)
	}
	return out
}

func get(t *testing.T, address string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	return req
}

// serve starts a server and returns its address and how often it was asked.
func serve(t *testing.T, handler http.HandlerFunc) (address string, calls *atomic.Int64) {
	t.Helper()
	calls = new(atomic.Int64)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		handler(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL, calls
}

func TestDoReturnsTheAnswer(t *testing.T) {
	t.Parallel()
	address, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("X-Seen", r.Method+" "+r.RequestURI+" "+r.Header.Get("Accept-Encoding")+string(body))
		w.WriteHeader(http.StatusTeapot)
		_, _ = io.WriteString(w, strings.Repeat("x", AnswerLimit))
	})
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address+"/a%20b?q=1", strings.NewReader("hello"))
	if err != nil {
		t.Fatal(err)
	}
	status, header, body, err := New(Options{Allow: loopback}).Do(t.Context(), req)
	if err != nil || status != http.StatusTeapot || len(body) != AnswerLimit {
		t.Fatalf("Do = %d, %d bytes, %v", status, len(body), err)
	}
	if got, want := header.Get("X-Seen"), "POST /a%20b?q=1 hello"; got != want {
		t.Errorf("the server saw %q, want %q", got, want)
	}
}

func TestDoRefusesWhatLeadsInside(t *testing.T) {
	t.Parallel()
	address, calls := serve(t, func(http.ResponseWriter, *http.Request) {})
	port := address[strings.LastIndexByte(address, ':'):]
	client := New(Options{Resolver: resolver(t, answers("inside.test", "127.0.0.1"))})
	for _, target := range []string{address, "http://localhost" + port, "http://inside.test" + port, "ftp://example.com", "http://2130706433" + port} {
		_, _, _, err := client.Do(t.Context(), get(t, target))
		if !fault.HasCode(err, CodeRefused) || !fault.Is(err, fault.Forbidden) {
			t.Errorf("Do(%q) = %v, want %s", target, err, CodeRefused)
		}
	}
	if calls.Load() != 0 {
		t.Errorf("the server was called %d times", calls.Load())
	}
}

// A name that is harmless when it is checked and leads inside when it is
// called must be refused at the call.
func TestDoRefusesARebindingName(t *testing.T) {
	t.Parallel()
	address, calls := serve(t, func(http.ResponseWriter, *http.Request) {})
	var turned atomic.Bool
	client := New(Options{Resolver: resolver(t, zone{"rebind.test", func() []string {
		if turned.Load() {
			return []string{"127.0.0.1"}
		}
		return []string{"93.184.216.34"}
	}})})
	target := "http://rebind.test" + address[strings.LastIndexByte(address, ':'):]
	if err := client.Check(t.Context(), target); err != nil {
		t.Fatalf("Check before the turn = %v", err)
	}
	turned.Store(true)
	if _, _, _, err := client.Do(t.Context(), get(t, target)); !fault.HasCode(err, CodeRefused) {
		t.Errorf("Do after the turn = %v, want %s", err, CodeRefused)
	}
	if err := client.Check(t.Context(), target); !fault.HasCode(err, CodeRefused) {
		t.Errorf("Check after the turn = %v, want %s", err, CodeRefused)
	}
	if calls.Load() != 0 {
		t.Error("the server was called")
	}
}

// With one address inside and one that is allowed, the allowed one is called.
func TestDoCallsThePermittedAddressOfAName(t *testing.T) {
	t.Parallel()
	address, _ := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	client := New(Options{Allow: loopback, Resolver: resolver(t, answers("mixed.test", "10.0.0.1", "127.0.0.1"))})
	status, _, _, err := client.Do(t.Context(), get(t, "http://mixed.test"+address[strings.LastIndexByte(address, ':'):]))
	if err != nil || status != http.StatusNoContent {
		t.Errorf("Do = %d, %v", status, err)
	}
}

// A name with a refused address and one that is permitted but broken may work
// later: that is no refusal.
func TestDoDoesNotCallABrokenServerRefused(t *testing.T) {
	t.Parallel()
	address, _ := serve(t, func(http.ResponseWriter, *http.Request) {})
	port := address[strings.LastIndexByte(address, ':'):]
	only := []netip.Prefix{netip.MustParsePrefix("127.0.0.2/32")} // where nothing listens
	client := New(Options{Allow: only, Resolver: resolver(t, answers("mixed.test", "127.0.0.1", "127.0.0.2"))})
	_, _, _, err := client.Do(t.Context(), get(t, "http://mixed.test"+port))
	if !fault.Is(err, fault.Unavailable) {
		t.Errorf("Do = %v, want Unavailable", err)
	}
}

func TestDoIgnoresTheProxyOfTheEnvironment(t *testing.T) {
	address, calls := serve(t, func(http.ResponseWriter, *http.Request) {})
	for _, name := range []string{"HTTP_PROXY", "http_proxy", "ALL_PROXY"} {
		t.Setenv(name, address)
	}
	client := New(Options{Allow: loopback, Resolver: resolver(t)})
	_, _, _, err := client.Do(t.Context(), get(t, "http://nowhere.test/"))
	if !fault.Is(err, fault.Unavailable) || calls.Load() != 0 {
		t.Errorf("Do = %v with %d calls of the proxy, want Unavailable and none", err, calls.Load())
	}
}

func TestDoBoundsTheAnswer(t *testing.T) {
	t.Parallel()
	address, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write(make([]byte, 64<<10)); err != nil {
				return
			}
		}
	})
	status, _, body, err := New(Options{Allow: loopback}).Do(t.Context(), get(t, address))
	if !fault.Is(err, fault.TooLarge) || !fault.HasCode(err, CodeTooLarge) || status != http.StatusOK || len(body) != AnswerLimit {
		t.Errorf("Do = %d, %d bytes, %v; want 200, the limit and TooLarge", status, len(body), err)
	}
}

func TestDoBoundsTheTime(t *testing.T) {
	t.Parallel()
	for name, handler := range map[string]http.HandlerFunc{
		"no header": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"no end": func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, "begun")
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address, _ := serve(t, handler)
			_, _, _, err := New(Options{Allow: loopback, Timeout: 100 * time.Millisecond}).Do(t.Context(), get(t, address))
			if !fault.Is(err, fault.Unavailable) || !strings.Contains(err.Error(), "in time") {
				t.Errorf("Do = %v, want Unavailable for time", err)
			}
		})
	}
}

func TestDoRefusesToChangeTheProtocol(t *testing.T) {
	t.Parallel()
	address, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n")
		_, _ = io.Copy(io.Discard, conn) // holds it open until the client closes
		_ = conn.Close()
	})
	status, _, _, err := New(Options{Allow: loopback}).Do(t.Context(), get(t, address))
	if status != http.StatusSwitchingProtocols || !fault.Is(err, fault.Unavailable) {
		t.Errorf("Do = %d, %v; want 101 and Unavailable", status, err)
	}
}

func TestDoCallsABrokenConnectionUnavailable(t *testing.T) {
	t.Parallel()
	address, _ := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(w, "half")
	})
	status, _, body, err := New(Options{Allow: loopback}).Do(t.Context(), get(t, address))
	if status != http.StatusOK || string(body) != "half" || !fault.Is(err, fault.Unavailable) {
		t.Errorf("Do = %d, %q, %v; want 200, half and Unavailable", status, body, err)
	}
}

func TestDoVerifiesTLS(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError) // the failed handshake is what is wanted
	server.StartTLS()
	t.Cleanup(server.Close)
	if _, _, _, err := New(Options{Allow: loopback}).Do(t.Context(), get(t, server.URL)); !fault.Is(err, fault.Unavailable) {
		t.Errorf("Do with an unknown authority = %v, want Unavailable", err)
	}
	known := x509.NewCertPool()
	known.AddCert(server.Certificate())
	status, _, _, err := New(Options{Allow: loopback, RootCAs: known}).Do(t.Context(), get(t, server.URL))
	if err != nil || status != http.StatusNotFound {
		t.Errorf("Do with the authority = %d, %v", status, err)
	}
}

func TestRedirects(t *testing.T) {
	t.Parallel()
	address, calls := serve(t, func(w http.ResponseWriter, r *http.Request) {
		var left int
		_, _ = fmt.Sscanf(r.URL.Path, "/%d", &left)
		switch {
		case r.URL.Path == "/inside":
			http.Redirect(w, r, "http://127.9.9.9/", http.StatusFound)
		case r.URL.Path == "/file":
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		case left > 0:
			http.Redirect(w, r, fmt.Sprintf("/%d", left-1), http.StatusFound)
		default:
			_, _ = io.WriteString(w, "arrived")
		}
	})
	client := New(Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}})

	status, header, _, err := client.Do(t.Context(), get(t, address+"/1"))
	if err != nil || status != http.StatusFound || header.Get("Location") != "/0" || calls.Load() != 1 {
		t.Errorf("Do = %d to %q, %v, after %d calls; want the redirect itself", status, header.Get("Location"), err, calls.Load())
	}
	status, _, body, err := client.Fetch(t.Context(), address+"/3")
	if err != nil || status != http.StatusOK || string(body) != "arrived" {
		t.Errorf("Fetch over three redirects = %d, %q, %v", status, body, err)
	}
	if _, _, _, err := client.Fetch(t.Context(), address+"/4"); !fault.Is(err, fault.Unavailable) {
		t.Errorf("Fetch over four redirects = %v, want Unavailable", err)
	}
	for _, path := range []string{"/inside", "/file"} {
		if _, _, _, err := client.Fetch(t.Context(), address+path); !fault.HasCode(err, CodeRefused) {
			t.Errorf("Fetch(%s) = %v, want %s", path, err, CodeRefused)
		}
	}
}

// TestOpenLeavesTheBoundsToItsCaller: a film is larger and slower than an
// answer may be.
func TestOpenLeavesTheBoundsToItsCaller(t *testing.T) {
	t.Parallel()
	more := make(chan struct{})
	address, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/film" {
			http.Redirect(w, r, "/film", http.StatusFound)
			return
		}
		_, _ = w.Write(make([]byte, AnswerLimit+1))
		_ = http.NewResponseController(w).Flush()
		select {
		case <-more:
		case <-r.Context().Done():
		}
	})
	client := New(Options{Allow: loopback, Timeout: time.Nanosecond})
	ctx, cancel := context.WithCancel(t.Context())
	answer, err := client.Open(ctx, address+"/")
	if err != nil || answer.Status != http.StatusOK || answer.Length != -1 {
		t.Fatalf("%+v, %v", answer, err)
	}
	defer answer.Body.Close()
	if n, err := io.CopyN(io.Discard, answer.Body, AnswerLimit+1); err != nil {
		t.Errorf("read %d bytes, %v", n, err)
	}
	cancel()
	if _, err := io.ReadAll(answer.Body); err == nil {
		t.Error("reading goes on after the end of its context")
	}
	close(more)
	for _, path := range []string{"http://10.0.0.1/", "http://169.254.169.254/", "file:///etc/passwd"} {
		if _, err := client.Open(t.Context(), path); !fault.HasCode(err, CodeRefused) {
			t.Errorf("Open(%s) = %v", path, err)
		}
	}
}
