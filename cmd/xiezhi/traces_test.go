package main

import (
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	spans "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"
)

// spanReceiver takes spans as an OpenTelemetry collector does.
type spanReceiver struct {
	base string
	mu   sync.Mutex
	all  []seenSpan
}

// seenSpan is a span as it came over the wire, with its process.
type seenSpan struct {
	*spans.Span
	node string
}

func newSpanReceiver(t *testing.T) *spanReceiver {
	t.Helper()
	r := &spanReceiver{}
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	r.base = server.URL
	return r
}

func (r *spanReceiver) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	body, err := io.ReadAll(request.Body)
	var sent spans.TracesData
	if err != nil || request.URL.Path != "/v1/traces" || proto.Unmarshal(body, &sent) != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, from := range sent.GetResourceSpans() {
		node := ""
		for _, said := range from.GetResource().GetAttributes() {
			if said.GetKey() == "service.instance.id" {
				node = said.GetValue().GetStringValue()
			}
		}
		for _, scope := range from.GetScopeSpans() {
			for _, span := range scope.GetSpans() {
				r.all = append(r.all, seenSpan{span, node})
			}
		}
	}
}

// find waits for so many spans of a name, in the order in which they began.
func (r *spanReceiver) find(t *testing.T, name string, n int) []seenSpan {
	t.Helper()
	var found []seenSpan
	eventually(t, 30*time.Second, "the span "+name, func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		found = nil
		for _, span := range r.all {
			if span.GetName() == name {
				found = append(found, span)
			}
		}
		return len(found) >= n
	})
	return found
}

// byID finds a span that has come.
func (r *spanReceiver) byID(t *testing.T, id []byte) seenSpan {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, span := range r.all {
		if string(span.GetSpanId()) == string(id) {
			return span
		}
	}
	t.Fatalf("there is no span %x", id)
	return seenSpan{}
}

func (s seenSpan) traceID() string { return hex.EncodeToString(s.GetTraceId()) }

func (s seenSpan) linksTo(traceID string) bool {
	for _, link := range s.GetLinks() {
		if hex.EncodeToString(link.GetTraceId()) == traceID {
			return true
		}
	}
	return false
}

func (s seenSpan) number(key string) int64 {
	for _, said := range s.GetAttributes() {
		if said.GetKey() == key {
			return said.GetValue().GetIntValue()
		}
	}
	return 0
}

// withHeader sends one header with every request.
type withHeader struct{ name, value string }

func (h withHeader) RoundTrip(request *http.Request) (*http.Response, error) {
	request.Header.Set(h.name, h.value)
	return http.DefaultTransport.RoundTrip(request)
}

const strangersTrace = "0af7651916cd43dd8448eb211c80319c"

// TestATraceGoesOnOverTheStore: two people report a user, a reviewer mutes him
// for it while the platform is out of order, the process is killed, and another
// one delivers. The decision's trace has every attempt, points at both reports,
// and is told to the platform.
func TestATraceGoesOnOverTheStore(t *testing.T) {
	t.Parallel()
	onEnginesWithReceiver(t, 1, func(t *testing.T, s *server, r *receiver) {
		collector := newSpanReceiver(t)
		r.set(busy)
		s.kill()
		s.args = append(s.args, "--trace-endpoint", collector.base, "--trace-sample", "1")
		s.start()

		reportTraced(t, s)
		reviewer := newClient(t, s.base)
		reviewer.logInPatiently("r1")
		var next reported
		reviewer.get("/report/message/next").into(t, &next)
		if answer := reviewer.insist(http.MethodPost, "/punish", next.punishment(1, 101, 1, "timedelta", "24")); !answer.ok() {
			t.Fatal(answer)
		}

		filed := collector.find(t, "report.file", 2)
		decided := collector.find(t, "case.decide", 1)[0]
		failed := collector.find(t, "deliver uplus", 1)[0]
		checkReports(t, collector, filed, decided)
		s.kill()
		s.start()
		r.set(working)
		eventually(t, 60*time.Second, "the mute arrives", func() bool { return len(r.accepted()) == 1 })
		checkDelivery(t, collector, decided, failed, r.accepted()[0].trace)
		if request := collector.byID(t, decided.GetParentSpanId()); request.GetName() != "POST /punish" || request.number("http.response.status_code") != 200 {
			t.Errorf("the decision was asked for by %s", request)
		}
		if claimed := collector.find(t, "case.claim", 1)[0]; claimed.number("xiezhi.cases") != 1 {
			t.Errorf("the claim: %s", claimed)
		}
		checkNothingSaid(t, collector)
		checkLogged(t, s, decided)
	})
}

