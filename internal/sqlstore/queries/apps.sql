-- name: AllApps :many
SELECT * FROM apps ORDER BY id;

-- name: PutApp :exec
INSERT INTO apps (id, data) VALUES ($1, $2)
ON CONFLICT (id) DO UPDATE SET data = excluded.data;

-- name: Revision :one
SELECT number FROM revision WHERE id = 1;

-- name: LockRevision :one
SELECT number FROM revision WHERE id = 1 FOR UPDATE;

-- name: RaiseRevision :exec
UPDATE revision SET number = number + 1 WHERE id = 1;

-- name: Setting :one
SELECT value FROM settings WHERE name = $1;

-- name: PutSetting :exec
INSERT INTO settings (name, value) VALUES ($1, $2)
ON CONFLICT (name) DO UPDATE SET value = excluded.value;
