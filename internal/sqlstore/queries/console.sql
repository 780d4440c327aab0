-- What the console asks for beside the work itself: each reads the range of an
-- index that its bounds allow.

-- FindingsAbout are the decisions that stand on the newest cases that accuse a
-- user.
-- name: FindingsAbout :many
SELECT decisions.*
FROM (
    SELECT accusing.case_id FROM case_users AS accusing
    WHERE accusing.app = @app AND accusing.user_id = @user_id AND accusing.accused = 1
    ORDER BY accusing.case_id DESC
    LIMIT @max_cases
) AS his
JOIN decisions ON decisions.case_id = his.case_id
WHERE NOT EXISTS (SELECT 1 FROM decision_undos WHERE decision_undos.decision_id = decisions.id)
ORDER BY decisions.id;

-- EndFollowUpsIn ends a reviewer's right to add to the cases of a queue that he
-- has decided.
-- name: EndFollowUpsIn :exec
UPDATE cases SET holder = 0, lease_until = 0
WHERE holder = @holder AND holder <> 0 AND state = 'decided' AND queue = @queue;

-- WaitingContents are the first cases of one part of a queue, as WaitingCases
-- orders them, with what they show.
-- name: WaitingContents :many
SELECT sqlc.embed(cases), sqlc.embed(reports)
FROM (
    SELECT waiting.id FROM cases AS waiting
    WHERE waiting.state = 'open' AND waiting.app = @app AND waiting.risk = @risk AND waiting.queue = @queue AND waiting.senior = @senior
      AND waiting.id <> @besides
      AND NOT EXISTS (SELECT 1 FROM case_skips WHERE case_skips.case_id = waiting.id AND case_skips.staff_id = @reviewer)
    ORDER BY waiting.rank, waiting.opened_at, waiting.id
    LIMIT @max_cases
) AS heads
JOIN cases ON cases.id = heads.id
JOIN reports ON reports.id = heads.id
ORDER BY cases.rank, cases.opened_at, cases.id;

-- DecidedBy counts the cases that somebody decided, by queue, without what he
-- took back.
-- name: DecidedBy :many
SELECT cases.queue, COUNT(DISTINCT CASE WHEN decisions.at >= CAST(@since AS BIGINT) THEN decisions.case_id END) AS number,
    COUNT(DISTINCT CASE WHEN decisions.at >= CAST(@recent AS BIGINT) THEN decisions.case_id END) AS recently
FROM decisions
JOIN cases ON cases.id = decisions.case_id
WHERE decisions.author_kind = 'staff' AND decisions.author_id = @author AND decisions.at >= @earlier
  AND NOT EXISTS (SELECT 1 FROM decision_undos WHERE decision_undos.decision_id = decisions.id)
GROUP BY cases.queue
ORDER BY cases.queue;

-- name: UndoneBy :one
SELECT COUNT(*) FROM decision_undos WHERE by_staff = @by_staff AND at >= @since;

-- TeamStats counts for everybody what DecidedBy and UndoneBy count for one.
-- name: TeamStats :many
SELECT accounts.id, accounts.username, accounts.role, accounts.disabled,
    CAST((SELECT COUNT(DISTINCT decided.case_id) FROM decisions AS decided
     WHERE decided.author_kind = 'staff' AND decided.author_id = CAST(accounts.id AS TEXT) AND decided.at >= @since
       AND NOT EXISTS (SELECT 1 FROM decision_undos WHERE decision_undos.decision_id = decided.id)) AS BIGINT) AS decided,
    CAST((SELECT COUNT(DISTINCT latest.case_id) FROM decisions AS latest
     WHERE latest.author_kind = 'staff' AND latest.author_id = CAST(accounts.id AS TEXT) AND latest.at >= @recent
       AND NOT EXISTS (SELECT 1 FROM decision_undos WHERE decision_undos.decision_id = latest.id)) AS BIGINT) AS recently,
    CAST((SELECT COUNT(*) FROM decision_undos AS undone
     WHERE undone.by_staff = accounts.id AND undone.at >= @since) AS BIGINT) AS undone
FROM accounts
ORDER BY accounts.username_key;

-- ArrivedPace and DecidedPace count by steps from @since on. Times compare as
-- the indexes have them: negative.
-- name: ArrivedPace :many
SELECT CAST((opened_at - CAST(@since AS BIGINT)) / CAST(@step AS BIGINT) AS BIGINT) AS step, COUNT(*) AS number FROM cases
WHERE (app || '/' || state) = @shelf AND opened_at >= CAST(@since AS BIGINT) AND opened_at < CAST(@until AS BIGINT)
  AND (CAST(@queue AS TEXT) = '' OR queue = @queue)
GROUP BY 1;

-- name: DecidedPace :many
SELECT CAST((decided_at - CAST(@since AS BIGINT)) / CAST(@step AS BIGINT) AS BIGINT) AS step, COUNT(*) AS number FROM cases
WHERE state = 'decided' AND (-decided_at) <= -CAST(@since AS BIGINT) AND (-decided_at) > -CAST(@until AS BIGINT)
  AND (CAST(@app AS TEXT) = '' OR app = @app)
  AND (CAST(@queue AS TEXT) = '' OR queue = @queue)
GROUP BY 1;

-- name: Preferences :one
SELECT value FROM staff_preferences WHERE account_id = @account_id;

-- name: PutPreferences :exec
INSERT INTO staff_preferences (account_id, value, updated_at) VALUES (@account_id, @value, @updated_at)
ON CONFLICT (account_id) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at;

