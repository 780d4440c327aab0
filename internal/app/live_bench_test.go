package app

import (
	"context"
	"crypto/hmac"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/config"
	"github.com/xiezhi/xiezhi/internal/detect"
	"github.com/xiezhi/xiezhi/internal/detect/detecttest"
	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/detect/starter"
)

// BenchmarkAuditLive asks about live messages over HTTP, 64 and 256 at a time,
// each durable before its answer, with 100,000 terms to be looked for; and asks a
// bare handler that only parses the same form and verifies the same signature.
// Who asks is a process of its own, and takes its share of the machine in both: as a
// platform in Go does, and with packets that are ready, which is nearly nothing;
// cpu-µs is what the server takes of a processor for a line. Then lines come to each at 70 % of what it reached, whatever became of
// those before.
func BenchmarkAuditLive(b *testing.B) {
	go CollectRarely(b.Context()) // as the command does
	live := newAsker(b, config.Default().Trace)
	server := httptest.NewServer(http.HandlerFunc(bareAudit))
	b.Cleanup(server.Close)
	floor := &asker{url: server.URL, lines: live.lines}
	var bare, durable pace
	for _, way := range []load{{Clients: 64, Plain: true}, {Clients: conns, Plain: true}, {Clients: 64}, {Clients: conns}} {
		name := fmt.Sprintf("/packets/clients=%d", way.Clients)
		if way.Plain {
			name = fmt.Sprintf("/platform/clients=%d", way.Clients)
		}
		b.Run("bare"+name, func(b *testing.B) { bare = floor.askMany(b, way) })
		b.Run("durable"+name, func(b *testing.B) {
			durable = live.askMany(b, way)
			durable.compare(b, bare)
		})
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
		b.Run(c.name, func(b *testing.B) { live.askMany(b, load{Clients: 64}) })
	}
}

// pace is how fast lines were answered, in lines a second, and what each took of a processor.
type pace struct {
	rate float64
	cpu  time.Duration
}

func (p pace) compare(b *testing.B, floor pace) {
	b.ReportMetric(p.rate/floor.rate, "of-bare")
	b.ReportMetric(float64(floor.cpu)/float64(max(p.cpu, 1)), "of-bare-by-cpu")
}

type asker struct {
	url    string
	lines  []string
	number int64
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
func (a *asker) askMany(b *testing.B, way load) pace {
	b.Helper()
	told, taken := a.ask(b, way)
	p := pace{told.Reached, taken / time.Duration(b.N)}
	b.ReportMetric(p.rate, "lines/s")
	b.ReportMetric(float64(p.cpu.Nanoseconds())/1e3, "cpu-µs")
	b.ReportMetric(100*float64(told.Asked)/float64(b.N), "%-asked")
	return p
}

// askSteadily asks at a rate, each line at its time, and reports how long the
// answers took, from the time at which the line was due.
func (a *asker) askSteadily(b *testing.B, rate float64) (p99 time.Duration) {
	b.Helper()
	told, _ := a.ask(b, load{Clients: conns, Rate: rate})
	b.ReportMetric(told.Reached, "lines/s")
	b.ReportMetric(float64(told.P50.Microseconds())/1e3, "p50-ms")
	b.ReportMetric(float64(told.P99.Microseconds())/1e3, "p99-ms")
	return told.P99
}

// ask has another process ask, and tells also what this one took of the processors
// meanwhile.
func (a *asker) ask(b *testing.B, told load) (answered load, taken time.Duration) {
	b.Helper()
	told.URL, told.Lines, told.First, told.Count = a.url, a.lines, a.number, b.N
	a.number += int64(told.Count + told.warm())
	file := filepath.Join(b.TempDir(), "asked.json")
	if err := told.write(file); err != nil {
		b.Fatal(err)
	}
	client := exec.CommandContext(b.Context(), os.Args[0])
	client.Env = append(os.Environ(), clientVariable+"="+file)
	client.Stderr = os.Stderr
	b.ResetTimer()
	before := processorTime()
	if err := client.Run(); err != nil {
		b.Fatal(err)
	}
	b.StopTimer()
	taken = processorTime() - before
	if err := told.read(file); err != nil {
		b.Fatal(err)
	}
	return told, taken
}

func bareAudit(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil || !hmac.Equal([]byte(r.PostForm.Get("sign")), []byte(auditSign(r.PostForm.Get("timestamp")))) {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	_, _ = io.WriteString(w, `{"json":{"code":1001}}`)
}
