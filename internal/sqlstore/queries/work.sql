-- name: ReporterAccuracy :many
SELECT reporter, agreed, disagreed FROM reporter_stats WHERE app = @app AND reporter IN (@reporter);

-- JudgeReporters counts everybody who reported decided cases before they were,
-- once for each case: as agreed with, or as not where the case was passed.
-- name: JudgeReporters :exec
INSERT INTO reporter_stats (app, reporter, agreed, disagreed)
SELECT filed.app, filed.reporter,
    CAST(SUM(CASE WHEN cases.verdict = 'pass' THEN 0 ELSE 1 END) AS BIGINT),
    CAST(SUM(CASE WHEN cases.verdict = 'pass' THEN 1 ELSE 0 END) AS BIGINT)
FROM (SELECT DISTINCT reports.case_id, reports.app, reports.reporter FROM reports WHERE reports.case_id IN (@case_id) AND reports.late = 0) AS filed
JOIN cases ON cases.id = filed.case_id
GROUP BY filed.app, filed.reporter
ORDER BY filed.app, filed.reporter
ON CONFLICT (app, reporter) DO UPDATE
SET agreed = reporter_stats.agreed + excluded.agreed, disagreed = reporter_stats.disagreed + excluded.disagreed;

-- AddAccuracy is JudgeReporters for a reporter whose cases are known.
-- name: AddAccuracy :exec
INSERT INTO reporter_stats (app, reporter, agreed, disagreed) VALUES (@app, @reporter, @agreed, @disagreed)
ON CONFLICT (app, reporter) DO UPDATE
SET agreed = reporter_stats.agreed + excluded.agreed, disagreed = reporter_stats.disagreed + excluded.disagreed;

-- UnjudgeReporters takes back what JudgeReporters counted of a case.
-- name: UnjudgeReporters :exec
INSERT INTO reporter_stats (app, reporter, agreed, disagreed)
SELECT app, reporter, CAST(@agreed AS BIGINT), CAST(@disagreed AS BIGINT) FROM reports
WHERE case_id = @case_id AND late = 0
GROUP BY app, reporter
ORDER BY reporter
ON CONFLICT (app, reporter) DO UPDATE
SET agreed = reporter_stats.agreed + excluded.agreed, disagreed = reporter_stats.disagreed + excluded.disagreed;

-- LastFindings are what staff decided last about each content, newest first.
-- name: LastFindings :many
WITH judged AS (
    SELECT content_key, id, verdict,
        ROW_NUMBER() OVER (PARTITION BY content_key ORDER BY decided_at DESC, id DESC) AS nth
    FROM cases
    WHERE app = @app AND content_key IN (@content_key) AND content_key <> '' AND state = 'decided' AND decided_kind = 'staff'
)
SELECT judged.content_key, judged.id, judged.verdict FROM judged
WHERE judged.nth <= CAST(@number AS BIGINT)
ORDER BY judged.content_key, judged.nth;

-- CountLateReports touches no row where the case is not decided any more.
-- name: CountLateReports :execrows
UPDATE cases SET reports = reports + @number WHERE id = @id AND state = 'decided';

-- name: RenewLease :exec
UPDATE cases SET lease_until = @lease_until WHERE id = @id;

-- name: SkipCase :exec
INSERT INTO case_skips (case_id, staff_id) VALUES (@case_id, @staff_id)
ON CONFLICT (case_id, staff_id) DO NOTHING;

-- name: EscalateCase :exec
UPDATE cases SET escalated = 1 WHERE id = @id;

-- name: InsertNote :exec
INSERT INTO case_notes (app, case_id, kind, author, at, memo) VALUES (@app, @case_id, @kind, @author, @at, @memo);

-- name: CaseNotes :many
SELECT * FROM case_notes WHERE case_id = @case_id ORDER BY id;

-- name: InsertUndo :exec
INSERT INTO decision_undos (decision_id, at, by_staff) VALUES (@decision_id, @at, @by_staff);

-- name: DeleteSanctionsOfDecision :exec
DELETE FROM sanctions WHERE case_id = @case_id AND decision_id = @decision_id AND case_id <> 0;

-- name: LanesOfDecision :many
SELECT DISTINCT app, lane FROM outbox WHERE case_id = @case_id AND decision_id = @decision_id AND case_id <> 0;

-- CountGone counts the events of a decision that it is too late to cancel.
-- name: CountGone :one
SELECT COUNT(*) FROM outbox
WHERE case_id = @case_id AND decision_id = @decision_id AND case_id <> 0
  AND (state <> 'pending' OR first_at <> 0);

-- name: CancelEvents :exec
UPDATE outbox SET state = 'cancelled', done_at = @done_at
WHERE case_id = @case_id AND decision_id = @decision_id AND case_id <> 0;

-- ReopenCase gives a decided case back to its author. Where a case of the same
-- content was opened meanwhile, it joins nothing any more.
-- name: ReopenCase :exec
UPDATE cases
SET state = 'leased', version = version + 1, holder = @holder, lease_token = @lease_token, lease_until = @lease_until,
    decided_kind = '', decided_id = '', decided_at = 0, undo_until = 0, verdict = '',
    group_key = CASE WHEN EXISTS (
        SELECT 1 FROM cases AS other
        WHERE other.app = cases.app AND other.group_key = cases.group_key AND other.state <> 'decided' AND other.group_key <> ''
    ) THEN '' ELSE group_key END
WHERE cases.id = @id;

-- What came when the case was decided is judged with the next decision.
-- name: JudgeLateReports :exec
UPDATE reports SET late = 0 WHERE case_id = @case_id AND late = 1;
