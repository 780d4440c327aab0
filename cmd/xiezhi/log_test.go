package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
)

// unsaid are the secrets that the tests give to servers, and pieces of what
// their users write over every protocol. No line of a log has any, whatever its
// level.
var unsaid = []string{
	password, serverToken, tokenKey, secret000, textKey, pictureKey, aesKey128, "eyJ", "Bearer ",
	"加微信", "yhxf0829", "日结", "裸聊", "都来我的房间", "百家乐", "测试", "你好",
}

// logWatch reads the log of a process.
type logWatch struct {
	mu      sync.Mutex
	lines   []string // those that tell of a request
	leaks   []string
	reading sync.WaitGroup
}

// read takes the log to its end.
func (w *logWatch) read(log io.Reader) {
	lines := bufio.NewScanner(log)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		if strings.Contains(line, "panic") || os.Getenv("XIEZHI_TEST_LOG") != "" {
			fmt.Fprintln(os.Stderr, line)
		}
		w.hear(line)
	}
}

func (w *logWatch) hear(line string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if strings.Contains(line, "msg=request") {
		w.lines = append(w.lines, line)
	}
	for _, mark := range unsaid {
		if strings.Contains(line, mark) {
			w.leaks = append(w.leaks, line)
		}
	}
}

// tell fails the test for each line that says too much.
func (w *logWatch) tell(t *testing.T) {
	t.Helper()
	w.reading.Wait()
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, line := range w.leaks {
		t.Errorf("the log has a secret or what users wrote: %s", line)
	}
	w.leaks = nil
}

// requests are the lines that tell of a request.
func (w *logWatch) requests() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]string(nil), w.lines...)
}

func TestTheWatchHearsWhatMustNotBeSaid(t *testing.T) {
	t.Parallel()
	w := new(logWatch)
	w.read(strings.NewReader("level=INFO msg=request path=/x\nlevel=DEBUG msg=ok text=快加微信\nlevel=WARN msg=ok key=" + tokenKey + "\n"))
	if len(w.leaks) != 2 || len(w.requests()) != 1 {
		t.Errorf("%d leaks, %d requests", len(w.leaks), len(w.requests()))
	}
}
