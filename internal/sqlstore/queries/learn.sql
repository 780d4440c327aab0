-- name: ModelsRevision :one
SELECT number FROM models_revision WHERE id = 1;

-- LockModels puts the changes of what is in use in a row.
-- name: LockModels :one
SELECT number FROM models_revision WHERE id = 1 FOR UPDATE;

-- name: RaiseModelsRevision :exec
UPDATE models_revision SET number = number + 1 WHERE id = 1;

-- ModelInUse is 0 for none.
-- name: ModelInUse :one
SELECT CAST(COALESCE((SELECT version FROM model_installs ORDER BY id DESC LIMIT 1), 0) AS BIGINT) AS version;

-- name: InsertModel :one
INSERT INTO models (trained_at, trained_by, source, note, lines, violations, accuracy, report, file)
VALUES (@trained_at, @trained_by, @source, @note, @lines, @violations, @accuracy, @report, @file)
RETURNING version;

-- ForgetModels drops the versions before one that nobody can go back to.
-- name: ForgetModels :exec
DELETE FROM models WHERE models.version <= @last AND models.version NOT IN (SELECT model_installs.version FROM model_installs);

-- name: ModelFile :one
SELECT file FROM models WHERE version = @version;

-- name: FindModel :one
SELECT version, trained_at, trained_by, source, note, lines, violations, accuracy, report FROM models WHERE version = @version;

-- name: Models :many
SELECT version, trained_at, trained_by, source, note, lines, violations, accuracy FROM models ORDER BY version DESC;

-- name: InstallModel :exec
INSERT INTO model_installs (version, at) VALUES (@version, @at);

-- ForgetInstalls drops what nobody goes back to any more: all but the newest.
-- name: ForgetInstalls :exec
DELETE FROM model_installs WHERE id NOT IN (SELECT newest.id FROM model_installs AS newest ORDER BY newest.id DESC LIMIT @most);

-- name: RollBackModel :execrows
DELETE FROM model_installs WHERE id = (SELECT MAX(newest.id) FROM model_installs AS newest);

-- JudgedLines are the messages that reviewers decided, in their order. A picture
-- is no text.
-- name: JudgedLines :many
SELECT lines.id, lines.app, lines.type, lines.room_id, lines.user_id, lines.text, cases.verdict
FROM lines
JOIN cases ON cases.id = lines.case_id
WHERE lines.id > @after AND lines.case_id <> 0 AND lines.type <> @picture
  AND cases.state = 'decided' AND cases.decided_kind = 'staff' AND cases.undo_until <= @now AND cases.verdict <> @gone
ORDER BY lines.id
LIMIT @max_lines;

-- PassedLines are messages of a part that people typed (types 0, 4 and 7) and
-- nobody was asked about; clean is 1 for those in which nothing was found.
-- name: PassedLines :many
SELECT id, app, type, room_id, user_id, text FROM lines
WHERE id > @after AND id <= @last AND outcome = 'pass' AND case_id = 0 AND type IN (0, 4, 7)
  AND (CAST(@clean AS BIGINT) = 0 OR evidence = '')
ORDER BY id
LIMIT @max_lines;

-- LineBounds are the first and the last number; 0 where there is no message.
-- name: LineBounds :one
SELECT CAST(COALESCE((SELECT oldest.id FROM lines AS oldest ORDER BY oldest.id LIMIT 1), 0) AS BIGINT) AS first,
       CAST(COALESCE((SELECT newest.id FROM lines AS newest ORDER BY newest.id DESC LIMIT 1), 0) AS BIGINT) AS last;

-- LineFrom is the first message from a number on. Numbers follow the time but for
-- what was written at the same moment.
-- name: LineFrom :one
SELECT id, at FROM lines WHERE id >= @id ORDER BY id LIMIT 1;

-- LinesBetween are an app's messages of a part, in their order, without pictures.
-- name: LinesBetween :many
SELECT id, data_id, room_id, anchor_id, user_id, type, text, sent_at, outcome, context, at FROM lines
WHERE id > @after AND id <= @last AND app = @app AND type <> @picture
ORDER BY id;
