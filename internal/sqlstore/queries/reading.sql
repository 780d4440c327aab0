-- Deliveries by filter. The four lists differ in the index they go by. Empty
-- and zero fields match any; From is inclusive, To is not.
-- name: ListEvents :many
SELECT * FROM outbox
WHERE id < @before AND id > @after
  AND (CAST(@app AS TEXT) = '' OR app = @app)
  AND (CAST(@lane AS TEXT) = '' OR lane = @lane)
  AND (CAST(@kind AS TEXT) = '' OR kind = @kind)
  AND (CAST(@state AS TEXT) = '' OR state = @state)
  AND (CAST(@since AS BIGINT) = 0 OR created_at >= @since)
  AND (CAST(@until AS BIGINT) = 0 OR created_at < @until)
ORDER BY id DESC
LIMIT @max_events;

-- name: ListCaseEvents :many
SELECT * FROM outbox
WHERE case_id = @case_id AND case_id <> 0 AND id < @before AND id > @after
  AND (CAST(@app AS TEXT) = '' OR app = @app)
  AND (CAST(@lane AS TEXT) = '' OR lane = @lane)
  AND (CAST(@kind AS TEXT) = '' OR kind = @kind)
  AND (CAST(@state AS TEXT) = '' OR state = @state)
  AND (CAST(@since AS BIGINT) = 0 OR created_at >= @since)
  AND (CAST(@until AS BIGINT) = 0 OR created_at < @until)
ORDER BY id DESC
LIMIT @max_events;

-- name: ListLaneEvents :many
SELECT * FROM outbox
WHERE app = @app AND lane = @lane AND id < @before AND id > @after
  AND (CAST(@kind AS TEXT) = '' OR kind = @kind)
  AND (CAST(@state AS TEXT) = '' OR state = @state)
  AND (CAST(@since AS BIGINT) = 0 OR created_at >= @since)
  AND (CAST(@until AS BIGINT) = 0 OR created_at < @until)
ORDER BY id DESC
LIMIT @max_events;

-- name: ListDeadEvents :many
SELECT * FROM outbox
WHERE state = 'dead' AND id < @before AND id > @after
  AND (CAST(@app AS TEXT) = '' OR app = @app)
  AND (CAST(@lane AS TEXT) = '' OR lane = @lane)
  AND (CAST(@kind AS TEXT) = '' OR kind = @kind)
  AND (CAST(@since AS BIGINT) = 0 OR created_at >= @since)
  AND (CAST(@until AS BIGINT) = 0 OR created_at < @until)
ORDER BY id DESC
LIMIT @max_events;

-- The two counts stop at @max_events.
-- name: CountEvents :one
SELECT COUNT(*) FROM (
    SELECT id FROM outbox
    WHERE id < @before AND id > @after
      AND (CAST(@app AS TEXT) = '' OR app = @app)
      AND (CAST(@lane AS TEXT) = '' OR lane = @lane)
      AND (CAST(@kind AS TEXT) = '' OR kind = @kind)
      AND (CAST(@case_id AS BIGINT) = 0 OR case_id = @case_id)
      AND (CAST(@state AS TEXT) = '' OR state = @state)
      AND (CAST(@since AS BIGINT) = 0 OR created_at >= @since)
      AND (CAST(@until AS BIGINT) = 0 OR created_at < @until)
    LIMIT @max_events
) AS matching;

-- name: CountDeadEvents :one
SELECT COUNT(*) FROM (
    SELECT id FROM outbox
    WHERE state = 'dead' AND id < @before AND id > @after
      AND (CAST(@app AS TEXT) = '' OR app = @app)
      AND (CAST(@lane AS TEXT) = '' OR lane = @lane)
      AND (CAST(@kind AS TEXT) = '' OR kind = @kind)
      AND (CAST(@case_id AS BIGINT) = 0 OR case_id = @case_id)
      AND (CAST(@since AS BIGINT) = 0 OR created_at >= @since)
      AND (CAST(@until AS BIGINT) = 0 OR created_at < @until)
    LIMIT @max_events
) AS matching;

-- OldestDeadEvents are the ids of those to resend, in the order of their
-- decisions.
-- name: OldestDeadEvents :many
SELECT id FROM outbox
WHERE state = 'dead' AND id < @before AND id > @after
  AND (CAST(@app AS TEXT) = '' OR app = @app)
  AND (CAST(@lane AS TEXT) = '' OR lane = @lane)
  AND (CAST(@kind AS TEXT) = '' OR kind = @kind)
  AND (CAST(@case_id AS BIGINT) = 0 OR case_id = @case_id)
  AND (CAST(@since AS BIGINT) = 0 OR created_at >= @since)
  AND (CAST(@until AS BIGINT) = 0 OR created_at < @until)
ORDER BY id
LIMIT @max_events;

-- RepeatKeysAfter and DropRepeatKeys walk through the keys by their primary
-- key, so that filing a report need not keep an index of their age.
-- name: RepeatKeysAfter :many
SELECT app, repeat_key FROM report_keys
WHERE (app, repeat_key) > (CAST(@app AS TEXT), CAST(@repeat_key AS TEXT))
ORDER BY app, repeat_key
LIMIT @max_keys;

-- name: DropRepeatKeys :execrows
DELETE FROM report_keys
WHERE (app, repeat_key) > (CAST(@app AS TEXT), CAST(@repeat_key AS TEXT))
  AND (app, repeat_key) <= (CAST(@last_app AS TEXT), CAST(@last_key AS TEXT))
  AND filed_at < @before;
