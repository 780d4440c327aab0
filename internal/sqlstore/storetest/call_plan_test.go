package storetest

import (
	"context"
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// manyCalls is enough for a planner to care: a hundredth of them stand, in sixty apps.
const manyCalls = `
INSERT INTO party_calls (id, app, call_id, caller, callee, kind, state, reason, invited_at, ring_until, answered_at, ended_at)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
SELECT i, 'app' || (i % 60), 'call' || i, 'u' || (i % 700), 'v' || (i % 700), 1,
    CASE i % 200 WHEN 0 THEN 'ringing' WHEN 1 THEN 'in_call' ELSE 'ended' END, '', i, i, 0, i
FROM n`

const theirSeats = `INSERT INTO party_seats (app, user_id, call_id) SELECT app, call_id, call_id FROM party_calls WHERE state <> 'ended'`

const theirTickets = `INSERT INTO party_tickets (call, app, caller, callee) SELECT id, app, caller, callee FROM party_calls WHERE state = 'ended'`

// What is asked for at every tick, and for every page, must not grow with the
// calls that were.
func TestCallsAreFoundByTheirIndexes(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		plans := newPlanner(t, d)
		for _, statement := range []string{manyCalls, theirSeats, theirTickets, "ANALYZE"} {
			plans.run(statement)
		}
		for _, a := range []asked{
			{"party_calls_ringing", func(ctx context.Context, q *query.Queries) error {
				_, err := q.LockDuePartyCalls(ctx, query.LockDuePartyCallsParams{Now: 9, MaxCalls: 200})
				return err
			}},
			{"party_calls_going_on", func(ctx context.Context, q *query.Queries) error {
				_, err := q.PartyCallsGoingOn(ctx, query.PartyCallsGoingOnParams{After: 9, MaxCalls: 500})
				return err
			}},
			{"party_calls_ended", func(ctx context.Context, q *query.Queries) error {
				_, err := q.OldPartyCalls(ctx, query.OldPartyCallsParams{App: "app1", Before: 9, MaxCalls: 500})
				return err
			}},
			{"party_tickets_by_app", func(ctx context.Context, q *query.Queries) error {
				_, err := q.PartyTickets(ctx, query.PartyTicketsParams{App: "app1", Before: 15000, MaxTickets: 50})
				return err
			}},
			{"party_tickets_by_callee", func(ctx context.Context, q *query.Queries) error {
				_, err := q.PartyTicketsOf(ctx, query.PartyTicketsOfParams{App: "app1", UserID: "u61", Before: 15000, MaxTickets: 50})
				return err
			}},
		} {
			plan := plans.explain(a.ask)
			reads := strings.Contains(plan, "Seq Scan") || strings.Contains(plan, "SCAN party_")
			for line := range strings.Lines(plan) { // SQLite calls the head of a partial index a scan of it
				reads = reads && !strings.Contains(line, "USING INDEX "+a.index) && !strings.Contains(line, "USING COVERING INDEX "+a.index)
			}
			if !strings.Contains(plan, a.index) || reads {
				t.Errorf("want %s, got\n%s", a.index, plan)
			}
		}
	})
}
