package app

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/config"
	"github.com/xiezhi/xiezhi/internal/detect"
	"github.com/xiezhi/xiezhi/internal/detect/detecttest"
	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/detect/starter"
)

// conns is what a platform's pool of connections has; a line that finds none free
// waits.
const conns = 256

// BenchmarkAuditLive asks about live messages over HTTP, 64 and 256 at a time,
// each durable before its answer, with 100,000 terms to be looked for; and asks a
// bare handler that only parses the same form and verifies the same signature.
// The client is in the same process and takes its share of the machine in both;
// cpu-µs is what both take of a processor for a line, which other work on the machine blurs
// least. Then lines come to each at 70 % of what it reached, whatever became of
// those before.
func BenchmarkAuditLive(b *testing.B) {
	go CollectRarely(b.Context()) // as the command does
	live := newAsker(b, config.Default().Trace)
	server := httptest.NewServer(http.HandlerFunc(bareAudit))
	b.Cleanup(server.Close)
	floor := &asker{url: server.URL, lines: live.lines}
	var bare, durable pace
	for _, clients := range []int{64, conns} {
		b.Run(fmt.Sprintf("bare/clients=%d", clients), func(b *testing.B) { bare = floor.askMany(b, clients, pace{}) })
		b.Run(fmt.Sprintf("durable/clients=%d", clients), func(b *testing.B) { durable = live.askMany(b, clients, bare) })
	}
	var slow time.Duration
	b.Run("bare at 70 percent", func(b *testing.B) { slow = floor.askSteadily(b, 0.7*bare.rate) })
	b.Run("durable at 70 percent", func(b *testing.B) {
		b.ReportMetric(float64(live.askSteadily(b, 0.7*durable.rate))/float64(max(slow, 1)), "p99-of-bare")
	})
}

// BenchmarkAuditLiveTraced asks as above, without traces, with one line in a
// hundred recorded, and with all of them.
func BenchmarkAuditLiveTraced(b *testing.B) {
	go CollectRarely(b.Context())
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) }))
	b.Cleanup(receiver.Close)
	for _, c := range []struct {
		name   string
		traced config.Trace
	}{
		{"off", config.Trace{}}, {"one in 100", config.Trace{Endpoint: receiver.URL, Sample: 0.01}}, {"all", config.Trace{Endpoint: receiver.URL, Sample: 1}},
	} {
		live := newAsker(b, c.traced)
		b.Run(c.name, func(b *testing.B) { live.askMany(b, 64, pace{}) })
	}
}

// pace is how fast lines were answered, in lines a second, and what each took of a processor.
type pace struct {
	rate float64
	cpu  time.Duration
}

type asker struct {
	url    string
	lines  []string
	number atomic.Int64
	asked  atomic.Int64 // lines about which a person is asked: the like of them were said before
	client http.Client
}

// newAsker starts a server and asks it about lines in which nothing is found.
func newAsker(b *testing.B, traced config.Trace) *asker {
	chat := detecttest.Chat(40_000, 1)
	texts, err := detecttest.Terms(101_000, chat[:5000])
	if err != nil {
		b.Fatal(err)
	}
	texts = slices.DeleteFunc(texts, func(text string) bool { return WordList{Action: "review", Category: "ad"}.term(text).Check() != nil })[:100_000]
	terms := starter.Terms("starter")
	for _, text := range texts {
		terms = append(terms, lexicon.Term{Text: text, Action: lexicon.Review})
	}
	var engine detect.Engine
	set, _ := detect.Compile(terms, nil)
	engine.Use(set)
	harmless := slices.DeleteFunc(chat, func(line string) bool { return len(engine.Examine(line, lexicon.Where{}).Findings) > 0 })
	file, err := ParseFile("declared.yaml", []byte(`apps: [{id: live, yunjing: [{app_id: "2016", key: k}]}]`))
	if err != nil {
		b.Fatal(err)
	}
	file.Words = []WordList{{List: "bench", Category: "ad", Action: "review", Terms: texts}}
	settings := config.Default()
	settings.Listen, settings.Data, settings.Trace = "127.0.0.1:0", b.TempDir(), traced
	a, err := New(b.Context(), Config{Settings: settings, Declare: []*File{file}}, quiet)
	if err != nil {
		b.Fatal(err)
	}
	if err := a.Start(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = a.Stop(context.WithoutCancel(b.Context())) })
	return &asker{url: a.URL(), lines: harmless}
}

