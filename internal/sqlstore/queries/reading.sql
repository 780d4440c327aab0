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
WHERE (repeat_key, app) > (CAST(@repeat_key AS TEXT), CAST(@app AS TEXT))
ORDER BY repeat_key, app
LIMIT @max_keys;

-- name: DropRepeatKeys :execrows
DELETE FROM report_keys
WHERE (repeat_key, app) > (CAST(@repeat_key AS TEXT), CAST(@app AS TEXT))
  AND (repeat_key, app) <= (CAST(@last_key AS TEXT), CAST(@last_app AS TEXT))
  AND filed_at < @before;

-- Cases by filter. A shelf is "app/state". The four searches differ in the
-- index they go by: each picks candidates, newest first, then looks for the
-- text in them. Empty fields match any; @newest and @oldest are negative times.
-- name: Shelves :many
WITH RECURSIVE found (shelf) AS (
    SELECT (SELECT (first.app || '/' || first.state) FROM cases AS first ORDER BY (first.app || '/' || first.state) LIMIT 1)
    UNION ALL
    SELECT (SELECT (later.app || '/' || later.state) FROM cases AS later
            WHERE (later.app || '/' || later.state) > found.shelf
            ORDER BY (later.app || '/' || later.state) LIMIT 1)
    FROM found
    WHERE found.shelf IS NOT NULL
)
SELECT CAST(found.shelf AS TEXT) AS shelf FROM found WHERE found.shelf IS NOT NULL;

-- name: SearchShelf :many
SELECT sqlc.embed(cases), sqlc.embed(reports)
FROM (
    SELECT shelved.id FROM cases AS shelved
    WHERE (shelved.app || '/' || shelved.state) = @shelf
      AND shelved.opened_at <= -CAST(@newest AS BIGINT) AND shelved.opened_at >= -CAST(@oldest AS BIGINT)
      AND (shelved.opened_at < @cursor_at OR shelved.id < @cursor_id)
      AND (CAST(@queue AS TEXT) = '' OR shelved.queue = @queue)
    ORDER BY shelved.opened_at DESC, shelved.id DESC
    LIMIT @max_candidates
) AS picked
JOIN cases ON cases.id = picked.id
JOIN reports ON reports.id = picked.id
WHERE CAST(@pattern AS TEXT) = ''
   OR LOWER(reports.messages) LIKE LOWER(@pattern) ESCAPE '!'
   OR LOWER(reports.memo) LIKE LOWER(@memo_pattern) ESCAPE '!'
ORDER BY cases.opened_at DESC, cases.id DESC
LIMIT @max_cases;

-- name: SearchDecider :many
SELECT sqlc.embed(cases), sqlc.embed(reports)
FROM (
    SELECT decided.id FROM cases AS decided
    WHERE decided.decided_kind = 'staff' AND (decided.app || '/' || decided.decided_id) = @decider
      AND (-decided.opened_at) >= @newest AND (-decided.opened_at) <= @oldest
      AND (decided.opened_at < @cursor_at OR decided.id < @cursor_id)
      AND (CAST(@queue AS TEXT) = '' OR decided.queue = @queue)
      AND (CAST(@state AS TEXT) = '' OR decided.state = @state)
    ORDER BY (-decided.opened_at), (-decided.id)
    LIMIT @max_candidates
) AS picked
JOIN cases ON cases.id = picked.id
JOIN reports ON reports.id = picked.id
WHERE CAST(@pattern AS TEXT) = ''
   OR LOWER(reports.messages) LIKE LOWER(@pattern) ESCAPE '!'
   OR LOWER(reports.memo) LIKE LOWER(@memo_pattern) ESCAPE '!'
ORDER BY cases.opened_at DESC, cases.id DESC
LIMIT @max_cases;

-- name: SearchUser :many
SELECT sqlc.embed(cases), sqlc.embed(reports)
FROM (
    SELECT spoken.case_id AS id FROM case_users AS spoken
    WHERE spoken.app = @app AND spoken.user_id = @user_id
    ORDER BY spoken.case_id DESC
    LIMIT @max_candidates
) AS picked
JOIN cases ON cases.id = picked.id
JOIN reports ON reports.id = picked.id
WHERE (-cases.opened_at) >= @newest AND (-cases.opened_at) <= @oldest
  AND (cases.opened_at < @cursor_at OR cases.id < @cursor_id)
  AND (CAST(@queue AS TEXT) = '' OR cases.queue = @queue)
  AND (CAST(@state AS TEXT) = '' OR cases.state = @state)
  AND (CAST(@decided_by AS TEXT) = '' OR (cases.decided_kind = 'staff' AND cases.decided_id = @decided_by))
  AND (CAST(@reporter AS TEXT) = '' OR EXISTS (
    SELECT 1 FROM reports AS his WHERE his.case_id = cases.id AND his.reporter = @reporter))
  AND (CAST(@pattern AS TEXT) = ''
    OR LOWER(reports.messages) LIKE LOWER(@pattern) ESCAPE '!'
    OR LOWER(reports.memo) LIKE LOWER(@memo_pattern) ESCAPE '!')
ORDER BY cases.opened_at DESC, cases.id DESC
LIMIT @max_cases;

