package app

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// vitals tells how this process' side of the database does.
type vitals struct{ store *sqlstore.Store }

var (
	connections    = describe("store_connections", "Connections to the database; on SQLite those that read.", "state")
	connectionsMax = describe("store_connections_max", "How many connections there may be.")
	waits          = describe("store_connection_waits_total", "How often somebody waited for a connection.")
	waited         = describe("store_connection_wait_seconds_total", "How long that was, in all.")
	storeWrites    = describe("store_writes_total", "Writes that were begun (SQLite).")
	storeCommits   = describe("store_commits_total", "Transactions that carried the writes (SQLite).")
	logFrames      = describe("store_log_frames", "Pages of 4 KiB in the write-ahead log that the file does not have yet (SQLite).")
	fileBytes      = describe("store_file_bytes", "Sizes of the database's files (SQLite).", "file")
)

// Describe implements prometheus.Collector.
func (vitals) Describe(to chan<- *prometheus.Desc) {
	for _, desc := range []*prometheus.Desc{connections, connectionsMax, waits, waited, storeWrites, storeCommits, logFrames, fileBytes} {
		to <- desc
	}
}

// Collect implements prometheus.Collector.
func (v vitals) Collect(to chan<- prometheus.Metric) {
	tell := func(desc *prometheus.Desc, kind prometheus.ValueType, value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(desc, kind, value, labels...)
	}
	now := v.store.Vitals()
	tell(connections, prometheus.GaugeValue, float64(now.Connections.InUse), "in_use")
	tell(connections, prometheus.GaugeValue, float64(now.Connections.Idle), "idle")
	tell(connectionsMax, prometheus.GaugeValue, float64(now.Connections.Most))
	tell(waits, prometheus.CounterValue, float64(now.Connections.Waits))
	tell(waited, prometheus.CounterValue, now.Connections.Waited.Seconds())
	if j := now.Journal; j != nil {
		tell(storeWrites, prometheus.CounterValue, float64(j.Requests))
		tell(storeCommits, prometheus.CounterValue, float64(j.Commits))
		tell(logFrames, prometheus.GaugeValue, float64(j.Frames))
		tell(fileBytes, prometheus.GaugeValue, float64(j.FileBytes), "database")
		tell(fileBytes, prometheus.GaugeValue, float64(j.LogBytes), "log")
	}
}
