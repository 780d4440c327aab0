//go:build linux

package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// BenchmarkIdleProcess builds the program as make build does and starts it on
// an empty folder, and again on what is then there. It reports how long it
// takes until it says that it is ready, and the memory that it holds a few
// seconds later, with nobody calling. "of-80MB" and "of-1s" are the ratios to
// what we promise.
func BenchmarkIdleProcess(b *testing.B) {
	binary := filepath.Join(b.TempDir(), "xiezhi")
	build := exec.CommandContext(context.Background(), "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", binary, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	var first, again time.Duration
	var memory float64
	rounds := 0
	for b.Loop() {
		data := b.TempDir()
		took, _ := serveIdle(b, binary, data, 0)
		first += took
		took, held := serveIdle(b, binary, data, 3*time.Second)
		again, memory = again+took, max(memory, held)
		rounds++
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(memory, "MB-idle")
	b.ReportMetric(memory/80, "of-80MB")
	b.ReportMetric(first.Seconds()*1000/float64(rounds), "ms-to-first-ready")
	b.ReportMetric(again.Seconds()*1000/float64(rounds), "ms-to-ready")
	b.ReportMetric(max(first, again).Seconds()/float64(rounds), "of-1s")
}

// serveIdle starts the program, waits until it is ready and then for a while,
// and ends it. It returns the time until it was ready and the megabytes it held
// in the end.
func serveIdle(b *testing.B, binary, data string, idle time.Duration) (ready time.Duration, memory float64) {
	b.Helper()
	listen := freePort(b)
	command := exec.CommandContext(context.Background(), binary, "serve", "--data", data, "--listen", listen)
	begin := time.Now()
	if err := command.Start(); err != nil {
		b.Fatal(err)
	}
	defer func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	}()
	for !isReady("http://" + listen + "/readyz") {
		if time.Since(begin) > time.Minute {
			b.Fatal("the program is not ready after a minute")
		}
		<-time.After(2 * time.Millisecond)
	}
	ready = time.Since(begin)
	<-time.After(idle)
	return ready, resident(b, command.Process.Pid)
}

func isReady(address string) bool {
	request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, address, http.NoBody)
	if err != nil {
		return false
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	defer answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}

// resident is a process' memory in megabytes (10^6 bytes).
func resident(b *testing.B, pid int) float64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	var kilobytes float64
	_, line, _ := strings.Cut(string(status), "VmRSS:")
	if _, err := fmt.Sscan(line, &kilobytes); err != nil {
		b.Fatal(err)
	}
	return kilobytes * 1024 / 1e6
}
