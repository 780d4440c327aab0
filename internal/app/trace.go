package app

import (
	"log/slog"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/xiezhi/xiezhi/internal/id"
	"github.com/xiezhi/xiezhi/internal/trace"
)

// newTracer is nil where neither the settings nor the environment name a
// receiver.
func newTracer(cfg Config, log *slog.Logger) (*trace.Tracer, error) {
	set := cfg.Settings.Trace
	return trace.New(trace.Options{
		Endpoint: set.Endpoint, Sample: set.Sample, Service: set.ServiceName, Version: cfg.Version, Node: id.NewKey(),
		Accept: set.Accept, Inside: set.Inside, Lookup: cfg.Lookup, Log: log,
	})
}

// spans counts what became of them.
type spans struct{ tracer *trace.Tracer }

var tracedSpans = prometheus.NewDesc("xiezhi_trace_spans_total", "Recorded spans, by what became of them.", []string{"outcome"}, nil)

// Describe implements prometheus.Collector.
func (spans) Describe(to chan<- *prometheus.Desc) { to <- tracedSpans }

// Collect implements prometheus.Collector.
func (s spans) Collect(to chan<- prometheus.Metric) {
	counted := s.tracer.Counters()
	for outcome, number := range map[string]int64{"sent": counted.Sent, "dropped": counted.Dropped, "failed": counted.Failed} {
		to <- prometheus.MustNewConstMetric(tracedSpans, prometheus.CounterValue, float64(number), outcome)
	}
}