// askMany asks as fast as so many clients can.
func (a *asker) askMany(b *testing.B, clients int, floor pace) pace {
	b.Helper()
	a.client.Transport = &http.Transport{MaxIdleConnsPerHost: 1024}
	b.Cleanup(a.client.CloseIdleConnections)
	before := processorTime()
	b.SetParallelism(max(clients/runtime.GOMAXPROCS(0), 1))
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := a.ask(); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.StopTimer()
	p := pace{float64(b.N) / b.Elapsed().Seconds(), (processorTime() - before) / time.Duration(b.N)}
	b.ReportMetric(p.rate, "lines/s")
	b.ReportMetric(float64(p.cpu.Nanoseconds())/1e3, "cpu-µs")
	if floor.rate > 0 {
		b.ReportMetric(100*float64(a.asked.Load())/float64(a.number.Load()), "%-asked")
		b.ReportMetric(p.rate/floor.rate, "of-bare")
		b.ReportMetric(float64(floor.cpu)/float64(max(p.cpu, 1)), "of-bare-by-cpu")
	}
	return p
}

// clientVariable makes this test binary the one that asks: its value is the file
// with what it asks about.
const clientVariable = "XIEZHI_BENCH_CLIENT"

// steadily is what the client that asks at a rate is told, and what it tells.
type steadily struct {
	URL   string
	Lines []string
	First int64 // number of the first line
	Rate  float64
	Warm  int // lines before those that count: the connections are opened by them
	Count int

	Reached  float64
	P50, P99 time.Duration
}

// askSteadily has another process ask at a rate, each line at its time, and
// reports how long the answers took, from the time at which the line was due.
func (a *asker) askSteadily(b *testing.B, rate float64) (p99 time.Duration) {
	b.Helper()
	told := steadily{URL: a.url, Lines: a.lines, First: a.number.Load(), Rate: rate, Warm: int(rate), Count: b.N}
	file := filepath.Join(b.TempDir(), "asked.json")
	if err := told.write(file); err != nil {
		b.Fatal(err)
	}
	client := exec.CommandContext(b.Context(), os.Args[0])
	client.Env = append(os.Environ(), clientVariable+"="+file)
	if out, err := client.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	a.number.Add(int64(told.Warm + told.Count))
	if err := told.read(file); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(told.Reached, "lines/s")
	b.ReportMetric(float64(told.P50.Microseconds())/1e3, "p50-ms")
	b.ReportMetric(float64(told.P99.Microseconds())/1e3, "p99-ms")
	return told.P99
}

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
	var told steadily
	if err := told.read(file); err != nil {
		return err
	}
	if err := told.ask(); err != nil {
		return err
	}
	return told.write(file)
}

func (s *steadily) read(file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, s)
}

func (s *steadily) write(file string) error {
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o600)
}

func (s *steadily) ask() error {
	a := &asker{url: s.URL, lines: s.Lines}
	a.number.Store(s.First)
	a.client.Transport = &http.Transport{MaxIdleConnsPerHost: conns, MaxConnsPerHost: conns}
	debug.SetGCPercent(-1) // it is the server that is measured
	took, errs := make([]time.Duration, s.Warm+s.Count), make([]error, s.Warm+s.Count)
	var asking sync.WaitGroup
	start := time.Now()
	for i := range took {
		due := start.Add(time.Duration(float64(i) / s.Rate * 1e9))
		<-time.After(time.Until(due)) // the load itself has its times
		asking.Go(func() {
			errs[i], took[i] = a.ask(), time.Since(due)
		})
	}
	asking.Wait()
	s.Reached = float64(len(took)) / time.Since(start).Seconds()
	took = took[s.Warm:]
	slices.Sort(took)
	s.P50, s.P99, s.Lines = took[len(took)/2], took[len(took)*99/100], nil
	return errors.Join(errs...)
}

func (a *asker) ask() error {
	answer, err := a.client.Post(a.url+"/audit-live", "application/x-www-form-urlencoded", strings.NewReader(a.packet()))
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	switch passed := strings.Contains(string(body), `"code":1001`); {
	case err != nil:
		return err
	case !passed && !strings.Contains(string(body), `"code":1003`):
		return fmt.Errorf("%d %s", answer.StatusCode, body)
	case !passed:
		a.asked.Add(1)
	}
	return nil
}

func (a *asker) packet() string {
	number := a.number.Add(1)
	return packetOf(number, fmt.Sprint(a.lines[number%int64(len(a.lines))], number))
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

func bareAudit(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil || !hmac.Equal([]byte(r.PostForm.Get("sign")), []byte(auditSign(r.PostForm.Get("timestamp")))) {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	_, _ = io.WriteString(w, `{"json":{"code":1001}}`)
}
