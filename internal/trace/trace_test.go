package trace

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"go.opentelemetry.io/otel/trace"
	spans "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"
)

const (
	foreign   = "0af7651916cd43dd8448eb211c80319c"
	foreignly = "00-" + foreign + "-b7ad6b7169203331-01"
)

// receiving is a receiver that answers with a status and keeps what it took.
type receiving struct {
	status int

	mu    sync.Mutex
	asked int
	names []string
	key   string
}

func (r *receiving) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	body, _ := io.ReadAll(request.Body)
	var sent spans.TracesData
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked++
	if r.status != 0 {
		w.WriteHeader(r.status)
		return
	}
	r.key = request.Header.Get("Api-Key")
	_ = proto.Unmarshal(body, &sent)
	for _, from := range sent.GetResourceSpans() {
		for _, scope := range from.GetScopeSpans() {
			for _, span := range scope.GetSpans() {
				r.names = append(r.names, span.GetName())
			}
		}
	}
}

func tracing(t *testing.T, to http.Handler, o Options) *Tracer {
	t.Helper()
	server := httptest.NewServer(to)
	t.Cleanup(server.Close)
	o.Endpoint = server.URL
	tracer, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return tracer
}

func TestWhoseTraceIsGoneOnWith(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name            string
		said            []string
		trusted, accept bool
		goesOn          bool
	}{
		{"nobody's", nil, true, false, false},
		{"a proxy's", []string{foreignly}, true, false, true},
		{"a stranger's", []string{foreignly}, false, false, false},
		{"a stranger's where all are accepted", []string{foreignly}, false, true, true},
		{"two", []string{foreignly, foreignly}, true, false, false},
		{"zeros", []string{"00-00000000000000000000000000000000-b7ad6b7169203331-01"}, true, false, false},
		{"in capitals", []string{strings.ToUpper(foreignly)}, true, false, false},
		{"with more behind", []string{foreignly + "-x"}, true, false, false},
		{"nonsense", []string{strings.Repeat("<", 10_000)}, true, false, false},
	} {
		tracer := tracing(t, new(receiving), Options{Sample: 1, Accept: c.accept})
		ctx, span := tracer.Serve(t.Context(), http.Header{Header: c.said}, c.trusted)
		if got := ID(ctx) == foreign; got != c.goesOn || !span.Recorded() {
			t.Errorf("%s: in %s, recorded %v", c.name, ID(ctx), span.Recorded())
		}
		span.End()
		if err := tracer.Stop(t.Context()); err != nil {
			t.Error(err)
		}
	}
}

func TestSpansReachTheReceiver(t *testing.T) {
	t.Parallel()
	there := new(receiving)
	tracer := tracing(t, there, Options{Sample: 1, Lookup: func(name string) (string, bool) {
		return map[string]string{"OTEL_EXPORTER_OTLP_HEADERS": "api-key=a%20key,=x"}[name], true
	}})
	tracer.Start()
	ctx, outer := tracer.Serve(t.Context(), nil, false)
	_, inner := Start(ctx, "inner")
	inner.End()
	outer.Name("outer")
	outer.Finish(context.Canceled)
	if err := tracer.provider.ForceFlush(t.Context()); err != nil {
		t.Fatal(err)
	}
	there.mu.Lock()
	if strings.Join(there.names, " ") != "inner outer" || there.key != "a key" {
		t.Errorf("%v, key %q", there.names, there.key)
	}
	there.mu.Unlock()
	_, last := tracer.Call(context.Background(), "last", Carry(ctx))
	last.End()
	if err := tracer.Stop(t.Context()); err != nil { // sends what waits
		t.Fatal(err)
	}
	there.mu.Lock()
	defer there.mu.Unlock()
	if got := tracer.Counters(); got != (Counters{Sent: 3}) || there.names[2] != "last" {
		t.Errorf("%+v, %v", got, there.names)
	}
}