// reportTraced has two people report the same message; one says that he belongs
// to a trace.
func reportTraced(t *testing.T, s *server) {
	t.Helper()
	for _, reporter := range []string{"a", "b"} {
		c := newClient(t, s.base)
		if reporter == "b" {
			c.http.Transport = withHeader{"Traceparent", "00-" + strangersTrace + "-b7ad6b7169203331-01"}
		}
		if answer := c.reporting(reporter, tokenOf(reporter), hallReport(reporter, "u1", "m1")); !answer.ok() {
			t.Fatal(answer)
		}
	}
}

// checkLogged finds the decision's line by its trace.
func checkLogged(t *testing.T, s *server, decided seenSpan) {
	t.Helper()
	for _, line := range s.log.requests() {
		if strings.Contains(line, "path=/punish ") && strings.Contains(line, " request_id=") && strings.Contains(line, " trace_id="+decided.traceID()) {
			return
		}
	}
	t.Errorf("no line of the log tells of the decision: %q", s.log.requests())
}

func checkReports(t *testing.T, collector *spanReceiver, filed []seenSpan, decided seenSpan) {
	t.Helper()
	if len(filed) != 2 || filed[0].number("xiezhi.case") != decided.number("xiezhi.case") || filed[0].traceID() == filed[1].traceID() {
		t.Errorf("the reports' spans: %v", filed)
	}
	strangers := 0
	for _, span := range filed {
		if !decided.linksTo(span.traceID()) {
			t.Errorf("the decision does not point at the report's trace %s: %v", span.traceID(), decided.GetLinks())
		}
		request := collector.byID(t, span.GetParentSpanId())
		if !strings.HasPrefix(request.GetName(), "POST /") || strings.Contains(request.GetName(), "ios") || len(request.GetParentSpanId()) != 0 {
			t.Errorf("the report's request: %s", request)
		}
		if request.traceID() == strangersTrace {
			t.Error("a stranger's trace was gone on with")
		}
		if request.linksTo(strangersTrace) {
			strangers++
		}
	}
	if strangers != 1 {
		t.Errorf("%d requests point at the stranger's trace, want 1", strangers)
	}
}

// checkDelivery holds the attempts of both processes against the decision.
func checkDelivery(t *testing.T, collector *spanReceiver, decided, failed seenSpan, told string) {
	t.Helper()
	var delivered seenSpan
	eventually(t, 30*time.Second, "the span of the delivery", func() bool {
		for _, span := range collector.find(t, "deliver uplus", 1) {
			if span.number("http.response.status_code") == http.StatusOK {
				delivered = span
			}
		}
		return delivered.Span != nil
	})
	for _, span := range collector.find(t, "deliver uplus", 2) {
		if span.traceID() != decided.traceID() || string(span.GetParentSpanId()) != string(decided.GetSpanId()) {
			t.Errorf("an attempt outside the decision: %s", span)
		}
	}
	if failed.number("xiezhi.attempt") != 1 || failed.GetStatus().GetCode() != spans.Status_STATUS_CODE_ERROR {
		t.Errorf("the first attempt: %s", failed)
	}
	if delivered.number("xiezhi.attempt") < 2 || delivered.node == failed.node || delivered.node == "" {
		t.Errorf("the delivery by %s after %s: %s", delivered.node, failed.node, delivered)
	}
	if want := "00-" + decided.traceID() + "-" + hex.EncodeToString(delivered.GetSpanId()) + "-01"; told != want {
		t.Errorf("the platform was told %q, want %q", told, want)
	}
}

// checkNothingSaid wants nothing in the spans that users wrote or that is a
// secret.
func checkNothingSaid(t *testing.T, collector *spanReceiver) {
	t.Helper()
	collector.mu.Lock()
	defer collector.mu.Unlock()
	for _, span := range collector.all {
		text := span.String()
		for _, mark := range []string{"yhxf0829", "token", password, serverToken, "/v/1.0/"} {
			if strings.Contains(text, mark) {
				t.Errorf("a span says %q: %s", mark, text)
			}
		}
	}
}
