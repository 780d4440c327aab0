-- name: InsertCall :execrows
INSERT INTO idempotency (principal, call_key, op, body_hash, status, answer, at)
VALUES (@principal, @call_key, @op, @body_hash, 0, '', @at)
ON CONFLICT (principal, call_key) DO NOTHING;

-- name: FindCall :one
SELECT * FROM idempotency WHERE principal = @principal AND call_key = @call_key;

-- TakeOverCall begins a call anew in the place of one that is over.

-- name: TakeOverCall :execrows
UPDATE idempotency SET op = @op, body_hash = @body_hash, status = 0, answer = '', at = @at
WHERE principal = @principal AND call_key = @call_key AND at = @seen AND status = @seen_status;

-- name: KeepAnswer :execrows
UPDATE idempotency SET status = @status, answer = @answer
WHERE principal = @principal AND call_key = @call_key AND at = @at AND status = 0;

-- name: ForgetCall :exec
DELETE FROM idempotency
WHERE principal = @principal AND call_key = @call_key AND at = @at AND status = 0;

-- name: DeleteCallsBefore :execrows
DELETE FROM idempotency WHERE at < @at;

-- name: DeleteUnansweredCalls :exec
DELETE FROM idempotency WHERE status = 0;
