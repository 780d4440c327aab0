-- name: InsertAccount :one
INSERT INTO accounts (username, username_key, role, password_hash, disabled, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (username_key) DO NOTHING
RETURNING id;

-- name: CountAccounts :one
SELECT count(*) FROM accounts;

-- name: UpdateAccount :execrows
UPDATE accounts SET role = $1, password_hash = $2, disabled = $3, updated_at = $4
WHERE id = $5;

-- name: Account :one
SELECT * FROM accounts WHERE id = $1;

-- name: AccountByName :one
SELECT * FROM accounts WHERE username_key = $1;

-- name: AllAccounts :many
SELECT * FROM accounts ORDER BY username_key;

-- name: Session :one
SELECT * FROM sessions WHERE token = $1 AND expires_at > $2;

-- name: PutSession :exec
INSERT INTO sessions (token, data, expires_at, account_id, created_at, seen_at, address, user_agent)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (token) DO UPDATE SET data = excluded.data, expires_at = excluded.expires_at,
account_id = excluded.account_id, seen_at = excluded.seen_at;

-- name: DeleteSession :exec
DELETE FROM sessions WHERE token = $1;

-- name: DeleteExpiredSessions :exec
DELETE FROM sessions WHERE expires_at <= $1;
