-- name: InsertListed :execrows
INSERT INTO listed (list, app, user_id, added_by, added_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (list, app, user_id) DO NOTHING;

-- name: DeleteListed :execrows
DELETE FROM listed WHERE list = $1 AND app = $2 AND user_id = $3;

-- name: FindListed :one
SELECT id, user_id, added_by, added_at FROM listed
WHERE list = $1 AND app = $2 AND user_id = $3;

-- name: AllListed :many
SELECT id, user_id, added_by, added_at FROM listed
WHERE list = @list AND app = @app AND id < @before
ORDER BY id DESC
LIMIT @max_entries;

-- LockLists and ShareLists keep changes of an app's lists and the filing of its
-- reports apart, so that no case is opened by the old lists and missed by the
-- change. SQLite, which writes one at a time, needs neither (see dialect).

-- name: LockLists :exec
SELECT pg_advisory_xact_lock(hashtextextended($1, 0));

-- name: ShareLists :exec
SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0));

-- The undecided cases that accuse a user change their route with his lists: a
-- case stays where it is while another whom it accuses is on the list.

-- name: RaiseRisk :exec
UPDATE cases SET risk = 1
WHERE risk = 0 AND state <> 'decided'
  AND id IN (SELECT case_id FROM case_users WHERE case_users.app = @app AND case_users.user_id = @user_id AND case_users.accused = 1);

-- name: DropRisk :exec
UPDATE cases SET risk = 0
WHERE risk = 1 AND state <> 'decided'
  AND id IN (SELECT case_id FROM case_users WHERE case_users.app = @app AND case_users.user_id = @user_id AND case_users.accused = 1)
  AND NOT EXISTS (
    SELECT 1 FROM case_users
    JOIN listed ON listed.list = 'risk' AND listed.app = case_users.app AND listed.user_id = case_users.user_id
    WHERE case_users.case_id = cases.id AND case_users.accused = 1
  );

-- name: RaiseProtection :exec
UPDATE cases SET protected = 1
WHERE protected = 0 AND state <> 'decided'
  AND id IN (SELECT case_id FROM case_users WHERE case_users.app = @app AND case_users.user_id = @user_id AND case_users.accused = 1);

-- name: DropProtection :exec
UPDATE cases SET protected = 0
WHERE protected = 1 AND state <> 'decided'
  AND id IN (SELECT case_id FROM case_users WHERE case_users.app = @app AND case_users.user_id = @user_id AND case_users.accused = 1)
  AND NOT EXISTS (
    SELECT 1 FROM case_users
    JOIN listed ON listed.list = 'special' AND listed.app = case_users.app AND listed.user_id = case_users.user_id
    WHERE case_users.case_id = cases.id AND case_users.accused = 1
  );
