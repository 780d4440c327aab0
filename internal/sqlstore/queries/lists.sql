-- name: InsertListed :execrows
INSERT INTO listed (list, app, user_id, added_by, added_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (list, app, user_id) DO NOTHING;

-- name: DeleteListed :execrows
DELETE FROM listed WHERE list = $1 AND app = $2 AND user_id = $3;

-- name: FindListed :one
SELECT user_id, added_by, added_at FROM listed
WHERE list = $1 AND app = $2 AND user_id = $3;

-- name: AllListed :many
SELECT user_id, added_by, added_at FROM listed
WHERE list = $1 AND app = $2
ORDER BY added_at DESC, id DESC
LIMIT $3;

-- LockLists and ShareLists keep changes of an app's lists and the filing of its
-- reports apart, so that no case is opened by the old lists and missed by the
-- change. SQLite, which writes one at a time, needs neither (see dialect).

-- name: LockLists :exec
SELECT pg_advisory_xact_lock(hashtextextended($1, 0));

-- name: ShareLists :exec
SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0));
