package app

import (
	"context"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/party"
	"github.com/xiezhi/xiezhi/internal/protocol/yunjing"
	"github.com/xiezhi/xiezhi/internal/retention"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// keeps is how long what is kept of an app is kept.
func (c *core) keeps(app tenant.App) tenant.Retention {
	all := tenant.DefaultRetention()
	if said := c.periods.Load(); said != nil {
		all = said.Or(all)
	}
	return app.Keeps(all)
}

func (a *App) newRetention() *retention.Service {
	return retention.NewService(retention.Options{
		Store: a.store, Apps: a.registry, Keeps: a.keeps, Now: a.now,
		Channels: map[string]retention.Kind{
			yunjing.Channel: retention.Messages,
			party.Channel:   retention.Calls, enforce.GuardChannel: retention.Calls, outbox.DeviceChannel: retention.Calls,
		},
	})
}

// oldest tells what has been kept and forgotten.
type oldest struct{ app *App }

var (
	keptOldest  = describe("retention_oldest_seconds", "Age of the oldest that is kept, by kind; 0 where nothing is.", "kind")
	keptRemoved = describe("retention_removed_total", "What was forgotten because its time was over, by app and kind.", "app", "kind")
)

// Describe implements prometheus.Collector.
func (oldest) Describe(to chan<- *prometheus.Desc) {
	to <- keptOldest
	to <- keptRemoved
}

// Collect implements prometheus.Collector.
func (o oldest) Collect(to chan<- prometheus.Metric) {
	removed := map[retention.Forgotten]int64{}
	apps := []string{}
	for _, app := range o.app.registry.All() {
		apps = append(apps, app.ID)
		for _, kind := range retention.Kinds() {
			removed[retention.Forgotten{App: app.ID, Kind: kind}] = 0
		}
	}
	for _, one := range o.app.store.Forgotten() {
		removed[retention.Forgotten{App: one.App, Kind: one.Kind}] = one.Number
	}
	for of, number := range removed {
		to <- prometheus.MustNewConstMetric(keptRemoved, prometheus.CounterValue, float64(number), of.App, string(of.Kind))
	}
	o.ages(apps, telling{to: to, now: o.app.now()})
}

// ages leaves out what the store does not tell; backlog_known says so.
func (o oldest) ages(apps []string, t telling) {
	ctx, cancel := context.WithTimeout(context.Background(), backlogLimit)
	defer cancel()
	kept, err := o.app.store.OldestKept(ctx, apps)
	if err != nil {
		return
	}
	for _, kind := range retention.Kinds() {
		t.tell(keptOldest, t.age(kept[kind]), string(kind))
	}
}
