-- name: RulesRevision :one
SELECT number FROM rules_revision WHERE id = 1;

-- LockRules puts the changes of rules in a row.
-- name: LockRules :one
SELECT number FROM rules_revision WHERE id = 1 FOR UPDATE;

-- name: RaiseRulesRevision :exec
UPDATE rules_revision SET number = number + 1 WHERE id = 1;

-- name: Rules :many
SELECT * FROM rules ORDER BY app, name, id;

-- name: CountRules :one
SELECT COUNT(*) FROM rules;

-- name: FindRule :one
SELECT * FROM rules WHERE id = $1;

-- name: RuleByName :one
SELECT * FROM rules WHERE app = $1 AND name = $2;

-- name: InsertRule :one
INSERT INTO rules (app, name, note, expression, outcome, label, quota, state, version, updated_at, updated_by)
VALUES (@app, @name, @note, @expression, @outcome, @label, @quota, @state, @version, @updated_at, @updated_by)
RETURNING id;

-- name: UpdateRule :exec
UPDATE rules
SET app = @app, name = @name, note = @note, expression = @expression, outcome = @outcome, label = @label, quota = @quota, state = @state,
    version = @version, updated_at = @updated_at, updated_by = @updated_by
WHERE id = @id;

-- name: DeleteRule :exec
DELETE FROM rules WHERE id = $1;

-- name: InsertRuleVersion :exec
INSERT INTO rule_versions (rule_id, version, app, name, note, expression, outcome, label, quota, state, updated_at, updated_by)
VALUES (@rule_id, @version, @app, @name, @note, @expression, @outcome, @label, @quota, @state, @updated_at, @updated_by);

-- name: RuleVersions :many
SELECT * FROM rule_versions WHERE rule_id = $1 ORDER BY version DESC;

-- name: AddRuleDay :exec
INSERT INTO rule_days (rule_id, day, hits, shadow_hits, errors)
VALUES (@rule_id, @day, @hits, @shadow_hits, @errors)
ON CONFLICT (rule_id, day) DO UPDATE
SET hits = rule_days.hits + excluded.hits, shadow_hits = rule_days.shadow_hits + excluded.shadow_hits, errors = rule_days.errors + excluded.errors;

-- name: RuleDaysOn :many
SELECT * FROM rule_days WHERE day = $1 ORDER BY rule_id;

-- name: RuleDays :many
SELECT * FROM rule_days WHERE rule_id = @rule_id AND day >= @first AND day <= @last ORDER BY day;
