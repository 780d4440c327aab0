package push_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/push"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// serveVariable has the test's own program be the server of a benchmark, so
// that what the devices cost is not counted. Its value is the store.
const serveVariable = "XIEZHI_PUSH_SERVE"

// carriers is how many messages are carried at a time.
const carriers = 64

// serve opens a channel and obeys the lines that come in: memory, and push with
// the number of users and of messages for each.
func serve(t testing.TB, store string) {
	var kept push.Store = newShelf()
	if store == "sqlite" {
		s, err := sqlstore.Open(context.Background(), filepath.Join(t.TempDir(), "push.db"), sqlstore.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = s.Close() }()
		kept = s
	}
	h := open(t, push.Options{Store: kept})
	fmt.Println("at", h.Listener.Addr())
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		var users, each int
		if _, err := fmt.Sscanf(in.Text(), "push %d %d", &users, &each); err == nil {
			h.flood(users, each)
		}
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		fmt.Println("done", m.HeapInuse+m.StackInuse, h.Counters().Connections)
	}
}

func (h *house) flood(users, each int) {
	var all sync.WaitGroup
	work := make(chan int)
	for range carriers {
		all.Go(func() {
			for n := range work {
				event := number(n, fmt.Sprint("u", n%users)).Event("party", "lane", time.Now())
				if err := h.Carry(context.Background(), tenant.App{ID: "party"}, event); err != nil {
					fmt.Fprintln(os.Stderr, "not carried:", err)
				}
			}
		})
	}
	for n := range users * each {
		work <- n
	}
	close(work)
	all.Wait()
}

// helper is the server in a process of its own.
type helper struct {
	in  io.Writer
	out *bufio.Scanner
}

func startHelper(b *testing.B, store string) (h helper, address string) {
	b.Helper()
	program := exec.Command(os.Args[0], "-test.run", "^TestServe$")
	program.Env = append(os.Environ(), serveVariable+"="+store)
	program.Stderr = os.Stderr
	in, err := program.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := program.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := program.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		in.Close()
		_ = program.Wait() // its devices are gone, and it with them
	})
	h = helper{in, bufio.NewScanner(out)}
	return h, strings.TrimPrefix(h.line("at "), "at ")
}

func (h helper) line(begins string) string {
	for h.out.Scan() {
		if strings.HasPrefix(h.out.Text(), begins) {
			return h.out.Text()
		}
	}
	return ""
}

// ask has the helper do something and returns its memory in use, in bytes.
func (h helper) ask(format string, args ...any) (memory, connections int) {
	fmt.Fprintf(h.in, format+"\n", args...)
	_, _ = fmt.Sscanf(h.line("done "), "done %d %d", &memory, &connections)
	return memory, connections
}

// TestServe is no test but the benchmark's server.
func TestServe(t *testing.T) {
	if store := os.Getenv(serveVariable); store != "" {
		serve(t, store)
	}
}

// BenchmarkConnections connects users, weighs the server, and tells each of
// them some messages.
func BenchmarkConnections(b *testing.B) {
	for _, store := range []string{"memory", "sqlite"} {
		b.Run(store, func(b *testing.B) {
			const users, each = 4000, 10
			h, address := startHelper(b, store)
			before, _ := h.ask("memory")
			var got atomic.Int64
			for n := range users {
				d := dialAt(b, address, nil)
				if _, err := d.enter(as("party", fmt.Sprint("u", n)), nil); err != nil {
					b.Fatal(err)
				}
				go d.count(&got)
			}
			after, connections := h.ask("memory")
			if connections != users {
				b.Fatalf("%d are connected", connections)
			}
			rounds := int64(0)
			for b.Loop() {
				rounds++
				h.ask("push %d %d", users, each)
				until(b, "all is read", func() bool { return got.Load() == rounds*users*each })
			}
			b.ReportMetric(float64(after-before)/users, "B/connection")
			b.ReportMetric(float64(rounds*users*each)/b.Elapsed().Seconds(), "messages/s")
		})
	}
}

// count counts the messages that come until the end.
func (d *device) count(into *atomic.Int64) {
	for {
		_ = d.conn.SetReadDeadline(time.Now().Add(10 * patience)) // a closed one says so when it is read
		text, err := d.frame()
		if err != nil {
			return
		}
		into.Add(int64(bytes.Count(text, []byte(`"pub"`))))
		for line := range bytes.Lines(text) {
			if bytes.Equal(bytes.TrimSpace(line), []byte("{}")) { // a ping
				d.write("{}")
			}
		}
	}
}