-- name: SearchReporter :many
SELECT sqlc.embed(cases), sqlc.embed(reports)
FROM (
    SELECT DISTINCT filed.case_id AS id FROM (
        SELECT his.case_id FROM reports AS his
        WHERE his.app = @app AND his.reporter = @reporter
        ORDER BY his.id DESC
        LIMIT @max_candidates
    ) AS filed
) AS picked
JOIN cases ON cases.id = picked.id
JOIN reports ON reports.id = picked.id
WHERE (-cases.opened_at) >= @newest AND (-cases.opened_at) <= @oldest
  AND (cases.opened_at < @cursor_at OR cases.id < @cursor_id)
  AND (CAST(@queue AS TEXT) = '' OR cases.queue = @queue)
  AND (CAST(@state AS TEXT) = '' OR cases.state = @state)
  AND (CAST(@decided_by AS TEXT) = '' OR (cases.decided_kind = 'staff' AND cases.decided_id = @decided_by))
  AND (CAST(@pattern AS TEXT) = ''
    OR LOWER(reports.messages) LIKE LOWER(@pattern) ESCAPE '!'
    OR LOWER(reports.memo) LIKE LOWER(@memo_pattern) ESCAPE '!')
ORDER BY cases.opened_at DESC, cases.id DESC
LIMIT @max_cases;

-- name: CaseAge :one
SELECT opened_at FROM cases WHERE id = @id;

-- The reports of people who look back, each with what became of it.
-- name: ReportsOfCase :many
SELECT sqlc.embed(reports), CAST(COALESCE(reporter_stats.agreed, 0) AS BIGINT) AS agreed,
    CAST(COALESCE(reporter_stats.disagreed, 0) AS BIGINT) AS disagreed
FROM reports
LEFT JOIN reporter_stats ON reporter_stats.app = reports.app AND reporter_stats.reporter = reports.reporter
WHERE reports.case_id = @case_id
ORDER BY reports.id
LIMIT @max_reports;

-- name: ReportsAgainst :many
SELECT sqlc.embed(reports), sqlc.embed(cases), CAST(COALESCE(reporter_stats.agreed, 0) AS BIGINT) AS agreed,
    CAST(COALESCE(reporter_stats.disagreed, 0) AS BIGINT) AS disagreed
FROM case_users
JOIN cases ON cases.id = case_users.case_id
JOIN reports ON reports.case_id = case_users.case_id
LEFT JOIN reporter_stats ON reporter_stats.app = reports.app AND reporter_stats.reporter = reports.reporter
WHERE case_users.app = @app AND case_users.user_id = @user_id AND case_users.accused = 1
ORDER BY case_users.case_id DESC, reports.id DESC
LIMIT @max_reports;

-- name: ReportsBy :many
SELECT sqlc.embed(reports), CAST(COALESCE(cases.state, '') AS TEXT) AS state,
    CAST(COALESCE(cases.decided_kind, '') AS TEXT) AS decided_kind, CAST(COALESCE(cases.decided_id, '') AS TEXT) AS decided_id,
    CAST(COALESCE(cases.decided_at, 0) AS BIGINT) AS decided_at, CAST(COALESCE(cases.verdict, '') AS TEXT) AS verdict
FROM reports
LEFT JOIN cases ON cases.id = reports.case_id
WHERE reports.app = @app AND reports.reporter = @reporter
ORDER BY reports.id DESC
LIMIT @max_reports;

-- name: DecisionsAbout :many
SELECT sqlc.embed(decisions), CAST(COALESCE(decision_undos.at, 0) AS BIGINT) AS undone_at
FROM case_users
JOIN decisions ON decisions.case_id = case_users.case_id
LEFT JOIN decision_undos ON decision_undos.decision_id = decisions.id
WHERE case_users.app = @app AND case_users.user_id = @user_id AND case_users.accused = 1
ORDER BY case_users.case_id DESC, decisions.id DESC
LIMIT @max_decisions;

-- name: DecisionsPunishing :many
SELECT sqlc.embed(decisions)
FROM sanctions
JOIN decisions ON decisions.id = sanctions.decision_id
WHERE sanctions.app = @app AND sanctions.user_id = @user_id
ORDER BY sanctions.id DESC
LIMIT @max_decisions;

-- name: SanctionsOfCase :many
SELECT * FROM sanctions WHERE case_id = @case_id AND case_id <> 0 ORDER BY id;

-- name: OldestCaseEvents :many
SELECT * FROM outbox WHERE case_id = @case_id AND case_id <> 0 ORDER BY id LIMIT @max_events;

-- HeldStats are at most what reviewers can hold.
-- name: HeldStats :many
SELECT app, queue, risk, COUNT(*) AS number FROM cases
WHERE state = 'leased' AND (CAST(@app AS TEXT) = '' OR app = @app)
GROUP BY app, queue, risk;

-- ArrivedStats and DecidedStats look at the newest @most.
-- name: ArrivedStats :many
SELECT newest.app, newest.queue, newest.risk, COUNT(*) AS number FROM (
    SELECT cases.app, cases.queue, cases.risk FROM cases
    WHERE (cases.app || '/' || cases.state) = @shelf AND cases.opened_at > -CAST(@before AS BIGINT)
    ORDER BY cases.opened_at DESC, cases.id DESC
    LIMIT @most
) AS newest
GROUP BY newest.app, newest.queue, newest.risk;

-- name: DecidedStats :many
SELECT newest.app, newest.queue, newest.risk, COUNT(*) AS number FROM (
    SELECT cases.app, cases.queue, cases.risk FROM cases
    WHERE cases.state = 'decided' AND (-cases.decided_at) < @before
    ORDER BY (-cases.decided_at)
    LIMIT @most
) AS newest
WHERE CAST(@app AS TEXT) = '' OR newest.app = @app
GROUP BY newest.app, newest.queue, newest.risk;
