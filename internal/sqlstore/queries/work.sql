-- name: ReporterAccuracy :one
SELECT agreed, disagreed FROM reporter_stats WHERE app = @app AND reporter = @reporter;

-- JudgeReporters counts everybody who reported a case before it was decided,
-- once each; with negative numbers it takes that back.
-- name: JudgeReporters :exec
INSERT INTO reporter_stats (app, reporter, agreed, disagreed)
SELECT app, reporter, CAST(@agreed AS BIGINT), CAST(@disagreed AS BIGINT) FROM reports
WHERE case_id = @case_id AND late = 0
GROUP BY app, reporter
ORDER BY reporter
ON CONFLICT (app, reporter) DO UPDATE
SET agreed = reporter_stats.agreed + excluded.agreed, disagreed = reporter_stats.disagreed + excluded.disagreed;

-- name: LastFindings :many
SELECT id, verdict FROM cases
WHERE app = @app AND content_key = @content_key AND content_key <> '' AND state = 'decided' AND decided_kind = 'staff'
ORDER BY decided_at DESC, id DESC
LIMIT @max_cases;

-- CountLateReport touches no row where the case is not decided any more.
-- name: CountLateReport :execrows
UPDATE cases SET reports = reports + 1 WHERE id = @id AND state = 'decided';

-- name: SetLateReportCase :exec
UPDATE reports SET case_id = @case_id, late = 1 WHERE id = @id;
