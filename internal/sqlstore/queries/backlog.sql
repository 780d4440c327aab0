-- What waits, for those who watch: every count stops at its bound, and an oldest
-- is that of those counted.
-- name: PendingChannels :many
SELECT counted.channel, COUNT(*) AS number, CAST(MIN(counted.created_at) AS BIGINT) AS oldest FROM (
    SELECT outbox.channel, outbox.created_at FROM outbox WHERE outbox.state = 'pending' AND outbox.app = @app LIMIT @max_events
) AS counted
GROUP BY counted.channel
ORDER BY counted.channel;

-- name: DeadChannels :many
SELECT counted.channel, COUNT(*) AS number, CAST(MIN(counted.created_at) AS BIGINT) AS oldest FROM (
    SELECT outbox.channel, outbox.created_at FROM outbox WHERE outbox.state = 'dead' AND outbox.app = @app ORDER BY outbox.created_at LIMIT @max_events
) AS counted
GROUP BY counted.channel
ORDER BY counted.channel;

-- FirstDueLane is when the head was due that nobody has taken for longest; 0
-- where there is none.
-- name: FirstDueLane :one
SELECT CAST(COALESCE((
    SELECT lanes.due_at FROM lanes
    WHERE lanes.app = @app AND lanes.due_at <= @now AND lanes.loan_until <= @now
    ORDER BY lanes.due_at
    LIMIT 1
), 0) AS BIGINT) AS due_at;

-- name: WaitingChecks :one
SELECT COUNT(*) FROM (SELECT picture_checks.id FROM picture_checks WHERE picture_checks.app = @app LIMIT @max_checks) AS counted;

-- WaitingNotices counts apart those whose author is not known yet.
-- name: WaitingNotices :one
SELECT COUNT(*) AS number, CAST(COALESCE(SUM(counted.unnamed), 0) AS BIGINT) AS unnamed FROM (
    SELECT CASE WHEN call_notices.waits_for <> '' THEN 1 ELSE 0 END AS unnamed FROM call_notices
    WHERE call_notices.done_at = 0
    ORDER BY call_notices.due_at, call_notices.id
    LIMIT @max_notices
) AS counted;

-- name: WaitingCopies :one
SELECT COUNT(*) FROM (
    SELECT evidence.id FROM evidence WHERE evidence.copy_state = 'waiting' ORDER BY evidence.copy_due_at, evidence.id LIMIT @max_copies
) AS counted;
