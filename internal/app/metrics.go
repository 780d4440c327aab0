package app

import (
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
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
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), a.answers)
	return registry
}
