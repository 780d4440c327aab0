package link_test

import (
	"io"
	"net"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/tools/proof/link"
)

// echo answers what it hears.
func echo(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				_, _ = io.Copy(conn, conn)
			}()
		}
	}()
	return listener.Addr().String()
}

func TestALinkIsCutStalledSlowedAndHealed(t *testing.T) {
	t.Parallel()
	l, err := link.Listen(echo(t))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	conn := dial(t, l)
	say(t, conn, "good")

	l.Slow(50 * time.Millisecond)
	begun := time.Now()
	say(t, conn, "slow")
	if took := time.Since(begun); took < 100*time.Millisecond {
		t.Errorf("slow took %s", took)
	}
	l.Heal()

	l.Stall()
	if _, err := conn.Write([]byte("stall")); err != nil {
		t.Fatal(err)
	}
	_ = conn.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
	if n, err := conn.Read(make([]byte, 9)); n > 0 || err == nil {
		t.Error("a stalled link lets through")
	}
	_ = conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	l.Heal()
	hear(t, conn, "stall")

	l.Cut()
	if _, err := conn.Read(make([]byte, 9)); err == nil {
		t.Error("a cut connection is open")
	}
	if _, err := dial(t, l).Read(make([]byte, 9)); err == nil {
		t.Error("a cut link takes connections")
	}
	l.Heal()
	say(t, dial(t, l), "again")
}

func dial(t *testing.T, l *link.Link) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", l.Addr())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
	return conn
}

func say(t *testing.T, conn net.Conn, text string) {
	t.Helper()
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
	hear(t, conn, text)
}

func hear(t *testing.T, conn net.Conn, want string) {
	t.Helper()
	got := make([]byte, len(want))
	if _, err := io.ReadFull(conn, got); err != nil || string(got) != want {
		t.Fatalf("heard %q, %v; want %q", got, err, want)
	}
}
