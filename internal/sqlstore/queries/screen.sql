-- name: InsertLine :exec
INSERT INTO lines (app, data_id, credential, room_id, anchor_id, user_id, type, text, sent_at, shown, outcome, checked, label, score, reasons, evidence, shadow, context, policy, at, case_id)
VALUES (@app, @data_id, @credential, @room_id, @anchor_id, @user_id, @type, @text, @sent_at, @shown, @outcome, @checked, @label, @score, @reasons, @evidence, @shadow, @context, @policy, @at, @case_id);

-- InsertCleanLine is InsertLine for a message in which nothing was found and
-- which nobody is asked about, as most are.
-- name: InsertCleanLine :exec
INSERT INTO lines (app, data_id, credential, room_id, anchor_id, user_id, type, text, sent_at, shown, outcome, checked, label, score, reasons, evidence, shadow, context, policy, at, case_id)
VALUES (@app, @data_id, @credential, @room_id, @anchor_id, @user_id, @type, @text, @sent_at, '', 'pass', 1, 'pass', 1000000, '', '', '', @context, @policy, @at, 0);

-- InsertFoundLine is InsertLine for a message whose number is wanted.
-- name: InsertFoundLine :one
INSERT INTO lines (app, data_id, credential, room_id, anchor_id, user_id, type, text, sent_at, shown, outcome, checked, label, score, reasons, evidence, shadow, context, policy, at, case_id)
VALUES (@app, @data_id, @credential, @room_id, @anchor_id, @user_id, @type, @text, @sent_at, @shown, @outcome, @checked, @label, @score, @reasons, @evidence, @shadow, @context, @policy, @at, @case_id)
RETURNING id, data_id;

-- name: InsertLineCause :exec
INSERT INTO line_causes (kind, cause_id, line_id, shadow, version, app, at, outcome, want, led)
VALUES (@kind, @cause_id, @line_id, @shadow, @version, @app, @at, @outcome, @want, @led);

-- name: FindLine :one
SELECT * FROM lines WHERE data_id = @data_id;

-- name: FindLines :many
SELECT * FROM lines WHERE id IN (@id);

-- StepLines and its likes are what a search looks at, newest first, each along
-- an index.

-- name: StepLines :many
SELECT id, app, at, user_id, room_id, outcome, text FROM lines
WHERE id < @before AND id >= @first
ORDER BY id DESC LIMIT @max_lines;

-- name: StepLinesOfUser :many
SELECT id, app, at, user_id, room_id, outcome, text FROM lines
WHERE app = @app AND user_id = @user_id AND id < @before AND id >= @first
ORDER BY id DESC LIMIT @max_lines;

-- name: StepLinesInRoom :many
SELECT id, app, at, user_id, room_id, outcome, text FROM lines
WHERE app = @app AND room_id = @room_id AND id < @before AND id >= @first
ORDER BY id DESC LIMIT @max_lines;

-- name: StepLinesOfOutcome :many
SELECT id, app, at, user_id, room_id, outcome, text FROM lines
WHERE app = @app AND outcome = @outcome AND outcome <> 'pass' AND id < @before AND id >= @first
ORDER BY id DESC LIMIT @max_lines;

-- StepLinesOfCause may give a message twice: what is in force and what is only
-- tried are apart.
-- name: StepLinesOfCause :many
SELECT lines.id, lines.app, lines.at, lines.user_id, lines.room_id, lines.outcome, lines.text
FROM line_causes
JOIN lines ON lines.id = line_causes.line_id
WHERE line_causes.kind = @kind AND line_causes.cause_id = @cause_id AND line_causes.line_id < @before AND line_causes.line_id >= @first
  AND (CAST(@version AS BIGINT) = 0 OR line_causes.version = @version)
ORDER BY line_causes.line_id DESC LIMIT @max_lines;

-- LinesAfter are the next in the order in which they were written.
-- name: LinesAfter :many
SELECT id, app, at FROM lines WHERE id > @after ORDER BY id LIMIT @max_lines;

-- name: DropLines :execrows
DELETE FROM lines WHERE id IN (@id);

-- name: DropLineCauses :exec
DELETE FROM line_causes WHERE line_id IN (@line_id);

-- LinesToPost are the messages that no segment has, in their order.
-- name: LinesToPost :many
SELECT id, app, user_id, room_id FROM lines WHERE id > @after ORDER BY id LIMIT @max_lines;

-- LastPosted is the last message that a segment has.
-- name: LastPosted :one
SELECT CAST(COALESCE((SELECT last_id FROM line_postings WHERE bucket = 0 ORDER BY first_id DESC LIMIT 1), 0) AS BIGINT) AS last;

-- name: InsertLinePosting :exec
INSERT INTO line_postings (bucket, first_id, last_id, entries) VALUES (@bucket, @first_id, @last_id, @entries);

-- DropPostingsAfter drops what segments behind the last say of a bucket.
-- name: DropPostingsAfter :exec
DELETE FROM line_postings WHERE first_id > @last AND bucket IN (@bucket);

-- LinePostings are what segments say of a bucket, the newest first.
-- name: LinePostings :many
SELECT first_id, last_id, entries FROM line_postings
WHERE bucket = @bucket AND first_id < @before
ORDER BY first_id DESC LIMIT @max_segments;

-- name: OldestSegments :many
SELECT first_id, last_id FROM line_postings WHERE bucket = 0 ORDER BY first_id LIMIT @max_segments;

-- name: DropLinePostings :exec
DELETE FROM line_postings WHERE first_id = @first_id AND bucket IN (@bucket);

-- name: StepTheseLines :many
SELECT id, app, at, user_id, room_id, outcome, text FROM lines WHERE id IN (@id);
