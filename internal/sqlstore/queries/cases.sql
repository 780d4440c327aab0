-- Filing a report. Statements with one row of values or a list of one are also
-- run for many at once (query/wide.go).

-- ReserveReportIDs gives numbers for so many reports, in ascending order.
-- name: ReserveReportIDs :many
SELECT CAST(nextval('reports_id_seq') AS BIGINT) AS id FROM generate_series(1, CAST(@number AS BIGINT));

-- HoldReportKey locks the key and returns the report that has it: this one, or
-- an earlier one.
-- name: HoldReportKey :one
INSERT INTO report_keys (app, repeat_key, report_id, filed_at)
VALUES (@app, @repeat_key, @report_id, @filed_at)
ON CONFLICT (app, repeat_key) DO UPDATE SET report_id = report_keys.report_id
RETURNING repeat_key, report_id, filed_at;

-- StandingReportKeys and StandingGroups tell what is there, where nobody else
-- can add to it meanwhile.
-- name: StandingReportKeys :many
SELECT repeat_key, report_id, filed_at FROM report_keys WHERE app = @app AND repeat_key IN (@repeat_key);

-- name: TakeReportKey :exec
UPDATE report_keys SET report_id = @report_id, filed_at = @filed_at WHERE app = @app AND repeat_key = @repeat_key;

-- CountRepeats returns the case of the report that was repeated.
-- name: CountRepeats :one
UPDATE reports SET repeats = repeats + @number WHERE id = @id RETURNING case_id;

-- name: InsertReport :exec
INSERT INTO reports (id, app, entrance, reporter, complaints, messages, profile, accused, memo, client_version, client_type, filed_at, case_id, late, asked, dialogue, evidence, trace)
VALUES (@id, @app, @entrance, @reporter, @complaints, @messages, @profile, @accused, @memo, @client_version, @client_type, @filed_at, @case_id, @late, @asked, @dialogue, @evidence, @trace);

-- UserLists tells which lists the users are on.
-- name: UserLists :many
SELECT user_id, list FROM listed WHERE list IN ('risk', 'special') AND app = @app AND user_id IN (@user_id);

-- name: CaseReporters :many
SELECT case_id, reporter FROM reports WHERE case_id IN (@case_id) GROUP BY case_id, reporter ORDER BY case_id, MIN(id);

-- name: CaseAskers :many
SELECT id, case_id, asked FROM reports WHERE case_id IN (@case_id) AND asked <> '' ORDER BY case_id, id;

-- CaseTraces are the traces of a case's last reports that have one.
-- name: CaseTraces :many
SELECT trace FROM reports WHERE case_id = @case_id AND trace <> '' ORDER BY id DESC LIMIT @most;

-- OpenOrJoinCase returns the id of the undecided case of the same content, to
-- which the reports were added, or the new case's.
-- name: OpenOrJoinCase :one
INSERT INTO cases (id, app, queue, entrance, risk, protected, rank, state, group_key, content_key, complaints, reports, opened_at)
VALUES (@id, @app, @queue, @entrance, @risk, @protected, @rank, 'open', @group_key, @content_key, @complaints, @reports, @opened_at)
ON CONFLICT (app, group_key) WHERE state <> 'decided' AND group_key <> '' DO UPDATE
SET complaints = cases.complaints | excluded.complaints,
    reports = cases.reports + excluded.reports,
    rank = CASE
        WHEN excluded.rank < cases.rank THEN excluded.rank
        WHEN cases.rank > 1 AND cases.reports + excluded.reports >= @crowd THEN 1
        ELSE cases.rank
    END,
    risk = CASE WHEN excluded.risk > cases.risk THEN excluded.risk ELSE cases.risk END,
    protected = CASE WHEN excluded.protected > cases.protected THEN excluded.protected ELSE cases.protected END
RETURNING id, group_key;

-- CloseFullGroup has a case take no more reports where the next ones, which come
-- together, might be too many.
-- name: CloseFullGroup :exec
UPDATE cases SET group_key = '' WHERE id IN (@id) AND reports > @most;

-- name: StandingGroups :many
SELECT id, group_key FROM cases WHERE app = @app AND group_key IN (@group_key) AND group_key <> '' AND state <> 'decided';

-- name: AddCaseUser :exec
INSERT INTO case_users (app, user_id, case_id, accused) VALUES (@app, @user_id, @case_id, @accused)
ON CONFLICT (app, user_id, case_id) DO UPDATE
SET accused = CASE WHEN excluded.accused > case_users.accused THEN excluded.accused ELSE case_users.accused END;

-- name: SpecialUsersOfCase :many
SELECT case_users.case_id, case_users.user_id FROM case_users
JOIN listed ON listed.list = 'special' AND listed.app = case_users.app AND listed.user_id = case_users.user_id
WHERE case_users.case_id IN (@case_id);

-- LockCase waits for whoever has the case.
-- name: LockCase :one
SELECT sqlc.embed(cases), sqlc.embed(reports)
FROM cases
JOIN reports ON reports.id = cases.id
WHERE cases.id = @id AND cases.app = @app
FOR UPDATE OF cases;

