package sqlstore

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// laneName is what keeps the order of its events.
type laneName struct{ app, lane string }

// compare gives the order in which lanes are locked.
func (l laneName) compare(other laneName) int {
	return cmp.Or(cmp.Compare(l.app, other.app), cmp.Compare(l.lane, other.lane))
}

// appendEvents writes events in the order given, each at the end of its lane.
// The lanes stay locked until the transaction ends. They belong to the trace of
// ctx, which must be that of who decided them.
func appendEvents(ctx context.Context, q *query.Queries, events []outbox.Event) error {
	return insertEvents(ctx, q, carried(ctx, events))
}

// insertEvents is appendEvents for events of several, each with its own trace.
func insertEvents(ctx context.Context, q *query.Queries, events []outbox.Event) error {
	next, err := extendLanes(ctx, q, events)
	if err != nil {
		return err
	}
	rows := make([]query.InsertEventParams, len(events))
	for i, event := range events {
		lane := laneName{event.App, event.Lane}
		rows[i] = eventRow(event, next[lane])
		next[lane]++
	}
	return q.InsertEvents(ctx, rows)
}

// extendLanes locks the events' lanes and returns the first free number of
// each. Everybody locks them in the same order, so that nobody waits in a
// circle.
func extendLanes(ctx context.Context, q *query.Queries, events []outbox.Event) (map[laneName]int64, error) {
	number := map[laneName]int64{}
	var rows []query.ExtendLaneParams
	for _, event := range events {
		lane := laneName{event.App, event.Lane}
		if number[lane]++; number[lane] == 1 {
			rows = append(rows, query.ExtendLaneParams{App: lane.app, Lane: lane.lane, DueAt: dueAt(event)})
		}
	}
	for i, row := range rows {
		rows[i].LastSeq = number[laneName{row.App, row.Lane}]
	}
	slices.SortFunc(rows, func(a, b query.ExtendLaneParams) int {
		return laneName{a.App, a.Lane}.compare(laneName{b.App, b.Lane})
	})
	extended, err := q.ExtendLanes(ctx, rows)
	if err != nil {
		return nil, err
	}
	next := make(map[laneName]int64, len(extended))
	for _, row := range extended {
		lane := laneName{row.App, row.Lane}
		next[lane] = row.LastSeq - number[lane] + 1
	}
	return next, nil
}

// dueAt is when the event may leave: at once means since it was made.
func dueAt(event outbox.Event) int64 {
	if event.DueAt.IsZero() {
		return millis(event.CreatedAt)
	}
	return millis(event.DueAt)
}

func eventRow(event outbox.Event, seq int64) query.InsertEventParams {
	return query.InsertEventParams{
		EventKey: event.Key, App: event.App, Channel: event.Channel, Lane: event.Lane, Seq: seq,
		Kind: event.Kind, Payload: string(event.Payload), CaseID: event.CaseID, DecisionID: event.DecisionID,
		CreatedAt: millis(event.CreatedAt), DueAt: dueAt(event), Trace: event.Trace,
	}
}

func recordOf(row query.Outbox) outbox.Record {
	return outbox.Record{
		Event: outbox.Event{
			ID: row.ID, Key: row.EventKey, App: row.App, Channel: row.Channel, Lane: row.Lane, Kind: row.Kind,
			Payload: json.RawMessage(row.Payload), CaseID: row.CaseID, DecisionID: row.DecisionID,
			CreatedAt: moment(row.CreatedAt), DueAt: moment(row.DueAt), Trace: row.Trace,
		},
		State: outbox.State(row.State), Attempts: int(row.Attempts), Refusals: int(row.Refusals),
		FirstAt: moment(row.FirstAt), DoneAt: moment(row.DoneAt), LastError: row.LastError,
	}
}
