-- LockPruning has nodes forget one after the other: what one has dropped, and
-- counted, the next does not find.
-- name: LockPruning :exec
SELECT pg_advisory_xact_lock(CAST(@lock AS BIGINT));

-- name: BeginForgetting :one
INSERT INTO forgetting DEFAULT VALUES RETURNING id;

-- name: EndForgetting :exec
DELETE FROM forgetting WHERE id = $1;

-- name: CountForgotten :exec
INSERT INTO forgotten_days (day, app, kind, number) VALUES ($1, $2, $3, $4)
ON CONFLICT (day, app, kind) DO UPDATE SET number = forgotten_days.number + excluded.number;

-- UntoldForgotten locks the days that the audit log says nothing of yet.
-- name: UntoldForgotten :many
SELECT * FROM forgotten_days WHERE told = 0 AND day < @day ORDER BY day, app, kind LIMIT @max_rows
FOR UPDATE;

-- name: TellForgotten :exec
UPDATE forgotten_days SET told = 1 WHERE day = @day AND app = @app AND kind = @kind;

-- name: DropForgotten :exec
DELETE FROM forgotten_days WHERE told = 1 AND day < @day;

-- EndedCaseApps are those of which there are cases that ended.
-- name: EndedCaseApps :many
WITH RECURSIVE found (app) AS (
    SELECT (SELECT first.app FROM cases AS first WHERE first.state = 'decided' ORDER BY first.app LIMIT 1)
    UNION ALL
    SELECT (SELECT later.app FROM cases AS later WHERE later.state = 'decided' AND later.app > found.app ORDER BY later.app LIMIT 1)
    FROM found WHERE found.app IS NOT NULL
)
SELECT CAST(found.app AS TEXT) AS app FROM found WHERE found.app IS NOT NULL;

-- name: EndedCallApps :many
WITH RECURSIVE found (app) AS (
    SELECT (SELECT first.app FROM party_calls AS first WHERE first.state = 'ended' ORDER BY first.app LIMIT 1)
    UNION ALL
    SELECT (SELECT later.app FROM party_calls AS later WHERE later.state = 'ended' AND later.app > found.app ORDER BY later.app LIMIT 1)
    FROM found WHERE found.app IS NOT NULL
)
SELECT CAST(found.app AS TEXT) AS app FROM found WHERE found.app IS NOT NULL;

-- EndedCases are the next that were decided before a moment. Needed ones have
-- something that is not over: a sanction in force or a lift that is owed, a
-- delivery to be made, evidence that is kept, an appeal.
-- name: EndedCases :many
SELECT ended.id, ended.decided_at, CAST(CASE WHEN
    EXISTS (SELECT 1 FROM outbox WHERE outbox.case_id = ended.id AND outbox.case_id <> 0 AND outbox.state = 'pending')
    OR EXISTS (SELECT 1 FROM sanctions WHERE sanctions.case_id = ended.id AND sanctions.case_id <> 0
        AND (sanctions.bond <> '' AND sanctions.lifted_at = 0 AND sanctions.ended_at = 0 OR sanctions.lift_owed = 1))
    OR EXISTS (SELECT 1 FROM evidence WHERE evidence.case_id = ended.id AND evidence.case_id <> 0)
    OR EXISTS (SELECT 1 FROM dialogues JOIN cases AS appealed ON appealed.id = dialogues.appeal WHERE dialogues.ticket = ended.id)
    THEN 1 ELSE 0 END AS BIGINT) AS needed
FROM cases AS ended
WHERE ended.app = @app AND ended.state = 'decided' AND (ended.decided_at, ended.id) > (CAST(@after_at AS BIGINT), CAST(@after AS BIGINT)) AND ended.decided_at < @before
ORDER BY ended.decided_at, ended.id LIMIT @max_cases;

-- What is dropped with a case, each for many.
-- name: DropCaseReports :exec
DELETE FROM reports WHERE case_id IN (@case_id);

-- name: DropCaseUsers :exec
DELETE FROM case_users WHERE case_id IN (@case_id);

-- name: DropCaseSkips :exec
DELETE FROM case_skips WHERE case_id IN (@case_id);

