-- name: InsertSanction :exec
INSERT INTO sanctions (app, subject_kind, subject_id, action, module, user_id, place_id, label, starts_at, ends_at, case_id, decision_id, author)
VALUES (@app, @subject_kind, @subject_id, @action, @module, @user_id, @place_id, @label, @starts_at, @ends_at, @case_id, @decision_id, @author);

-- name: SanctionsInForce :many
SELECT * FROM sanctions
WHERE app = @app AND user_id = @user_id AND lifted_at = 0 AND (ends_at = 0 OR ends_at > @now)
ORDER BY id;

-- The three below pick the same by different indexes. Module 0, and an empty
-- place, match any.
-- name: LockSanctionsOfUser :many
SELECT * FROM sanctions
WHERE app = @app AND user_id = @user_id AND lifted_at = 0 AND (ends_at = 0 OR ends_at > @now)
  AND action = @action
  AND (CAST(@module AS BIGINT) = 0 OR module = @module)
  AND (CAST(@place_id AS TEXT) = '' OR place_id = @place_id)
ORDER BY id
FOR UPDATE;

-- name: LockSanctionsOfPlace :many
SELECT * FROM sanctions
WHERE app = @app AND place_id = @place_id AND lifted_at = 0 AND (ends_at = 0 OR ends_at > @now)
  AND action = @action
  AND (CAST(@module AS BIGINT) = 0 OR module = @module)
ORDER BY id
FOR UPDATE;

-- name: LockSanctionsOfApp :many
SELECT * FROM sanctions
WHERE app = @app AND lifted_at = 0 AND (ends_at = 0 OR ends_at > @now)
  AND action = @action
  AND (CAST(@module AS BIGINT) = 0 OR module = @module)
ORDER BY id
FOR UPDATE;

-- name: LiftSanction :exec
UPDATE sanctions SET lifted_at = @lifted_at, lifted_by = @lifted_by, lift_memo = @lift_memo WHERE id = @id;

-- name: LockEndedSanctions :many
SELECT * FROM sanctions
WHERE ends_at > 0 AND ended_at = 0 AND lifted_at = 0 AND ends_at <= @now
ORDER BY ends_at, id
LIMIT @max_sanctions
FOR UPDATE SKIP LOCKED;

-- name: EndSanction :exec
UPDATE sanctions SET ended_at = @ended_at WHERE id = @id;

-- name: CountCovering :one
SELECT COUNT(*) FROM sanctions
WHERE app = @app AND subject_id = @subject_id AND subject_kind = @subject_kind AND lifted_at = 0
  AND action = @action AND module = @module AND place_id = @place_id
  AND id <> @id AND (ends_at = 0 OR ends_at > @now);
