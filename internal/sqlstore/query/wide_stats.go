package query

import "context"

// waitingStats counts up to $5 in each stream of an app – what waits of one
// queue, risk and seniority – and looks at the head of each rank. It reads
// nothing but the index of what waits. (sqlc does not see the columns of VALUES.)
const waitingStats = `-- name: WaitingStats :many
WITH stream (queue, risk, senior) AS (
    VALUES (CAST($1 AS TEXT), CAST($2 AS BIGINT), CAST($3 AS BIGINT))
)
SELECT stream.queue, stream.risk, stream.senior,
    (SELECT COUNT(*) FROM (
        SELECT waits.id FROM cases AS waits WHERE waits.state = 'open' AND waits.app = $4 AND waits.risk = stream.risk
            AND waits.queue = stream.queue AND waits.senior = stream.senior
        ORDER BY waits.rank, waits.opened_at, waits.id
        LIMIT $5
    ) AS first) AS number,
    CAST(COALESCE((SELECT MIN(cases.opened_at) FROM cases WHERE cases.state = 'open' AND cases.app = $4 AND cases.risk = stream.risk
        AND cases.queue = stream.queue AND cases.senior = stream.senior AND cases.rank = 0), 0) AS BIGINT) AS oldest_urgent,
    CAST(COALESCE((SELECT MIN(cases.opened_at) FROM cases WHERE cases.state = 'open' AND cases.app = $4 AND cases.risk = stream.risk
        AND cases.queue = stream.queue AND cases.senior = stream.senior AND cases.rank = 1), 0) AS BIGINT) AS oldest_ordinary,
    CAST(COALESCE((SELECT MIN(cases.opened_at) FROM cases WHERE cases.state = 'open' AND cases.app = $4 AND cases.risk = stream.risk
        AND cases.queue = stream.queue AND cases.senior = stream.senior AND cases.rank = 2), 0) AS BIGINT) AS oldest_doubtful
FROM stream`

// WaitingStatsParams is a stream, and how far it is counted.
type WaitingStatsParams struct {
	Queue  string
	Risk   int64
	Senior int64
	App    string
	Most   int64
}

// WaitingStatsRow is a stream as it stands. The oldest of a rank that nothing has
// is 0.
type WaitingStatsRow struct {
	Queue          string
	Risk           int64
	Senior         int64
	Number         int64
	OldestUrgent   int64
	OldestOrdinary int64
	OldestDoubtful int64
}

// WaitingStats is for many streams of one app. Their order means nothing.
func (q *Queries) WaitingStats(ctx context.Context, rows []WaitingStatsParams) ([]WaitingStatsRow, error) {
	return queryMany[WaitingStatsRow](ctx, q.db, waitingStats, rows)
}
