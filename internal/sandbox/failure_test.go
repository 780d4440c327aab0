package sandbox

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// until polls a condition that other goroutines bring about.
func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	deadline := time.After(20 * time.Second)
	for !holds() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

const onePass = "/pass?rid=1&cid=1&reporter="

func TestFailures(t *testing.T) {
	t.Parallel()
	p, c := startPlatform(t, PlatformOptions{})
	for mode, want := range map[Failure]int{Fail503: 503, Fail429: 429, FailRet1: 200} {
		p.Fail(mode)
		if status, got := c.send(http.MethodPost, onePass, "k"); status != want || *got.Ret != 1 {
			t.Errorf("mode %d: status %d ret %d", mode, status, *got.Ret)
		}
	}
	if p.Passed("1") {
		t.Error("a failing platform carried the call out")
	}
	p.Fail(FailNone)
	if _, got := c.send(http.MethodPost, onePass, "k"); *got.Ret != 0 || !p.Passed("1") {
		t.Error("the key was burnt by a failure")
	}
}

func TestHangUntilReleased(t *testing.T) {
	t.Parallel()
	p, c := startPlatform(t, PlatformOptions{})
	p.Fail(FailHang)
	answered := make(chan int, 1)
	go func() {
		response, err := http.Post(c.base+onePass, "", nil)
		if err != nil {
			answered <- 0
			return
		}
		response.Body.Close()
		answered <- response.StatusCode
	}()
	until(t, "the call hangs", func() bool { return p.Hanging() == 1 })
	if p.Passed("1") {
		t.Error("a hanging call was carried out")
	}
	p.Fail(FailNone)
	if status := <-answered; status != 200 || !p.Passed("1") {
		t.Errorf("the released call ended with %d", status)
	}
}

func TestHangUntilClientGone(t *testing.T) {
	t.Parallel()
	p, c := startPlatform(t, PlatformOptions{})
	p.Fail(FailHang)
	ctx, cancel := context.WithCancel(t.Context())
	gone := make(chan error, 1)
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+onePass, nil)
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		response, err := http.DefaultClient.Do(request)
		if err == nil {
			response.Body.Close()
		}
		gone <- err
	}()
	until(t, "the call hangs", func() bool { return p.Hanging() == 1 })
	cancel()
	if err := <-gone; !errors.Is(err, context.Canceled) {
		t.Errorf("the client got %v", err)
	}
	until(t, "the platform lets go", func() bool { return p.Hanging() == 0 && len(p.Calls()) == 1 })
	if p.Passed("1") || p.Calls()[0].Applied {
		t.Error("the call of a client that is gone was carried out")
	}
}

func TestSilentCarriesOut(t *testing.T) {
	t.Parallel()
	p, c := startPlatform(t, PlatformOptions{})
	p.Fail(FailSilent)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.base+onePass, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Idempotency-Key", "k")
	response, err := http.DefaultClient.Do(request)
	if err == nil {
		response.Body.Close()
		t.Fatal("an answer came")
	}
	p.Fail(FailNone)
	if _, got := c.send(http.MethodPost, onePass, "k"); *got.Ret != 0 {
		t.Error("the repetition was refused")
	}
	calls := p.Calls()
	if last := calls[len(calls)-1]; !calls[0].Applied || !last.Repeat || !p.Passed("1") {
		t.Errorf("not carried out exactly once: %+v", calls)
	}
}

func TestServerGoesDownAndUp(t *testing.T) {
	t.Parallel()
	platform := NewPlatform(PlatformOptions{})
	server, err := NewServer("127.0.0.1:0", platform)
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer server.Down()
	c := caller{t, server.URL() + DefaultBasePath}
	c.wants(onePass, "")
	server.Down()
	if conn, err := net.Dial("tcp", server.Address()); err == nil {
		conn.Close()
		t.Error("a connection was taken while down")
	}
	if err := server.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.wants("/pass?rid=2&cid=1&reporter=", "")
	if err := server.Stop(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestOnlyLoopback(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"0.0.0.0:9100", ":9100", "192.168.1.2:9100", "example.org:80", "127.0.0.1"} {
		if _, err := NewServer(address, nil); !fault.Is(err, fault.Invalid) {
			t.Errorf("listen %q: %v", address, err)
		}
	}
	for _, target := range []string{"http://10.0.0.1:8080", "http://example.org", "ftp://127.0.0.1", "127.0.0.1:8080", "http://127.0.0.1.example.org"} {
		if err := checkTarget(target); !fault.Is(err, fault.Invalid) {
			t.Errorf("target %q: %v", target, err)
		}
	}
	for _, target := range []string{"http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080"} {
		if err := checkTarget(target); err != nil {
			t.Errorf("target %q: %v", target, err)
		}
	}
	if dialLoopback("tcp4", "192.0.2.1:80", nil) == nil {
		t.Error("a name that resolves elsewhere is dialled")
	}
}

// TestManyAtOnce is for the race detector, and counts.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	p, c := startPlatform(t, PlatformOptions{})
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for i := range 20 {
				c.send(http.MethodPost, fmt.Sprintf("/silence/mt/1/uid/%d?mid=%s", i, rest), fmt.Sprintf("key %d", i))
				p.Muted(Hall, "", "1")
				p.Fail(FailNone)
			}
		})
	}
	group.Wait()
	applied := 0
	for _, call := range p.Calls() {
		if call.Applied {
			applied++
		}
	}
	if applied != 20 || len(p.Calls()) != 160 {
		t.Errorf("%d of %d calls were carried out, want 20 of 160", applied, len(p.Calls()))
	}
}