-- LockFreeCases passes over what somebody else has, so that who locks several
-- never waits, least of all in a circle. Special tells whether one of the case's
-- users is, ruled whether it was ever decided.
-- name: LockFreeCases :many
SELECT sqlc.embed(cases), sqlc.embed(reports), CAST(COALESCE((
    SELECT 1 FROM case_users
    JOIN listed ON listed.list = 'special' AND listed.app = case_users.app AND listed.user_id = case_users.user_id
    WHERE case_users.case_id = cases.id
    LIMIT 1
), 0) AS BIGINT) AS special,
    CAST(COALESCE((SELECT 1 FROM decisions WHERE decisions.case_id = cases.id LIMIT 1), 0) AS BIGINT) AS ruled
FROM cases
JOIN reports ON reports.id = cases.id
WHERE cases.id IN (@id)
FOR UPDATE OF cases SKIP LOCKED;

-- name: FindCase :one
SELECT sqlc.embed(cases), sqlc.embed(reports)
FROM cases
JOIN reports ON reports.id = cases.id
WHERE cases.id = @id;

-- name: FindCases :many
SELECT sqlc.embed(cases), sqlc.embed(reports)
FROM cases
JOIN reports ON reports.id = cases.id
WHERE cases.id IN (@id);

-- LockClaimers makes the claims of each of the reviewers, "7,9,12", wait for
-- each other. SQLite, which writes one at a time, does not need it.
-- name: LockClaimers :exec
SELECT pg_advisory_xact_lock(hashtextextended('claimer ' || one.reviewer, 0))
FROM unnest(string_to_array(CAST(@reviewers AS TEXT), ',')) AS one (reviewer);

-- HeldCases is what reviewers have: cases lent to them, and decided ones that
-- they may still add to. Besides it is the first of all leases that have run out,
-- whoever had it, with no holder.
-- name: HeldCases :many
SELECT held.id, held.app, held.queue, held.risk, held.senior, held.rank, held.state, held.opened_at, held.holder, held.lease_until
FROM cases AS held
WHERE held.holder IN (@holder) AND held.holder <> 0
UNION ALL
SELECT lapsed.id, '', '', 0, 0, 0, '', 0, 0, lapsed.lease_until FROM (
    SELECT cases.id, cases.lease_until FROM cases
    WHERE cases.state = 'leased' AND cases.lease_until <= @now
    ORDER BY cases.lease_until
    LIMIT 1
) AS lapsed;

-- WaitingCases are the first by rank, and the first of those whose doubt is
-- over (see review.Rank): two heads of one index.
-- name: WaitingCases :many
SELECT ranked.id, ranked.rank, ranked.opened_at FROM (
    SELECT cases.id, cases.rank, cases.opened_at FROM cases
    WHERE cases.state = 'open' AND cases.app = @app AND cases.risk = @risk AND cases.queue = @queue AND cases.senior = @senior
      AND NOT EXISTS (SELECT 1 FROM case_skips WHERE case_skips.case_id = cases.id AND case_skips.staff_id = @reviewer)
    ORDER BY cases.rank, cases.opened_at, cases.id
    LIMIT @max_cases
) AS ranked
UNION ALL
SELECT aged.id, aged.rank, aged.opened_at FROM (
    SELECT cases.id, cases.rank, cases.opened_at FROM cases
    WHERE cases.state = 'open' AND cases.app = @app AND cases.risk = @risk AND cases.queue = @queue AND cases.senior = @senior
      AND cases.rank = 2 AND cases.opened_at <= @doubt_ended
      AND NOT EXISTS (SELECT 1 FROM case_skips WHERE case_skips.case_id = cases.id AND case_skips.staff_id = @reviewer)
    ORDER BY cases.opened_at, cases.id
    LIMIT @max_cases
) AS aged;

-- LockWaitingCases and LockAgedCases lock what WaitingCases has found, or what
-- comes next. Skipped tells whether anybody has skipped the case; EXISTS
-- would make PostgreSQL read all the skips there are.
-- name: LockWaitingCases :many
SELECT sqlc.embed(cases), sqlc.embed(reports),
    CAST(COALESCE((SELECT 1 FROM case_skips AS others WHERE others.case_id = cases.id LIMIT 1), 0) AS BIGINT) AS skipped
FROM cases
JOIN reports ON reports.id = cases.id
WHERE cases.state = 'open' AND cases.app = @app AND cases.risk = @risk AND cases.queue = @queue AND cases.senior = @senior
  AND NOT EXISTS (SELECT 1 FROM case_skips WHERE case_skips.case_id = cases.id AND case_skips.staff_id = @reviewer)
ORDER BY cases.rank, cases.opened_at, cases.id
LIMIT @max_cases
FOR UPDATE OF cases SKIP LOCKED;

-- name: LockAgedCases :many
SELECT sqlc.embed(cases), sqlc.embed(reports),
    CAST(COALESCE((SELECT 1 FROM case_skips AS others WHERE others.case_id = cases.id LIMIT 1), 0) AS BIGINT) AS skipped
