package app

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// conns is what a platform's pool of connections has; a line that finds none free
// waits.
const conns = 256

// clientVariable makes this test binary the one that asks: its value is the file
// with what it asks about.
const clientVariable = "XIEZHI_BENCH_CLIENT"

// TestMain is the client of BenchmarkAuditLive where it is told to be: in a
// process of its own.
func TestMain(m *testing.M) {
	file := os.Getenv(clientVariable)
	if file == "" {
		os.Exit(m.Run())
	}
	if err := askFor(file); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func askFor(file string) error {
	var told load
	if err := told.read(file); err != nil {
		return err
	}
	if err := told.run(); err != nil {
		return err
	}
	return told.write(file)
}

// load is what the client is told, and what it tells.
type load struct {
	URL     string
	Lines   []string
	First   int64   // number of the first line
	Clients int     // connections
	Plain   bool    // asked by Go's own client, as a platform does, not with packets that are ready
	Rate    float64 // lines a second, 0 for as many as there can be
	Count   int

	Reached  float64
	Asked    int64 // lines about which a person is asked: the like of them were said before
	P50, P99 time.Duration
}

// warm is how many lines come before those that count: a second of them.
func (l *load) warm() int { return int(l.Rate) }

func (l *load) read(file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, l)
}

func (l *load) write(file string) error {
	data, err := json.Marshal(l)
	if err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o600)
}

// asked is a line on its way.
type asked struct {
	request []byte
	due     time.Time
	took    *time.Duration
}

func (l *load) run() error {
	address := strings.TrimPrefix(l.URL, "http://")
	lines, took := make([]asked, l.warm()+l.Count), make([]time.Duration, l.warm()+l.Count)
	for i := range lines {
		number := l.First + int64(i)
		lines[i] = asked{request: requestOf(address, packetOf(number, fmt.Sprint(l.Lines[number%int64(len(l.Lines))], number))), took: &took[i]}
	}
	l.Lines = nil
	debug.FreeOSMemory()
	debug.SetGCPercent(-1) // it is the server that is measured
	due, errs := make(chan asked, len(lines)), make([]error, l.Clients)
	var sent atomic.Int64
	var all sync.WaitGroup
	ask := dialled(address)
	if l.Plain {
		ask = plainly(l.URL, l.Clients)
	}
	for i := range errs {
		all.Go(func() { errs[i] = askAll(ask, due, &sent) })
	}
	start := time.Now()
	for i := range lines {
		lines[i].due = start
		if l.Rate > 0 {
			lines[i].due = start.Add(time.Duration(float64(i) / l.Rate * 1e9))
			<-time.After(time.Until(lines[i].due)) // the load itself has its times
		}
		due <- lines[i]
	}
	close(due)
	all.Wait()
	l.Reached, l.Asked = float64(len(lines))/time.Since(start).Seconds(), sent.Load()
	took = took[l.warm():]
	slices.Sort(took)
	l.P50, l.P99 = took[len(took)/2], took[len(took)*99/100]
	return errors.Join(errs...)
}

// askAll asks about lines, one after the other.
func askAll(start func() (asking, error), due <-chan asked, persons *atomic.Int64) error {
	ask, err := start()
	if err != nil {
		return err
	}
	for line := range due {
		body, err := ask(line.request)
		*line.took = time.Since(line.due)
		switch passed := bytes.Contains(body, []byte(`"code":1001`)); {
		case err != nil:
			return err
		case !passed && !bytes.Contains(body, []byte(`"code":1003`)):
			return fmt.Errorf("answered %s", body)
		case !passed:
			persons.Add(1)
		}
	}
	return nil
}

// asking sends a request, as it goes over the line, and returns the answer's body.
type asking func(request []byte) (body []byte, err error)

// dialled asks on a connection of its own.
func dialled(address string) func() (asking, error) {
	return func() (asking, error) {
		conn, err := net.Dial("tcp", address)
		answer := make([]byte, 8<<10)
		return func(request []byte) ([]byte, error) {
			if _, err := conn.Write(request); err != nil {
				return nil, err
			}
			return readAnswer(conn, answer)
		}, err
	}
}

// plainly asks by Go's own client.
func plainly(root string, clients int) func() (asking, error) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients, MaxConnsPerHost: clients}}
	return func() (asking, error) {
		return func(request []byte) ([]byte, error) {
			_, packet, _ := bytes.Cut(request, []byte("\r\n\r\n"))
			answer, err := client.Post(root+"/audit-live", "application/x-www-form-urlencoded", bytes.NewReader(packet))
			if err != nil {
				return nil, err
			}
			defer answer.Body.Close()
			return io.ReadAll(answer.Body)
		}, nil
	}
}

// readAnswer reads an answer of a length that is told, and returns its body.
func readAnswer(conn net.Conn, into []byte) (body []byte, err error) {
	read, whole := 0, len(into)
	for read < whole {
		n, err := conn.Read(into[read:])
		if err != nil {
			return nil, err
		}
		read += n
		head, _, ended := bytes.Cut(into[:read], []byte("\r\n\r\n"))
		if !ended {
			continue
		}
		_, length, _ := bytes.Cut(head, []byte("\r\nContent-Length: "))
		length, _, _ = bytes.Cut(length, []byte("\r\n"))
		size, err := strconv.Atoi(string(length))
		if err != nil {
			return nil, fmt.Errorf("%w in %q", err, head)
		}
		body, whole = into[len(head)+4:read], len(head)+4+size
	}
	return body, nil
}

func requestOf(host, packet string) []byte {
	return fmt.Appendf(nil, "POST /audit-live HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
		host, len(packet), packet)
}

// auditPacket asks about a line that is like no other.
func auditPacket(number int64) string {
	return packetOf(number, fmt.Sprint("今天的主播唱得真好听啊，再来一首 ", number))
}

func packetOf(number int64, text string) string {
	now := time.Now().UTC().Add(8 * time.Hour).Format(time.DateTime)
	line, _ := json.Marshal(map[string]any{ // plain fields always marshal
		"anchor_id": "600501", "live_id": fmt.Sprint(number % 100), "msg_time": now, "ip_address": "192.168.0.3",
		"user_id": fmt.Sprint("u", number%5000), "message_type": 0, "msg_content": text,
	})
	return url.Values{"app_id": {"2016"}, "version": {"1.1"}, "timestamp": {now}, "sign": {auditSign(now)}, "json_data": {string(line)}}.Encode()
}

func auditSign(now string) string {
	mac := hmac.New(sha1.New, []byte("k"))
	mac.Write([]byte("2016," + now))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
