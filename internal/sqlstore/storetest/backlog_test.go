package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/evidence"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

func backlog(t *testing.T, store *sqlstore.Store, second int) sqlstore.Backlog {
	t.Helper()
	b, err := store.Backlog(context.Background(), at(second))
	must(t, err)
	return b
}

func TestTheBacklogIsAllThatWaits(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		same(t, sqlstore.Backlog{Due: map[string]time.Time{}, Pictures: map[string]int{}}, backlog(t, store, 0))

		held := opened(t, store, complaint(1, "a"))
		opened(t, store, complaint(2, "a"))
		opened(t, store, complaint(3, "a"))
		wantClaim(t, store, messages(7), at(4), held)
		decidedBy(t, store, live, 3, "7")

		other := event("user:2", "mute", at(6))
		other.Channel = "netease"
		write(t, store, event("user:1", "mute", at(4)), event("user:1", "lift", at(5)), other)
		given := heads(t, store, 1, 6) // the mute of user 1
		must(t, store.RecordPicture(ctx, pictured(0, live), "yunjing"))
		must(t, store.RecordPicture(ctx, pictured(1, live), "yunjing"))
		claimed(t, store, live, 1, 6)
		for _, key := range []string{"1", "2"} {
			must(t, store.KeepNotice(ctx, evidence.Notice{App: live, Kind: evidence.Found, Key: key, Body: json.RawMessage(`{}`), ReceivedAt: at(6)}))
		}
		notices, err := store.ClaimNotices(ctx, 1, at(6), at(66))
		must(t, err)
		must(t, store.PostponeNotice(ctx, notices[0], at(90), content.Seat{ChannelID: "7", UID: "22"}))

		want := sqlstore.Backlog{
			Queues: []review.QueueStat{{App: live, Queue: review.MessageQueue, Waiting: 1, Held: 1, Oldest: at(2)}},
			Outbox: []sqlstore.ChannelStat{pending("netease", 1, at(6)), pending("uplus", 2, at(4))},
			Due:    map[string]time.Time{live: at(6)}, Pictures: map[string]int{live: 2}, Notices: 2, Unnamed: 1,
		}
		same(t, want, backlog(t, store, 6))

		must(t, tried(store, given[0], outbox.Refused, 7, time.Time{})) // dead: the lift is next
		want.Outbox = []sqlstore.ChannelStat{
			pending("netease", 1, at(6)), pending("uplus", 1, at(5)),
			{Stat: delivery.Stat{App: live, State: outbox.Dead, Number: 1, Oldest: at(4)}, Channel: "uplus"},
		}
		want.Due = map[string]time.Time{live: at(5)}
		same(t, want, backlog(t, store, 8))
	})
}

func pending(channel string, number int, oldest time.Time) sqlstore.ChannelStat {
	return sqlstore.ChannelStat{Stat: delivery.Stat{App: live, State: outbox.Pending, Number: number, Oldest: oldest}, Channel: channel}
}

var backlogQueries = []asked{
	{"outbox_pending", func(ctx context.Context, q *query.Queries) error {
		_, err := q.PendingChannels(ctx, query.PendingChannelsParams{App: live, MaxEvents: 9})
		return err
	}},
	{"outbox_dead_by_app", func(ctx context.Context, q *query.Queries) error {
		_, err := q.DeadChannels(ctx, query.DeadChannelsParams{App: live, MaxEvents: 9})
		return err
	}},
	{"lanes_due", func(ctx context.Context, q *query.Queries) error {
		_, err := q.FirstDueLane(ctx, query.FirstDueLaneParams{App: live, Now: 1})
		return err
	}},
	{"picture_checks_due", func(ctx context.Context, q *query.Queries) error {
		_, err := q.WaitingChecks(ctx, query.WaitingChecksParams{App: live, MaxChecks: 9})
		return err
	}},
	{"call_notices_due", func(ctx context.Context, q *query.Queries) error {
		_, err := q.WaitingNotices(ctx, 9)
		return err
	}},
	{"evidence_to_copy", func(ctx context.Context, q *query.Queries) error {
		_, err := q.WaitingCopies(ctx, 9)
		return err
	}},
}

// manyEvents are some of every kind that may wait.
var manyEvents = []string{
	`INSERT INTO outbox (event_key, app, channel, lane, seq, kind, payload, case_id, decision_id, created_at, due_at, state)
SELECT 'k' || id, app, 'uplus', 'l' || id, 1, 'mute', '{}', id, id, id, id, CASE id % 3 WHEN 0 THEN 'pending' WHEN 1 THEN 'dead' ELSE 'delivered' END FROM cases`,
	`INSERT INTO lanes (app, lane, last_seq, due_at) SELECT app, 'l' || id, 1, id FROM cases`,
	`INSERT INTO picture_checks (app, data_id, channel, due_at) SELECT app, 'd' || id, '', id FROM cases`,
	`INSERT INTO call_notices (app, notice_key, kind, body, received_at, due_at) SELECT app, 'n' || id, 1, '{}', id, id FROM cases`,
}

func TestTheBacklogIsReadFromIndexes(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		plans := newPlanner(t, d)
		plans.SetMaxOpenConns(1)
		plans.run(fmt.Sprintf(manyCases, 2_000))
		for _, statement := range manyEvents {
			plans.run(statement)
		}
		plans.run("ANALYZE")
		if d.Postgres {
			plans.run("SET enable_seqscan = off") // as the store has it
		}
		for _, a := range backlogQueries {
			if plan := plans.explain(a.ask); !strings.Contains(plan, a.index) || strings.Contains(plan, "Seq Scan") {
				t.Errorf("%s: want %s, got\n%s", plans.asked, a.index, plan)
			}
		}
	})
}

func TestVitalsTellOfTheConnections(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		opened(t, store, complaint(1, "a"))
		v := store.Vitals()
		if c := v.Connections; c.Most < 4 || c.InUse > c.Most || c.Idle > c.Most || c.InUse+c.Idle == 0 {
			t.Errorf("%+v", c)
		}
		if store.Shared() != (v.Journal == nil) {
			t.Errorf("the journal is %+v", v.Journal)
		}
		if j := v.Journal; j != nil && (j.Requests < 1 || j.Commits < 1 || j.FileBytes == 0 || j.LogBytes == 0) {
			t.Errorf("%+v", *j)
		}
	})
}
