package app

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/xiezhi/xiezhi/internal/bus"
)

var (
	busUp       = describe("bus_up", "1 where this node hears all others that share its store, or is alone; else 0.")
	busPeers    = describe("bus_peers", "Other nodes that are heard.")
	busMessages = describe("bus_messages_total", "Hints between nodes, by what became of them.", "outcome")
)

// busCounts tells how the bus does.
type busCounts struct{ bus *bus.Bus }

// Describe implements prometheus.Collector.
func (busCounts) Describe(to chan<- *prometheus.Desc) {
	for _, desc := range []*prometheus.Desc{busUp, busPeers, busMessages} {
		to <- desc
	}
}

// Collect implements prometheus.Collector.
func (b busCounts) Collect(to chan<- prometheus.Metric) {
	up := 1.0
	if b.bus.Problem() != nil {
		up = 0
	}
	to <- prometheus.MustNewConstMetric(busUp, prometheus.GaugeValue, up)
	to <- prometheus.MustNewConstMetric(busPeers, prometheus.GaugeValue, float64(len(b.bus.Peers())))
	counted := b.bus.Counters()
	for outcome, number := range map[string]int64{"sent": counted.Sent, "heard": counted.Heard, "refused": counted.Refused, "lost": counted.Lost} {
		to <- prometheus.MustNewConstMetric(busMessages, prometheus.CounterValue, float64(number), outcome)
	}
}