// A receiver that is away, or slow, costs spans and nothing else.
func TestWhatIsLostIsCounted(t *testing.T) {
	t.Parallel()
	there := &receiving{status: http.StatusBadRequest}
	tracer := tracing(t, there, Options{Sample: 1})
	for range queueLength + 7 { // nobody sends before Start
		_, span := tracer.Call(t.Context(), "call", "")
		span.End()
	}
	if err := tracer.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	there.mu.Lock()
	defer there.mu.Unlock()
	if got := tracer.Counters(); got != (Counters{Dropped: 7, Failed: queueLength}) || there.asked != queueLength/batchLength {
		t.Errorf("%+v of %d batches", got, there.asked)
	}
}

func TestAStopDoesNotWaitForAReceiverThatIsAway(t *testing.T) {
	t.Parallel()
	tracer := tracing(t, &receiving{status: http.StatusServiceUnavailable}, Options{Sample: 1, Every: time.Hour})
	tracer.Start()
	_, span := tracer.Call(t.Context(), "call", "")
	span.End()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond) // less than the first rest
	defer cancel()
	if err := tracer.Stop(ctx); err == nil || tracer.Counters().Failed != 1 {
		t.Errorf("%v, %+v", err, tracer.Counters())
	}
}

func TestWhereNothingIsTraced(t *testing.T) {
	t.Parallel()
	for name, environment := range map[string]map[string]string{
		"nothing is said": {},
		"switched off":    {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1", "OTEL_SDK_DISABLED": "true"},
		"no exporter":     {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1", "OTEL_TRACES_EXPORTER": "none"},
	} {
		off, err := New(Options{Sample: 1, Lookup: func(name string) (string, bool) { text, set := environment[name]; return text, set }})
		if off != nil || err != nil {
			t.Errorf("%s: %v, %v", name, off, err)
		}
	}
	var off *Tracer
	off.Start()
	ctx, span := off.Serve(t.Context(), http.Header{Header: {foreignly}}, true)
	if span.Recorded() || Carry(ctx) != "" || off.Outgoing(ctx) != "" || off.Counters() != (Counters{}) || off.Stop(ctx) != nil {
		t.Error("a tracer that is off does something")
	}
	span.Text("a", "b")
	span.Link(foreignly)
	span.Finish(nil)
	if inner, _ := Start(ctx, "inner"); inner != ctx {
		t.Error("a span below none")
	}
}

func TestWhatIsNotSampledIsCarriedAllTheSame(t *testing.T) {
	t.Parallel()
	tracer := tracing(t, new(receiving), Options{Sample: 0})
	ctx, span := tracer.Serve(t.Context(), nil, false)
	if span.Recorded() || !strings.HasSuffix(Carry(ctx), "-00") || Kept(ctx) != "" || ID(ctx) == "" {
		t.Errorf("recorded %v, carried %q, kept %q", span.Recorded(), Carry(ctx), Kept(ctx))
	}
	later, _ := tracer.Call(context.Background(), "call", Carry(ctx))
	if ID(later) != ID(ctx) || trace.SpanContextFromContext(later).IsSampled() || tracer.Outgoing(later) == "" {
		t.Errorf("goes on as %q", Carry(later))
	}
	tracer.inside = true
	if tracer.Outgoing(later) != "" {
		t.Error("a traceparent leaves")
	}
}

func TestWhatTheVariablesSay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		endpoint    string
		environment map[string]string
		want        string
	}{
		{"http://a:4318/", map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://b"}, "http://a:4318/v1/traces"},
		{"", map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://b/x"}, "http://b/x/v1/traces"},
		{"", map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://b", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "https://c/in"}, "https://c/in"},
		{"", map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "b:4317"}, ""},
		{"http://a", map[string]string{"OTEL_EXPORTER_OTLP_TIMEOUT": "soon"}, ""},
	} {
		got, err := receiverOf(Options{Endpoint: c.endpoint, Lookup: func(name string) (string, bool) { text, set := c.environment[name]; return text, set }})
		if (err == nil) != (c.want != "") || err == nil && got.url != c.want {
			t.Errorf("%q %v: %q, %v", c.endpoint, c.environment, got.url, err)
		}
	}
}
