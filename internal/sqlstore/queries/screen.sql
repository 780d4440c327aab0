-- name: InsertLine :exec
INSERT INTO lines (app, data_id, credential, room_id, anchor_id, user_id, type, text, sent_at, shown, outcome, checked, label, score, reasons, evidence, shadow, context, policy, at, case_id)
VALUES (@app, @data_id, @credential, @room_id, @anchor_id, @user_id, @type, @text, @sent_at, @shown, @outcome, @checked, @label, @score, @reasons, @evidence, @shadow, @context, @policy, @at, @case_id);

-- name: FindLine :one
SELECT * FROM lines WHERE data_id = @data_id AND app = @app;

-- LinesOfUser and its likes are newest first, each along an index.

-- name: LinesOfUser :many
SELECT * FROM lines WHERE app = @app AND user_id = @user_id AND id < @before ORDER BY id DESC LIMIT @max_lines;

-- name: LinesInRoom :many
SELECT * FROM lines WHERE app = @app AND room_id = @room_id AND id < @before ORDER BY id DESC LIMIT @max_lines;

-- name: LinesOfUserInRoom :many
SELECT * FROM lines WHERE app = @app AND user_id = @user_id AND room_id = @room_id AND id < @before ORDER BY id DESC LIMIT @max_lines;

-- OldestLines are the first that were written. Numbers follow the time but for
-- what was written at the same moment.
-- name: OldestLines :many
SELECT id, at FROM lines ORDER BY id LIMIT @max_lines;

-- name: DropLines :execrows
DELETE FROM lines WHERE id <= @last AND at < @before;
