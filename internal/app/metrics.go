package app

import (
	"strconv"
	"strings"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/xiezhi/xiezhi/internal/presence"
	"github.com/xiezhi/xiezhi/internal/push"
)

// newAuditAnswers counts what live messages were answered, refused packets
// among them.
func newAuditAnswers() *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "xiezhi_live_answers_total", Help: "Answers to live messages, by the contract's code.",
	}, []string{"code"})
}

func (a *App) countAudit(code int) { a.answers.WithLabelValues(strconv.Itoa(code)).Inc() }

// metrics are all there are.
func (a *App) metrics() *prometheus.Registry {
	registry := prometheus.NewRegistry()
	registry.MustRegister(apart(a.parlour.roster), collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), a.answers)
	registry.MustRegister(a.parlour.counts()...)
	return registry
}

// apart says whether nodes do not hear from each other who is online.
func apart(roster *presence.Roster) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "xiezhi_presence_apart", Help: "1 while this node and the others do not hear from each other who is online, else 0.",
	}, func() float64 {
		if roster.Problem() != nil {
			return 1
		}
		return 0
	})
}

// counts are those of the push channel.
func (p *parlour) counts() []prometheus.Collector {
	count := func(name, help string, read func(push.Counters) int64) prometheus.Collector {
		value := func() float64 { return float64(read(p.push.Counters())) }
		if strings.HasSuffix(name, "_total") {
			return prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "xiezhi_push_" + name, Help: help}, value)
		}
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "xiezhi_push_" + name, Help: help}, value)
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
