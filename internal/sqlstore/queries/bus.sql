-- name: KeepNode :exec
INSERT INTO node (id, address, version, started_at, seen_at)
VALUES (@id, @address, @version, @started_at, @seen_at)
ON CONFLICT (id) DO UPDATE SET address = excluded.address, version = excluded.version, seen_at = excluded.seen_at;

-- name: DropNodesBefore :exec
DELETE FROM node WHERE seen_at < @before;

-- name: Nodes :many
SELECT * FROM node ORDER BY id LIMIT @most;

-- name: DropNode :exec
DELETE FROM node WHERE id = @id;