-- name: DropCaseNotes :exec
DELETE FROM case_notes WHERE case_id IN (@case_id);

-- name: DropCaseUndos :exec
DELETE FROM decision_undos WHERE decision_id IN (SELECT decisions.id FROM decisions WHERE decisions.case_id IN (@case_id));

-- name: DropCaseDecisions :exec
DELETE FROM decisions WHERE case_id IN (@case_id);

-- name: DropCaseSanctions :exec
DELETE FROM sanctions WHERE case_id IN (@case_id) AND case_id <> 0;

-- name: DropCaseAttempts :exec
DELETE FROM attempts WHERE event_id IN (SELECT outbox.id FROM outbox WHERE outbox.case_id IN (@case_id) AND outbox.case_id <> 0);

-- name: DropCaseEvents :exec
DELETE FROM outbox WHERE case_id IN (@case_id) AND case_id <> 0;

-- name: DropCaseDialogues :exec
DELETE FROM dialogues WHERE ticket IN (@case_id);

-- name: DropCases :exec
DELETE FROM cases WHERE id IN (@case_id);

-- OldOrders are reports that led to no case. Needed ones have a sanction in
-- force.
-- name: OldOrders :many
SELECT old.id, CAST(CASE WHEN EXISTS (
    SELECT 1 FROM decisions JOIN sanctions ON sanctions.decision_id = decisions.id AND sanctions.case_id = 0
    WHERE decisions.record_id = old.id AND decisions.case_id = 0
      AND (sanctions.bond <> '' AND sanctions.lifted_at = 0 AND sanctions.ended_at = 0 OR sanctions.lift_owed = 1)
) THEN 1 ELSE 0 END AS BIGINT) AS needed
FROM reports AS old
WHERE old.case_id = 0 AND old.app = @app AND old.filed_at < @before AND old.id > @after
ORDER BY old.id LIMIT @max_reports;

-- name: DropOrderSanctions :exec
DELETE FROM sanctions WHERE case_id = 0 AND decision_id IN (SELECT decisions.id FROM decisions WHERE decisions.case_id = 0 AND decisions.record_id IN (@record_id));

-- name: DropOrderDecisions :exec
DELETE FROM decisions WHERE case_id = 0 AND record_id IN (@record_id);

-- name: DropReports :exec
DELETE FROM reports WHERE id IN (@id);

-- OldPartyCalls are an app's that ended before a moment.
-- name: OldPartyCalls :many
SELECT id FROM party_calls WHERE app = @app AND state = 'ended' AND ended_at < @before ORDER BY ended_at LIMIT @max_calls;

-- EventsAfter are the next in the order in which they were written.
-- name: EventsAfter :many
SELECT id, app, channel, case_id, state, created_at FROM outbox WHERE id > @after ORDER BY id LIMIT @max_events;

-- name: DropAttempts :exec
DELETE FROM attempts WHERE event_id IN (@event_id);

-- name: DropEvents :exec
DELETE FROM outbox WHERE id IN (@id) AND state <> 'pending' AND case_id = 0;

-- The oldest that is kept, of an app; 0 where nothing is.
-- name: OldestEvidence :one
SELECT CAST(COALESCE((SELECT evidence.received_at FROM evidence WHERE evidence.app = @app ORDER BY evidence.received_at LIMIT 1), 0) AS BIGINT) AS at;

-- name: OldestCall :one
SELECT CAST(COALESCE((SELECT party_calls.ended_at FROM party_calls WHERE party_calls.app = @app AND party_calls.state = 'ended' ORDER BY party_calls.ended_at LIMIT 1), 0) AS BIGINT) AS at;

-- name: OldestCase :one
SELECT CAST(COALESCE((SELECT cases.decided_at FROM cases WHERE cases.app = @app AND cases.state = 'decided' ORDER BY cases.decided_at, cases.id LIMIT 1), 0) AS BIGINT) AS at;

-- name: OldestLine :one
SELECT CAST(COALESCE((SELECT lines.at FROM lines ORDER BY lines.id LIMIT 1), 0) AS BIGINT) AS at;
