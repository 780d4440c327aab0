-- name: CasePlace :one
SELECT app, state FROM cases WHERE id = $1;

-- name: LeasesOf :many
SELECT id, app, queue, lease_until FROM cases
WHERE holder = @holder AND holder <> 0 AND state = 'leased'
ORDER BY id
LIMIT @max_cases;