-- A user's page, by pages. Each looks at his newest @max_cases cases and no
-- further.
-- name: ReportsAgainstBefore :many
SELECT sqlc.embed(reports), sqlc.embed(cases), CAST(COALESCE(reporter_stats.agreed, 0) AS BIGINT) AS agreed,
    CAST(COALESCE(reporter_stats.disagreed, 0) AS BIGINT) AS disagreed
FROM (
    SELECT accusing.case_id FROM case_users AS accusing
    WHERE accusing.app = @app AND accusing.user_id = @user_id AND accusing.accused = 1
    ORDER BY accusing.case_id DESC
    LIMIT @max_cases
) AS his
JOIN cases ON cases.id = his.case_id
JOIN reports ON reports.case_id = his.case_id
LEFT JOIN reporter_stats ON reporter_stats.app = reports.app AND reporter_stats.reporter = reports.reporter
WHERE reports.id < @before
ORDER BY reports.id DESC
LIMIT @max_reports;

-- name: ReportsByBefore :many
SELECT sqlc.embed(reports), CAST(COALESCE(cases.state, '') AS TEXT) AS state,
    CAST(COALESCE(cases.decided_kind, '') AS TEXT) AS decided_kind, CAST(COALESCE(cases.decided_id, '') AS TEXT) AS decided_id,
    CAST(COALESCE(cases.decided_at, 0) AS BIGINT) AS decided_at, CAST(COALESCE(cases.verdict, '') AS TEXT) AS verdict
FROM reports
LEFT JOIN cases ON cases.id = reports.case_id
WHERE reports.app = @app AND reports.reporter = @reporter AND reports.id < @before
ORDER BY reports.id DESC
LIMIT @max_reports;

-- name: DecisionsAboutBefore :many
SELECT sqlc.embed(decisions), CAST(COALESCE(decision_undos.at, 0) AS BIGINT) AS undone_at
FROM (
    SELECT accusing.case_id FROM case_users AS accusing
    WHERE accusing.app = @app AND accusing.user_id = @user_id AND accusing.accused = 1
    ORDER BY accusing.case_id DESC
    LIMIT @max_cases
) AS his
JOIN decisions ON decisions.case_id = his.case_id
LEFT JOIN decision_undos ON decision_undos.decision_id = decisions.id
WHERE decisions.id < @before
ORDER BY decisions.id DESC
LIMIT @max_decisions;

-- name: DecisionsPunishingBefore :many
SELECT sqlc.embed(decisions)
FROM (
    SELECT sanctions.decision_id FROM sanctions
    WHERE sanctions.app = @app AND sanctions.user_id = @user_id
    ORDER BY sanctions.id DESC
    LIMIT @max_sanctions
) AS his
JOIN decisions ON decisions.id = his.decision_id
WHERE decisions.id < @before
ORDER BY decisions.id DESC
LIMIT @max_decisions;

-- KnowsUser tells whether an app's user was ever spoken of, or spoke.
-- name: KnowsUser :one
SELECT CAST(CASE WHEN
    EXISTS (SELECT 1 FROM case_users WHERE case_users.app = @app AND case_users.user_id = @user_id)
    OR EXISTS (SELECT 1 FROM reports WHERE reports.app = @app AND reports.reporter = @user_id)
    OR EXISTS (SELECT 1 FROM sanctions WHERE sanctions.app = @app AND sanctions.user_id = @user_id)
    OR EXISTS (SELECT 1 FROM listed WHERE listed.list IN ('risk', 'special') AND listed.app = @app AND listed.user_id = @user_id)
THEN 1 ELSE 0 END AS BIGINT) AS known;

-- PendingEventApps and DeadEventApps step from app to app.
-- name: PendingEventApps :many
WITH RECURSIVE found (app) AS (
    SELECT (SELECT first.app FROM outbox AS first WHERE first.state = 'pending' ORDER BY first.app LIMIT 1)
    UNION ALL
    SELECT (SELECT later.app FROM outbox AS later WHERE later.state = 'pending' AND later.app > found.app ORDER BY later.app LIMIT 1)
    FROM found
    WHERE found.app IS NOT NULL
)
SELECT CAST(found.app AS TEXT) AS app FROM found WHERE found.app IS NOT NULL;

-- name: DeadEventApps :many
WITH RECURSIVE found (app) AS (
    SELECT (SELECT first.app FROM outbox AS first WHERE first.state = 'dead' ORDER BY first.app LIMIT 1)
    UNION ALL
    SELECT (SELECT later.app FROM outbox AS later WHERE later.state = 'dead' AND later.app > found.app ORDER BY later.app LIMIT 1)
    FROM found
    WHERE found.app IS NOT NULL
)
SELECT CAST(found.app AS TEXT) AS app FROM found WHERE found.app IS NOT NULL;

-- The two counts stop at @max_events; the oldest is that of those counted.
-- name: PendingEvents :one
SELECT COUNT(*) AS number, CAST(COALESCE(MIN(counted.created_at), 0) AS BIGINT) AS oldest FROM (
    SELECT outbox.created_at FROM outbox WHERE outbox.state = 'pending' AND outbox.app = @app LIMIT @max_events
) AS counted;

-- name: DeadEvents :one
SELECT COUNT(*) AS number, CAST(COALESCE(MIN(counted.created_at), 0) AS BIGINT) AS oldest FROM (
    SELECT outbox.created_at FROM outbox WHERE outbox.state = 'dead' AND outbox.app = @app ORDER BY outbox.created_at LIMIT @max_events
) AS counted;
