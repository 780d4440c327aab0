package app

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// How old the figures of what waits may be, however often they are asked for,
// and how long the store may take to tell them.
const (
	backlogKeep  = 5 * time.Second
	backlogLimit = 3 * time.Second
)

// What waits in the store. On several nodes each tells the same.
var (
	backlogKnown   = describe("backlog_known", "1 where the store told what waits, else 0 and those figures are missing.")
	casesWaiting   = describe("cases_waiting", "Cases that wait for a reviewer, up to 10000 of each stream.", "app", "queue", "risk")
	casesHeld      = describe("cases_held", "Cases that reviewers hold.", "app", "queue", "risk")
	casesOldest    = describe("cases_oldest_seconds", "Age of the case that waits for longest; 0 where none does.", "app", "queue", "risk")
	outboxPending  = describe("outbox_pending", "Deliveries not made yet, up to 10000.", "app", "channel")
	outboxDead     = describe("outbox_dead", "Dead letters, up to 10000.", "app", "channel")
	outboxOldest   = describe("outbox_oldest_seconds", "Age of the oldest delivery not made yet; 0 where there is none.", "app", "channel")
	outboxOverdue  = describe("outbox_overdue_seconds", "For how long a delivery is due that no process has taken; 0 where there is none.", "app")
	picturesWait   = describe("pictures_waiting", "Pictures of live messages not looked at yet, up to 10000.", "app")
	noticesWaiting = describe("notices_waiting", "Notices of calls not worked through: for their turn, or until it is known whom they name; up to 10000.", "for")
	copiesWaiting  = describe("evidence_copies_waiting", "Pictures of evidence not copied yet, up to 10000.")
)

// describe names a figure of ours.
func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("xiezhi_"+name, help, labels, nil)
}

// backlog tells what waits in the store when it is asked.
type backlog struct {
	read func(context.Context, time.Time) (sqlstore.Backlog, error)
	apps func() []tenant.App
	now  func() time.Time
	log  *slog.Logger

	mu    sync.Mutex
	at    time.Time // of seen and err; zero: never
	seen  sqlstore.Backlog
	err   error
	broke bool // said in the log
}

func newBacklog(a *App) *backlog {
	return &backlog{read: a.store.Backlog, apps: a.registry.All, now: a.now, log: a.log}
}

// Describe implements prometheus.Collector.
func (*backlog) Describe(to chan<- *prometheus.Desc) {
	for _, desc := range []*prometheus.Desc{
		backlogKnown, casesWaiting, casesHeld, casesOldest, outboxPending, outboxDead, outboxOldest, outboxOverdue, picturesWait, noticesWaiting, copiesWaiting,
	} {
		to <- desc
	}
}

// Collect implements prometheus.Collector.
func (b *backlog) Collect(to chan<- prometheus.Metric) {
	seen, err := b.latest()
	if err != nil {
		to <- prometheus.MustNewConstMetric(backlogKnown, prometheus.GaugeValue, 0)
		return
	}
	t := telling{to: to, now: b.now()}
	t.tell(backlogKnown, 1)
	apps := b.apps()
	t.cases(apps, seen.Queues)
	t.outbox(apps, seen)
	for _, app := range apps {
		t.tell(picturesWait, float64(seen.Pictures[app.ID]), app.ID)
	}
	t.tell(noticesWaiting, float64(seen.Notices-seen.Unnamed), "turn")
	t.tell(noticesWaiting, float64(seen.Unnamed), "name")
	t.tell(copiesWaiting, float64(seen.Copies))
}

// latest asks the store, unless it was asked a moment ago.
func (b *backlog) latest() (sqlstore.Backlog, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if age := b.now().Sub(b.at); !b.at.IsZero() && age >= 0 && age < backlogKeep {
		return b.seen, b.err
	}
	ctx, cancel := context.WithTimeout(context.Background(), backlogLimit)
	defer cancel()
	b.seen, b.err = b.read(ctx, b.now())
	b.at = b.now()
	if b.err != nil && !b.broke {
		b.log.Warn("metrics: the store does not tell what waits", "error", b.err)
	}
	b.broke = b.err != nil
	return b.seen, b.err
}

// telling is one scrape. What is known to be nothing is told as 0, for every
// app that there is; apps that are gone are told while something of them waits.
type telling struct {
	to  chan<- prometheus.Metric
	now time.Time
}

func (t telling) tell(desc *prometheus.Desc, value float64, labels ...string) {
	t.to <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, value, labels...)
}

// age is 0 for no moment.
func (t telling) age(of time.Time) float64 {
	if of.IsZero() {
		return 0
	}
	return max(0, t.now.Sub(of).Seconds())
}

type stream struct {
	app   string
	queue review.Queue
	risk  bool
}

func (t telling) cases(apps []tenant.App, stats []review.QueueStat) {
	all := map[stream]review.QueueStat{}
	for _, app := range apps {
		for _, queue := range review.Queues() {
			all[stream{app.ID, queue, false}], all[stream{app.ID, queue, true}] = review.QueueStat{}, review.QueueStat{}
		}
	}
	for _, stat := range stats {
		all[stream{stat.App, stat.Queue, stat.Risk}] = stat
	}
	for of, stat := range all {
		labels := []string{of.app, string(of.queue), map[bool]string{true: "high", false: "ordinary"}[of.risk]}
		t.tell(casesWaiting, float64(stat.Waiting), labels...)
		t.tell(casesHeld, float64(stat.Held), labels...)
		t.tell(casesOldest, t.age(stat.Oldest), labels...)
	}
}

type lanes struct{ app, channel string }

func (t telling) outbox(apps []tenant.App, seen sqlstore.Backlog) {
	waiting, dead := map[lanes]sqlstore.ChannelStat{}, map[lanes]sqlstore.ChannelStat{}
	due := map[string]time.Time{}
	for _, app := range apps {
		due[app.ID] = time.Time{}
		for _, channel := range channels() {
			waiting[lanes{app.ID, channel}], dead[lanes{app.ID, channel}] = sqlstore.ChannelStat{}, sqlstore.ChannelStat{}
		}
	}
	for _, stat := range seen.Outbox {
		if stat.State == outbox.Dead {
			dead[lanes{stat.App, stat.Channel}] = stat
		} else {
			waiting[lanes{stat.App, stat.Channel}] = stat
		}
	}
	for app, since := range seen.Due {
		due[app] = since
	}
	for of, stat := range waiting {
		t.tell(outboxPending, float64(stat.Number), of.app, of.channel)
		t.tell(outboxOldest, t.age(stat.Oldest), of.app, of.channel)
	}
	for of, stat := range dead {
		t.tell(outboxDead, float64(stat.Number), of.app, of.channel)
	}
	for app, since := range due {
		t.tell(outboxOverdue, t.age(since), app)
	}
}
