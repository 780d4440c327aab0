-- name: SessionsOfAccount :many
SELECT * FROM sessions
WHERE account_id = @account_id AND expires_at > @now
ORDER BY seen_at DESC, token;

-- name: TouchSession :exec
UPDATE sessions SET seen_at = @seen_at, address = @address
WHERE token = @token AND seen_at < @seen_at;

-- name: DeleteSessionsOfAccount :execrows
DELETE FROM sessions WHERE account_id = @account_id AND token <> @kept;

-- name: SecondFactor :one
SELECT * FROM second_factors WHERE account_id = $1;

-- name: SecondFactors :many
SELECT * FROM second_factors ORDER BY account_id;

-- name: PutUnconfirmedFactor :execrows
INSERT INTO second_factors (account_id, sealed, active, last_step, created_at)
VALUES ($1, $2, 0, 0, $3)
ON CONFLICT (account_id) DO UPDATE
SET sealed = excluded.sealed, last_step = 0, created_at = excluded.created_at
WHERE second_factors.active = 0;

-- name: ActivateFactor :execrows
UPDATE second_factors SET active = 1, last_step = @last_step
WHERE account_id = @account_id AND sealed = @sealed AND active = 0;

-- name: UseFactorStep :execrows
UPDATE second_factors SET last_step = @step
WHERE account_id = @account_id AND active = 1 AND last_step < @step;

-- name: DeleteFactor :execrows
DELETE FROM second_factors WHERE account_id = $1;

-- name: ReplaceFactor :execrows
UPDATE second_factors SET sealed = @sealed
WHERE account_id = @account_id AND sealed = @before;

-- name: InsertRecoveryCode :exec
INSERT INTO recovery_codes (account_id, hash) VALUES ($1, $2);

-- name: UseRecoveryCode :execrows
UPDATE recovery_codes SET used_at = @used_at
WHERE account_id = @account_id AND hash = @hash AND used_at = 0;

-- name: CountRecoveryCodes :one
SELECT count(*) FROM recovery_codes WHERE account_id = $1 AND used_at = 0;

-- name: DeleteRecoveryCodes :exec
DELETE FROM recovery_codes WHERE account_id = $1;

-- name: InsertToken :one
INSERT INTO api_tokens (hash, prefix, label, scopes, account_id, app, created_by, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
RETURNING id;

-- name: TokenByHash :one
SELECT * FROM api_tokens WHERE hash = $1;

-- name: Token :one
SELECT * FROM api_tokens WHERE id = $1;

-- name: Tokens :many
SELECT * FROM api_tokens
WHERE (CAST(@account_id AS BIGINT) = 0 OR account_id = @account_id)
  AND (CAST(@app AS TEXT) = '' OR app = @app)
ORDER BY id DESC;

-- name: TouchToken :exec
UPDATE api_tokens SET last_used_at = @at WHERE id = @id AND last_used_at <= @before;

-- name: RevokeToken :execrows
UPDATE api_tokens SET revoked_at = @at WHERE id = @id AND revoked_at = 0;

-- name: ReplaceApp :execrows
UPDATE apps SET data = @data WHERE id = @id AND data = @before;

-- The answers that one key has sealed, by how they begin.
-- name: CountAnswersBetween :one
SELECT count(*) FROM idempotency WHERE status <> 0 AND answer > @lowest AND answer < @highest;
