package app

import (
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/xiezhi/xiezhi/internal/presence"
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
