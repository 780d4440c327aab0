-- name: KeepPresence :exec
INSERT INTO presence (app, user_uuid, first_at, last_at, gone, node, seq)
VALUES (@app, @user_uuid, @first_at, @last_at, @gone, @node, @seq)
ON CONFLICT (app, user_uuid) DO UPDATE SET
    first_at = excluded.first_at, last_at = excluded.last_at, gone = excluded.gone, node = excluded.node, seq = excluded.seq
WHERE excluded.last_at >= presence.last_at;

-- name: KeepPresenceNode :exec
INSERT INTO presence_nodes (node, seq, seen_at) VALUES (@node, @seq, @seen_at)
ON CONFLICT (node) DO UPDATE SET seq = excluded.seq, seen_at = excluded.seen_at;

-- name: PresenceNodes :many
SELECT * FROM presence_nodes ORDER BY node;

-- name: PresenceBetween :many
SELECT * FROM presence WHERE node = @node AND seq > @after AND seq <= @up_to ORDER BY seq LIMIT @most;

-- name: DropPresence :exec
DELETE FROM presence WHERE node = @node AND seq <= @up_to;

-- name: DropPresenceNode :exec
DELETE FROM presence_nodes WHERE node = @node;
