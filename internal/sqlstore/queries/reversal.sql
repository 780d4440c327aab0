-- Undoing what one cause did. A parameter that is 0 or empty is any.

-- name: InsertReversal :one
INSERT INTO reversals (app, kind, cause_id, version, from_at, to_at, note, staff_id, at)
VALUES (@app, @kind, @cause_id, @version, @from_at, @to_at, @note, @staff_id, @at)
RETURNING id;

-- name: CountLinesOfCause :one
SELECT COUNT(*) FROM line_causes
WHERE kind = @kind AND cause_id = @cause_id AND shadow = 0 AND app = @app
  AND (CAST(@version AS BIGINT) = 0 OR version = @version)
  AND at >= @from_at AND (CAST(@to_at AS BIGINT) = 0 OR at < @to_at);

-- CountLedLines counts what stands, by outcome and by where the case stands.
-- name: CountLedLines :many
SELECT lines.outcome, CAST(COALESCE(cases.state, '') AS TEXT) AS state, COUNT(*) AS number
FROM line_causes
JOIN lines ON lines.id = line_causes.line_id
LEFT JOIN cases ON cases.id = lines.case_id
WHERE line_causes.kind = @kind AND line_causes.cause_id = @cause_id AND line_causes.shadow = 0 AND line_causes.app = @app
  AND (CAST(@version AS BIGINT) = 0 OR line_causes.version = @version)
  AND line_causes.at >= @from_at AND (CAST(@to_at AS BIGINT) = 0 OR line_causes.at < @to_at)
  AND line_causes.led = 1 AND lines.reversed_at = 0
GROUP BY 1, 2;

-- LockLedLines are the next that stand, in the order of their numbers.
-- name: LockLedLines :many
SELECT sqlc.embed(lines)
FROM line_causes
JOIN lines ON lines.id = line_causes.line_id
WHERE line_causes.kind = @kind AND line_causes.cause_id = @cause_id AND line_causes.shadow = 0 AND line_causes.app = @app
  AND (CAST(@version AS BIGINT) = 0 OR line_causes.version = @version)
  AND line_causes.at >= @from_at AND (CAST(@to_at AS BIGINT) = 0 OR line_causes.at < @to_at)
  AND line_causes.led = 1 AND lines.reversed_at = 0 AND line_causes.line_id > @after
ORDER BY line_causes.line_id
LIMIT @max_lines
FOR UPDATE;

-- name: ReverseLines :many
UPDATE lines SET reversed_at = @at, reversal_id = @reversal_id WHERE id IN (@id) AND reversed_at = 0 RETURNING id, case_id;

-- name: ReverseLinesOfCases :many
UPDATE lines SET reversed_at = @at, reversal_id = @reversal_id WHERE case_id IN (@case_id) AND case_id <> 0 AND reversed_at = 0 RETURNING id, case_id;
