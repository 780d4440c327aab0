package trace

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// receiver is where spans go, and how.
type receiver struct {
	url     string // empty: nowhere
	header  http.Header
	timeout time.Duration // of one try
	gzip    bool
}

// tracesPath is where OTLP receivers take spans.
const tracesPath = "/v1/traces"

const defaultTimeout = 10 * time.Second

// receiverOf reads what the options and the standard variables say of the
// receiver. The variable for traces alone wins over that for all signals.
func receiverOf(o Options) (receiver, error) {
	r := receiver{header: http.Header{}, timeout: defaultTimeout}
	if off, _ := value(o.Lookup, "OTEL_SDK_DISABLED"); strings.EqualFold(off, "true") {
		return r, nil
	}
	if exporter, set := value(o.Lookup, "OTEL_TRACES_EXPORTER"); set && exporter != "otlp" && o.Endpoint == "" {
		return r, nil
	}
	if r.url = endpointOf(o); r.url == "" {
		return r, nil
	}
	if u, err := url.Parse(r.url); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return r, fault.Field("trace.endpoint", "must be an address that begins with http:// or https://")
	}
	r.setHeaders(o)
	if text, set := exporterValue(o, "TIMEOUT"); set {
		number, err := strconv.Atoi(text)
		if err != nil || number <= 0 {
			return r, fault.Field("OTEL_EXPORTER_OTLP_TIMEOUT", "must be a number of milliseconds")
		}
		r.timeout = time.Duration(number) * time.Millisecond
	}
	compression, _ := exporterValue(o, "COMPRESSION")
	r.gzip = compression == "gzip"
	return r, nil
}

// setHeaders reads what is sent with each batch: name=value, between commas.
func (r receiver) setHeaders(o Options) {
	text, _ := exporterValue(o, "HEADERS")
	for pair := range strings.SplitSeq(text, ",") {
		name, said, _ := strings.Cut(pair, "=")
		if said, err := url.PathUnescape(strings.TrimSpace(said)); err == nil && strings.TrimSpace(name) != "" {
			r.header.Set(strings.TrimSpace(name), said)
		}
	}
}

// endpointOf is the whole address. The variable for traces alone is taken as it
// is, as the standard has it.
func endpointOf(o Options) string {
	if o.Endpoint == "" {
		if whole, set := value(o.Lookup, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"); set {
			return whole
		}
		o.Endpoint, _ = value(o.Lookup, "OTEL_EXPORTER_OTLP_ENDPOINT")
	}
	if o.Endpoint == "" {
		return ""
	}
	return strings.TrimRight(o.Endpoint, "/") + tracesPath
}

func exporterValue(o Options, name string) (string, bool) {
	if text, set := value(o.Lookup, "OTEL_EXPORTER_OTLP_TRACES_"+name); set {
		return text, true
	}
	return value(o.Lookup, "OTEL_EXPORTER_OTLP_"+name)
}

// value is what a variable says. An empty one says nothing.
func value(lookup func(string) (string, bool), name string) (string, bool) {
	if lookup == nil {
		return "", false
	}
	text, _ := lookup(name)
	text = strings.TrimSpace(text)
	return text, text != ""
}