FROM cases
JOIN reports ON reports.id = cases.id
WHERE cases.state = 'open' AND cases.app = @app AND cases.risk = @risk AND cases.queue = @queue AND cases.senior = @senior
  AND cases.rank = 2 AND cases.opened_at <= @doubt_ended
  AND NOT EXISTS (SELECT 1 FROM case_skips WHERE case_skips.case_id = cases.id AND case_skips.staff_id = @reviewer)
ORDER BY cases.opened_at, cases.id
LIMIT @max_cases
FOR UPDATE OF cases SKIP LOCKED;

-- WaitingApps steps from app to app instead of reading every case.
-- name: WaitingApps :many
WITH RECURSIVE found (app) AS (
    SELECT (SELECT first.app FROM cases AS first WHERE first.state = 'open' ORDER BY first.app LIMIT 1)
    UNION ALL
    SELECT (SELECT later.app FROM cases AS later WHERE later.state = 'open' AND later.app > found.app ORDER BY later.app LIMIT 1)
    FROM found
    WHERE found.app IS NOT NULL
)
SELECT CAST(found.app AS TEXT) AS app FROM found WHERE found.app IS NOT NULL;

-- name: SkipsOfCases :many
SELECT case_id, staff_id FROM case_skips WHERE case_id IN (@case_id);

-- name: LeaseCase :exec
WITH lent (id, holder, lease_token, lease_until) AS (
    VALUES (CAST(@id AS BIGINT), CAST(@holder AS BIGINT), CAST(@lease_token AS TEXT), CAST(@lease_until AS BIGINT))
)
UPDATE cases
SET state = 'leased', holder = lent.holder, lease_token = lent.lease_token, lease_until = lent.lease_until, version = version + 1
FROM lent WHERE cases.id = lent.id;

-- name: LockExpiredCases :many
SELECT id FROM cases
WHERE state = 'leased' AND lease_until <= @now
ORDER BY lease_until
LIMIT @max_cases
FOR UPDATE SKIP LOCKED;

-- name: ReturnCase :exec
UPDATE cases
SET state = 'open', holder = 0, lease_token = '', lease_until = 0, version = version + 1
WHERE id IN (@id);

-- name: EndFollowUps :exec
UPDATE cases SET holder = 0, lease_until = 0
WHERE id IN (@id) AND state = 'decided';

-- name: InsertDecision :one
INSERT INTO decisions (app, case_id, record_id, author_kind, author_id, at, verdict, actions, users, memo)
VALUES (@app, @case_id, @record_id, @author_kind, @author_id, @at, @verdict, @actions, @users, @memo)
RETURNING id, case_id, record_id;

-- name: CaseDecisions :many
SELECT sqlc.embed(decisions), CAST(COALESCE(decision_undos.at, 0) AS BIGINT) AS undone_at
FROM decisions
LEFT JOIN decision_undos ON decision_undos.decision_id = decisions.id
WHERE decisions.case_id IN (@case_id)
ORDER BY decisions.id;

-- name: DecideCase :exec
WITH ruled (id, decided_kind, decided_id, decided_at, undo_until, verdict, holder, lease_until) AS (
    VALUES (CAST(@id AS BIGINT), CAST(@decided_kind AS TEXT), CAST(@decided_id AS TEXT), CAST(@decided_at AS BIGINT),
        CAST(@undo_until AS BIGINT), CAST(@verdict AS TEXT), CAST(@holder AS BIGINT), CAST(@lease_until AS BIGINT))
)
UPDATE cases
SET state = 'decided', version = version + 1,
    decided_kind = ruled.decided_kind, decided_id = ruled.decided_id, decided_at = ruled.decided_at,
    undo_until = ruled.undo_until, verdict = ruled.verdict,
    holder = ruled.holder, lease_until = ruled.lease_until, lease_token = ''
FROM ruled WHERE cases.id = ruled.id;

-- FollowUpCase is DecideCase for what came after the first decision.
-- name: FollowUpCase :exec
UPDATE cases SET version = version + 1, holder = @holder, lease_until = @lease_until WHERE id = @id;

-- RemainingCases is one statement, so that a case that is lent meanwhile is
-- counted once.
-- name: RemainingCases :many
SELECT waiting.queue, COUNT(*) AS number FROM cases AS waiting
WHERE waiting.state = 'open' AND waiting.app = @app AND waiting.risk = @risk
GROUP BY waiting.queue
UNION ALL
SELECT lent.queue, COUNT(*) AS number FROM cases AS lent
WHERE lent.state = 'leased' AND lent.app = @app AND lent.risk = @risk
GROUP BY lent.queue;

-- name: RemainingCasesAnywhere :many
SELECT waiting.queue, COUNT(*) AS number FROM cases AS waiting
WHERE waiting.state = 'open' AND waiting.risk = @risk
GROUP BY waiting.queue
UNION ALL
SELECT lent.queue, COUNT(*) AS number FROM cases AS lent
WHERE lent.state = 'leased' AND lent.risk = @risk
GROUP BY lent.queue;
