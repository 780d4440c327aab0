-- name: InsertSanction :exec
INSERT INTO sanctions (app, subject_kind, subject_id, action, module, user_id, place_id, label, starts_at, ends_at, case_id, decision_id, author, bond, seat)
VALUES (@app, @subject_kind, @subject_id, @action, @module, @user_id, @place_id, @label, @starts_at, @ends_at, @case_id, @decision_id, @author, @bond, @seat);

-- A sanction stands where "bond <> '' AND lifted_at = 0 AND ended_at = 0 AND
-- (ends_at = 0 OR ends_at > CAST(@now AS BIGINT))"; it is in force where "starts_at <= @now"
-- besides. The indexes of what stands have the first three.
-- name: SanctionsInForce :many
SELECT * FROM sanctions
WHERE app = @app AND user_id = @user_id
  AND bond <> '' AND lifted_at = 0 AND ended_at = 0 AND (ends_at = 0 OR ends_at > CAST(@now AS BIGINT)) AND starts_at <= @now
ORDER BY id;

-- The three below pick the same by different indexes. Module 0, and an empty
-- place, match any.
-- name: LockSanctionsOfUser :many
SELECT * FROM sanctions
WHERE app = @app AND user_id = @user_id
  AND bond <> '' AND lifted_at = 0 AND ended_at = 0 AND (ends_at = 0 OR ends_at > CAST(@now AS BIGINT))
  AND action = @action
  AND (CAST(@module AS BIGINT) = 0 OR module = @module)
  AND (CAST(@place_id AS TEXT) = '' OR place_id = @place_id)
ORDER BY id
FOR UPDATE;

-- name: LockSanctionsOfPlace :many
SELECT * FROM sanctions
WHERE app = @app AND place_id = @place_id
  AND bond <> '' AND lifted_at = 0 AND ended_at = 0 AND (ends_at = 0 OR ends_at > CAST(@now AS BIGINT))
  AND action = @action
  AND (CAST(@module AS BIGINT) = 0 OR module = @module)
ORDER BY id
FOR UPDATE;

-- name: LockSanctionsOfApp :many
SELECT * FROM sanctions
WHERE app = @app
  AND bond <> '' AND lifted_at = 0 AND ended_at = 0 AND (ends_at = 0 OR ends_at > CAST(@now AS BIGINT))
  AND action = @action
  AND (CAST(@module AS BIGINT) = 0 OR module = @module)
ORDER BY id
FOR UPDATE;

-- name: FindSanction :one
SELECT * FROM sanctions WHERE id = @id AND app = @app;

-- LockBond locks all that stands of a bond, so that of two lifts one sees the
-- other.
-- name: LockBond :many
SELECT * FROM sanctions
WHERE app = @app AND bond = @bond
  AND bond <> '' AND lifted_at = 0 AND ended_at = 0 AND (ends_at = 0 OR ends_at > CAST(@now AS BIGINT))
ORDER BY id
FOR UPDATE;

-- name: LiftSanction :exec
UPDATE sanctions
SET lifted_at = @lifted_at, lifted_by = @lifted_by, lift_memo = @lift_memo, lift_owed = @lift_owed
WHERE id = @id;

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
WHERE app = @app AND bond = @bond AND id <> @id
  AND bond <> '' AND lifted_at = 0 AND ended_at = 0 AND (ends_at = 0 OR ends_at > CAST(@now AS BIGINT));

-- name: LockOwedLifts :many
SELECT owed.* FROM sanctions AS owed
WHERE owed.lift_owed = 1 AND NOT EXISTS (
    SELECT 1 FROM sanctions
    WHERE sanctions.app = owed.app AND sanctions.bond = owed.bond
      AND sanctions.bond <> '' AND sanctions.lifted_at = 0 AND sanctions.ended_at = 0
      AND (sanctions.ends_at = 0 OR sanctions.ends_at > CAST(@now AS BIGINT))
)
ORDER BY owed.id
LIMIT @max_sanctions
FOR UPDATE SKIP LOCKED;

-- name: ForgetOwedLifts :exec
UPDATE sanctions SET lift_owed = 0 WHERE app = @app AND bond = @bond AND lift_owed = 1;

-- name: ForgetOwedLift :exec
UPDATE sanctions SET lift_owed = 0 WHERE id = @id;

-- The lists below differ in the index they go by. Empty fields match any; where
-- @in_force_at is not 0, only what is in force then.
-- name: SanctionsOfUser :many
SELECT * FROM sanctions
WHERE app = @app AND user_id = @user_id AND id < @before
  AND (CAST(@place_id AS TEXT) = '' OR place_id = @place_id)
  AND (CAST(@action AS TEXT) = '' OR action = @action)
  AND (CAST(@in_force_at AS BIGINT) = 0 OR (
    bond <> '' AND lifted_at = 0 AND ended_at = 0 AND (ends_at = 0 OR ends_at > CAST(@in_force_at AS BIGINT)) AND starts_at <= @in_force_at))
ORDER BY id DESC
LIMIT @max_sanctions;

-- name: SanctionsOfPlace :many
SELECT * FROM sanctions
WHERE app = @app AND place_id = @place_id AND place_id <> '' AND id < @before
  AND (CAST(@action AS TEXT) = '' OR action = @action)
  AND (CAST(@in_force_at AS BIGINT) = 0 OR (
    bond <> '' AND lifted_at = 0 AND ended_at = 0 AND (ends_at = 0 OR ends_at > CAST(@in_force_at AS BIGINT)) AND starts_at <= @in_force_at))
ORDER BY id DESC
LIMIT @max_sanctions;

-- name: SanctionsOfApp :many
SELECT * FROM sanctions
WHERE app = @app AND id < @before
  AND (CAST(@action AS TEXT) = '' OR action = @action)
ORDER BY id DESC
LIMIT @max_sanctions;

-- name: SanctionsInForceOfApp :many
SELECT * FROM sanctions
WHERE app = @app AND id < @before
  AND bond <> '' AND lifted_at = 0 AND ended_at = 0 AND (ends_at = 0 OR ends_at > CAST(@in_force_at AS BIGINT)) AND starts_at <= @in_force_at
  AND (CAST(@action AS TEXT) = '' OR action = @action)
ORDER BY id DESC
LIMIT @max_sanctions;

-- name: SanctionsAnywhere :many
SELECT * FROM sanctions
WHERE id < @before
  AND (CAST(@user_id AS TEXT) = '' OR user_id = @user_id)
  AND (CAST(@place_id AS TEXT) = '' OR place_id = @place_id)
  AND (CAST(@action AS TEXT) = '' OR action = @action)
  AND (CAST(@in_force_at AS BIGINT) = 0 OR (
    bond <> '' AND lifted_at = 0 AND ended_at = 0 AND (ends_at = 0 OR ends_at > CAST(@in_force_at AS BIGINT)) AND starts_at <= @in_force_at))
ORDER BY id DESC
LIMIT @max_sanctions;
