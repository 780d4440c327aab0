-- name: InsertErasure :one
INSERT INTO erasures (app, user_id, pseudonym, reason, asked_at, state, step, counts, remains, done_at)
VALUES ($1, $2, $3, $4, $5, 'running', 0, '{}', '{}', 0) RETURNING id;

-- name: FindErasure :one
SELECT * FROM erasures WHERE id = $1;

-- name: LockErasure :one
SELECT * FROM erasures WHERE id = $1 FOR UPDATE;

-- name: UndoneErasures :many
SELECT * FROM erasures WHERE state <> 'ended' ORDER BY id;

-- name: SaveErasure :exec
UPDATE erasures SET user_id = $1, state = $2, step = $3, counts = $4, remains = $5, done_at = $6 WHERE id = $7;

-- EndedCasesOf are those of a user that were decided, and opened before a moment.
-- name: EndedCasesOf :many
SELECT case_users.case_id FROM case_users JOIN cases ON cases.id = case_users.case_id
WHERE case_users.app = @app AND case_users.user_id = @user_id AND cases.state = 'decided' AND cases.opened_at <= @until;

-- EvidenceOfUser is an app's evidence of a user, without what an undecided case
-- shows.
-- name: EvidenceOfUser :many
SELECT * FROM evidence WHERE evidence.app = @app AND evidence.user_id = @user_id AND evidence.id > @after AND evidence.received_at <= @until
    AND NOT EXISTS (SELECT 1 FROM cases WHERE cases.id = evidence.case_id AND cases.state <> 'decided')
ORDER BY evidence.id LIMIT @max_items;

-- name: DropEvidenceRow :exec
DELETE FROM evidence WHERE id IN (@id);

-- name: RenameCoinAccount :execrows
UPDATE coin_accounts SET account = @pseudonym WHERE app = @app AND account = @user_id;

-- name: RenameCoinEntries :execrows
UPDATE coin_entries SET account = @pseudonym WHERE app = @app AND account = @user_id;

-- name: RenameCoinTransfers :execrows
UPDATE coin_transfers SET
    payer = CASE WHEN payer = @user_id THEN @pseudonym ELSE payer END,
    payee = CASE WHEN payee = @user_id THEN @pseudonym ELSE payee END,
    author = CASE WHEN author = @user_id THEN @pseudonym ELSE author END,
    reason = ''
WHERE app = @app AND (payer = @user_id OR payee = @user_id OR author = @user_id);

-- name: AuditAfter :many
SELECT sqlc.embed(audit), audit_chain.position FROM audit JOIN audit_chain ON audit_chain.entry_id = audit.id
WHERE audit_chain.position > @after ORDER BY audit_chain.position LIMIT @max_entries;

-- name: RedactAudit :exec
UPDATE audit SET actor_id = @actor_id, actor_name = @actor_name, actor_address = @actor_address, object_id = @object_id, detail = @detail WHERE id = @id;
