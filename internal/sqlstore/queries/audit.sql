-- name: InsertAudit :exec
INSERT INTO audit (at, actor_kind, actor_id, actor_name, actor_address, actor_via, action, app, object_kind, object_id, detail)
VALUES (@at, @actor_kind, @actor_id, @actor_name, @actor_address, @actor_via, @action, @app, @object_kind, @object_id, @detail);

-- LockAuditChain lets one chainer at a time link. SQLite, which writes one at a
-- time, does not need it.
-- name: LockAuditChain :exec
SELECT pg_advisory_xact_lock(CAST(@lock AS BIGINT));

-- name: AuditWaits :one
SELECT COUNT(*) FROM (SELECT entry_id FROM audit_pending LIMIT 1) AS first;

-- name: AuditHead :one
SELECT position, hash FROM audit_chain ORDER BY position DESC LIMIT 1;

-- name: PendingAudit :many
SELECT audit.* FROM (
    SELECT entry_id FROM audit_pending ORDER BY entry_id LIMIT @max_entries
) AS waiting
JOIN audit ON audit.id = waiting.entry_id
ORDER BY audit.id;

-- name: InsertLink :exec
INSERT INTO audit_chain (position, entry_id, prev, hash) VALUES (@position, @entry_id, @prev, @hash);

-- ForgetLinked ends the waiting of what was linked after a position.
-- name: ForgetLinked :exec
DELETE FROM audit_pending
WHERE entry_id IN (SELECT audit_chain.entry_id FROM audit_chain WHERE audit_chain.position > @position);

-- name: AuditLinks :many
SELECT * FROM audit_chain WHERE position > @after ORDER BY position LIMIT @max_links;

-- name: AuditOfLinks :many
SELECT audit.* FROM audit_chain
JOIN audit ON audit.id = audit_chain.entry_id
WHERE audit_chain.position >= @first AND audit_chain.position <= @last;

-- AuditReach is the last of the next entries by id, 0 where there is none.
-- name: AuditReach :one
SELECT CAST(COALESCE(MAX(next.id), 0) AS BIGINT) FROM (
    SELECT audit.id FROM audit WHERE audit.id > @after ORDER BY audit.id LIMIT @max_entries
) AS next;

-- name: AuditUnlinked :many
SELECT * FROM audit
WHERE id > @after AND id <= @until AND NOT EXISTS (SELECT 1 FROM audit_chain WHERE audit_chain.entry_id = audit.id)
ORDER BY id;

-- name: AuditTime :one
SELECT at FROM audit WHERE id = @id;

-- The four below list the same by different indexes, newest first. Empty texts
-- match any.
-- name: AuditByTime :many
SELECT sqlc.embed(audit), COALESCE(audit_chain.position, 0) AS position, COALESCE(audit_chain.hash, '') AS hash
FROM audit
LEFT JOIN audit_chain ON audit_chain.entry_id = audit.id
WHERE audit.at >= @from_at AND audit.at < @until_at
  AND (audit.at < @cursor_at OR (audit.at = @cursor_at AND audit.id < @cursor_id))
  AND (CAST(@actor_kind AS TEXT) = '' OR audit.actor_kind = @actor_kind)
  AND (CAST(@actor_id AS TEXT) = '' OR audit.actor_id = @actor_id)
  AND (CAST(@object_kind AS TEXT) = '' OR audit.object_kind = @object_kind)
  AND (CAST(@object_id AS TEXT) = '' OR audit.object_id = @object_id)
  AND (CAST(@app AS TEXT) = '' OR audit.app = @app)
  AND (CAST(@action AS TEXT) = '' OR audit.action = @action)
  AND substr(audit.action, 1, length(CAST(@family AS TEXT))) = @family
ORDER BY audit.at DESC, audit.id DESC
LIMIT @max_entries;

-- name: AuditByAction :many
SELECT sqlc.embed(audit), COALESCE(audit_chain.position, 0) AS position, COALESCE(audit_chain.hash, '') AS hash
FROM audit
LEFT JOIN audit_chain ON audit_chain.entry_id = audit.id
WHERE audit.action = @action
  AND audit.at >= @from_at AND audit.at < @until_at
  AND (audit.at < @cursor_at OR (audit.at = @cursor_at AND audit.id < @cursor_id))
  AND (CAST(@actor_kind AS TEXT) = '' OR audit.actor_kind = @actor_kind)
  AND (CAST(@actor_id AS TEXT) = '' OR audit.actor_id = @actor_id)
  AND (CAST(@object_kind AS TEXT) = '' OR audit.object_kind = @object_kind)
  AND (CAST(@object_id AS TEXT) = '' OR audit.object_id = @object_id)
  AND (CAST(@app AS TEXT) = '' OR audit.app = @app)
ORDER BY audit.at DESC, audit.id DESC
LIMIT @max_entries;

-- name: AuditByActor :many
SELECT sqlc.embed(audit), COALESCE(audit_chain.position, 0) AS position, COALESCE(audit_chain.hash, '') AS hash
FROM audit
LEFT JOIN audit_chain ON audit_chain.entry_id = audit.id
WHERE audit.actor_kind = @actor_kind AND audit.actor_id = @actor_id
  AND audit.at >= @from_at AND audit.at < @until_at
  AND (audit.at < @cursor_at OR (audit.at = @cursor_at AND audit.id < @cursor_id))
  AND (CAST(@object_kind AS TEXT) = '' OR audit.object_kind = @object_kind)
  AND (CAST(@object_id AS TEXT) = '' OR audit.object_id = @object_id)
  AND (CAST(@app AS TEXT) = '' OR audit.app = @app)
  AND (CAST(@action AS TEXT) = '' OR audit.action = @action)
  AND substr(audit.action, 1, length(CAST(@family AS TEXT))) = @family
ORDER BY audit.at DESC, audit.id DESC
LIMIT @max_entries;

-- name: AuditByObject :many
SELECT sqlc.embed(audit), COALESCE(audit_chain.position, 0) AS position, COALESCE(audit_chain.hash, '') AS hash
FROM audit
LEFT JOIN audit_chain ON audit_chain.entry_id = audit.id
WHERE audit.object_kind = @object_kind AND audit.object_id = @object_id
  AND audit.at >= @from_at AND audit.at < @until_at
  AND (audit.at < @cursor_at OR (audit.at = @cursor_at AND audit.id < @cursor_id))
  AND (CAST(@actor_kind AS TEXT) = '' OR audit.actor_kind = @actor_kind)
  AND (CAST(@actor_id AS TEXT) = '' OR audit.actor_id = @actor_id)
  AND (CAST(@app AS TEXT) = '' OR audit.app = @app)
  AND (CAST(@action AS TEXT) = '' OR audit.action = @action)
  AND substr(audit.action, 1, length(CAST(@family AS TEXT))) = @family
ORDER BY audit.at DESC, audit.id DESC
LIMIT @max_entries;
