-- ExtendLane locks the lane, opening it where it is not there, and returns the
-- last of the @last_seq numbers it has given out.
-- name: ExtendLane :one
INSERT INTO lanes (app, lane, last_seq, due_at) VALUES (@app, @lane, @last_seq, @due_at)
ON CONFLICT (app, lane) DO UPDATE SET last_seq = lanes.last_seq + excluded.last_seq
RETURNING app, lane, last_seq;

-- name: InsertEvent :exec
INSERT INTO outbox (event_key, app, channel, lane, seq, kind, payload, case_id, decision_id, created_at, due_at, trace, state)
VALUES (@event_key, @app, @channel, @lane, @seq, @kind, @payload, @case_id, @decision_id, @created_at, @due_at, @trace, 'pending');

-- DueApps steps from app to app instead of reading every lane.
-- name: DueApps :many
WITH RECURSIVE found (app) AS (
    SELECT (SELECT first.app FROM lanes AS first ORDER BY first.app LIMIT 1)
    UNION ALL
    SELECT (SELECT later.app FROM lanes AS later WHERE later.app > found.app ORDER BY later.app LIMIT 1)
    FROM found
    WHERE found.app IS NOT NULL
)
SELECT CAST(found.app AS TEXT) AS app FROM found
WHERE found.app IS NOT NULL AND EXISTS (
    SELECT 1 FROM lanes
    WHERE lanes.app = found.app AND lanes.due_at <= @now AND lanes.loan_until <= @now
);

-- name: LockDueLanes :many
SELECT lane FROM lanes
WHERE app = @app AND due_at <= @now AND loan_until <= @now
ORDER BY due_at
LIMIT @max_lanes
FOR UPDATE SKIP LOCKED;

-- name: LaneHead :one
SELECT * FROM outbox
WHERE app = @app AND lane = @lane AND state = 'pending'
ORDER BY seq
LIMIT 1;

-- name: LendLane :exec
UPDATE lanes SET owner = @owner, token = @token, loan_until = @loan_until WHERE app = @app AND lane = @lane;

-- name: LaneOwners :many
SELECT DISTINCT owner FROM lanes WHERE owner <> 0 AND owner <> @me;

-- name: CutLoans :exec
UPDATE lanes SET owner = 0, token = '', loan_until = 0 WHERE owner = @owner AND owner <> 0;

-- name: InsertAttempt :exec
INSERT INTO attempts (event_id, at, took_ms, status, answer, error, outcome)
VALUES (@event_id, @at, @took_ms, @status, @answer, @error, @outcome);

-- name: LockLane :one
SELECT token FROM lanes WHERE app = @app AND lane = @lane FOR UPDATE;

-- name: SettleEvent :exec
UPDATE outbox
SET state = @state, due_at = @due_at, done_at = @done_at, last_error = @last_error,
    attempts = attempts + 1, refusals = refusals + @refused,
    first_at = CASE WHEN first_at = 0 THEN @at ELSE first_at END
WHERE id = @id;

-- name: FreeLane :exec
UPDATE lanes SET due_at = @due_at, owner = 0, token = '', loan_until = 0 WHERE app = @app AND lane = @lane;

-- name: CloseLane :exec
DELETE FROM lanes WHERE app = @app AND lane = @lane;

-- name: FindEvent :one
SELECT * FROM outbox WHERE id = @id;

-- name: LaterEvent :one
SELECT id FROM outbox WHERE app = @app AND lane = @lane AND id > @id AND state <> 'cancelled' ORDER BY id LIMIT 1;

-- name: ReviveEvent :exec
UPDATE outbox
SET state = 'pending', seq = @seq, due_at = @due_at, attempts = 0, refusals = 0, first_at = 0, done_at = 0, last_error = ''
WHERE id = @id;

-- name: EventAttempts :many
SELECT * FROM attempts WHERE event_id = @event_id ORDER BY id;

-- name: EventThere :one
SELECT COUNT(*) FROM outbox WHERE event_key = @event_key;
