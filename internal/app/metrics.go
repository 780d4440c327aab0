package app

import (
	"cmp"
	"runtime"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/xiezhi/xiezhi/internal/presence"
	"github.com/xiezhi/xiezhi/internal/push"
)

// metrics are all there are; docs/metrics.md says what each means. No label
// holds what users wrote or who they are: apps, queues, channels, routes and
// names of our own.
func (a *App) metrics() *prometheus.Registry {
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	registry.MustRegister(buildInfo(a.version), a.loops, busCounts{a.bus}, newBacklog(a), vitals{a.store}, oldest{a})
	registry.MustRegister(a.tally.all()...)
	registry.MustRegister(
		gauge("xiezhi_live_unkept", "Live messages that were answered and wait to be kept.", func() float64 { return float64(a.screen.Unkept()) }),
		gauge("xiezhi_delivery_in_flight", "Deliveries under way from this process.", func() float64 { return float64(a.delivery.Counters().InFlight) }),
		apart(a.parlour.roster), online{a},
	)
	registry.MustRegister(a.parlour.counts()...)
	registry.MustRegister(spans{a.tracer})
	registerDisk(registry, a.own.Data)
	return registry
}

func gauge(name, help string, read func() float64) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, read)
}

// buildInfo is 1, with what runs in its labels.
func buildInfo(version string) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "xiezhi_build_info", Help: "1, labelled by what runs.",
		ConstLabels: prometheus.Labels{"version": cmp.Or(version, "unknown"), "go": runtime.Version()},
	}, func() float64 { return 1 })
}

// lastSuccess is when a loop last did its work.
var lastSuccess = prometheus.NewDesc("xiezhi_loop_last_success_timestamp_seconds",
	"When background work last succeeded, or began, by its name.", []string{"loop"}, nil)

// Describe implements prometheus.Collector.
func (l *loops) Describe(to chan<- *prometheus.Desc) { to <- lastSuccess }

// Collect implements prometheus.Collector.
func (l *loops) Collect(to chan<- prometheus.Metric) {
	for _, one := range l.list {
		at := time.Duration(one.good.Load().UnixNano()).Seconds()
		to <- prometheus.MustNewConstMetric(lastSuccess, prometheus.GaugeValue, at, one.name)
	}
}

// apart says whether nodes do not hear from each other who is online.
func apart(roster *presence.Roster) prometheus.Collector {
	return gauge("xiezhi_presence_apart", "1 while this node and the others do not hear from each other who is online, else 0.", func() float64 {
		if roster.Problem() != nil {
			return 1
		}
		return 0
	})
}

// online counts who is here, for apps with a party.
type online struct{ app *App }

var onlineUsers = prometheus.NewDesc("xiezhi_presence_online", "Users who are online as far as this node knows, by app.", []string{"app"}, nil)

// Describe implements prometheus.Collector.
func (online) Describe(to chan<- *prometheus.Desc) { to <- onlineUsers }

// Collect implements prometheus.Collector.
func (o online) Collect(to chan<- prometheus.Metric) {
	for _, app := range o.app.registry.All() {
		if app.Party != nil {
			to <- prometheus.MustNewConstMetric(onlineUsers, prometheus.GaugeValue, float64(o.app.parlour.roster.Count(app.ID)), app.ID)
		}
	}
}

// counts are those of the push channel.
func (p *parlour) counts() []prometheus.Collector {
	count := func(name, help string, read func(push.Counters) int64) prometheus.Collector {
		value := func() float64 { return float64(read(p.push.Counters())) }
		if strings.HasSuffix(name, "_total") {
			return prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "xiezhi_push_" + name, Help: help}, value)
		}
		return gauge("xiezhi_push_"+name, help, value)
	}
	return []prometheus.Collector{
		count("connections", "Open connections of devices.", func(c push.Counters) int64 { return c.Connections }),
		count("users", "Users who are connected.", func(c push.Counters) int64 { return c.Users }),
		count("kept_total", "Messages kept for users, each for one.", func(c push.Counters) int64 { return c.Kept }),
		count("late_total", "Messages that were of no use any more.", func(c push.Counters) int64 { return c.Late }),
		count("refused_total", "Connections that were not admitted.", func(c push.Counters) int64 { return c.Refused }),
		count("cut_total", "Connections ended by the server.", func(c push.Counters) int64 { return c.Cut }),
	}
}
