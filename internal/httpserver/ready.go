package httpserver

import (
	"context"
	"slices"

	"github.com/prometheus/client_golang/prometheus"
)

// readiness tells of each check, when it is asked, what /readyz would.
type readiness struct{ server *Server }

var ready = prometheus.NewDesc("xiezhi_ready", "1 where a part of this process works, else 0; /readyz wants all of them.", []string{"check"}, nil)

// Describe implements prometheus.Collector.
func (readiness) Describe(to chan<- *prometheus.Desc) { to <- ready }

// Collect implements prometheus.Collector.
func (r readiness) Collect(to chan<- prometheus.Metric) {
	failed := r.server.runChecks(context.Background())
	for _, check := range r.server.options.Checks {
		works := 1.0
		if slices.Contains(failed, check.Name) {
			works = 0
		}
		to <- prometheus.MustNewConstMetric(ready, prometheus.GaugeValue, works, check.Name)
	}
}
