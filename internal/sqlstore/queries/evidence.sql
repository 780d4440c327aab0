-- name: KeepNotice :exec
INSERT INTO call_notices (app, notice_key, kind, body, received_at, due_at)
VALUES (@app, @notice_key, @kind, @body, @received_at, @due_at)
ON CONFLICT (app, notice_key) DO NOTHING;

-- CallUsers are those who were in a call, by the joins that named them and by
-- their accounts.
-- name: CallUsers :many
SELECT CAST(told.user_id AS TEXT) AS user_id FROM (
    SELECT CASE WHEN call_steps.user_id <> '' THEN call_steps.user_id ELSE COALESCE(party_devices.user_uuid, '') END AS user_id,
           MIN(call_steps.at) AS first_at
    FROM call_steps
    LEFT JOIN party_devices ON party_devices.app = call_steps.app AND CAST(party_devices.rtc_uid AS TEXT) = call_steps.uid
    WHERE call_steps.app = @app AND call_steps.channel_id = @channel_id AND call_steps.kind = 4
    GROUP BY 1
) AS told
WHERE told.user_id <> ''
ORDER BY told.first_at, told.user_id;

-- name: LockDueNotices :many
SELECT * FROM call_notices
WHERE done_at = 0 AND due_at <= @now
ORDER BY due_at, id
LIMIT @max_notices
FOR UPDATE SKIP LOCKED;

-- name: LendNotice :exec
UPDATE call_notices SET due_at = @until, attempts = attempts + 1, owner = @owner, token = @token WHERE id = @id;

-- name: NoticeOwners :many
SELECT DISTINCT owner FROM call_notices WHERE owner <> 0 AND owner <> @self;

-- name: CutNoticeLoans :exec
UPDATE call_notices SET due_at = @now, owner = 0, token = '' WHERE owner = @owner AND owner <> 0 AND done_at = 0;

-- name: PostponeNotice :execrows
UPDATE call_notices SET due_at = @due_at, owner = 0, token = '', waits_for = @waits_for WHERE id = @id AND token = @token AND done_at = 0;

-- name: FinishNotice :execrows
UPDATE call_notices SET done_at = @now, owner = 0, token = '', waits_for = '' WHERE id = @id AND token = @token AND done_at = 0;

-- WakeNotices has those looked at again that wait for who is known now. What is
-- on loan is left alone.
-- name: WakeNotices :exec
UPDATE call_notices SET due_at = @now WHERE app = @app AND waits_for = @waits_for AND waits_for <> '' AND done_at = 0 AND owner = 0;

-- WakeNoticesOf is WakeNotices for who is behind a number in whatever call: the
-- ending is that of waits_for.
-- name: WakeNoticesOf :exec
UPDATE call_notices SET due_at = @now WHERE app = @app AND waits_for <> '' AND waits_for LIKE CAST(@ending AS TEXT) AND done_at = 0 AND owner = 0;

-- name: DropNotices :execrows
DELETE FROM call_notices WHERE id IN (
    SELECT old.id FROM call_notices AS old WHERE old.done_at > 0 AND old.done_at < @before ORDER BY old.done_at LIMIT @max_notices
);

-- name: TellCall :one
INSERT INTO calls (app, channel_id, channel_name, started_at, ended_at, seen_at)
VALUES (@app, @channel_id, @channel_name, @started_at, @ended_at, @seen_at)
ON CONFLICT (app, channel_id) DO UPDATE
SET channel_name = CASE WHEN excluded.channel_name <> '' THEN excluded.channel_name ELSE calls.channel_name END,
    started_at = CASE WHEN excluded.started_at > 0 AND (calls.started_at = 0 OR excluded.started_at < calls.started_at) THEN excluded.started_at ELSE calls.started_at END,
    ended_at = CASE WHEN excluded.ended_at > calls.ended_at THEN excluded.ended_at ELSE calls.ended_at END,
    seen_at = CASE WHEN excluded.seen_at > calls.seen_at THEN excluded.seen_at ELSE calls.seen_at END
RETURNING *;

-- name: CallOf :one
SELECT * FROM calls WHERE app = @app AND channel_id = @channel_id;

-- name: SetCallSubmitted :exec
UPDATE calls SET submitted = @submitted WHERE app = @app AND channel_id = @channel_id;

-- name: TellStep :exec
INSERT INTO call_steps (app, channel_id, uid, at, kind, user_id)
VALUES (@app, @channel_id, @uid, @at, @kind, @user_id)
ON CONFLICT (app, channel_id, uid, at, kind) DO UPDATE
SET user_id = CASE WHEN excluded.user_id <> '' THEN excluded.user_id ELSE call_steps.user_id END;

-- name: CallSteps :many
SELECT * FROM call_steps WHERE app = @app AND channel_id = @channel_id ORDER BY at, kind DESC, uid LIMIT @max_steps;

-- UserBehind is whom the joins named behind a number in a call: the last one
-- before the moment, else the first one after it.
-- name: UserBehind :one
SELECT user_id FROM call_steps
WHERE app = @app AND channel_id = @channel_id AND uid = @uid AND kind = 4 AND user_id <> ''
ORDER BY CASE WHEN at <= CAST(@at AS BIGINT) THEN 0 ELSE 1 END, ABS(CAST(@at AS BIGINT) - at)
LIMIT 1;

-- name: InsertEvidence :one
INSERT INTO evidence (app, evidence_key, channel_id, uid, user_id, item, from_at, received_at, copy_state, copy_due_at)
VALUES (@app, @evidence_key, @channel_id, @uid, @user_id, @item, @from_at, @received_at, @copy_state, @copy_due_at)
ON CONFLICT (app, evidence_key) DO NOTHING
RETURNING id;

-- name: LockEvidence :one
SELECT * FROM evidence WHERE app = @app AND evidence_key = @evidence_key FOR UPDATE;

-- name: SetEvidenceItem :exec
UPDATE evidence SET item = @item WHERE id = @id;

-- name: SetEvidenceCase :exec
UPDATE evidence SET case_id = @case_id, n = (SELECT COALESCE(MAX(others.n), 0) + 1 FROM evidence AS others WHERE others.case_id = @case_id) WHERE evidence.id = @id;

-- StandingCase is the decided case of somebody in a call whose consequences hold
-- still: a kick that stands, or what a policy did just now.
-- name: StandingCase :one
SELECT cases.id FROM evidence
JOIN cases ON cases.id = evidence.case_id
WHERE evidence.app = @app AND evidence.channel_id = @channel_id AND evidence.uid = @uid AND cases.state = 'decided'
  AND (
    (cases.decided_kind = 'system' AND cases.decided_at > CAST(@since AS BIGINT) AND EXISTS (
        SELECT 1 FROM sanctions AS acts WHERE acts.case_id = cases.id AND acts.bond = ''
    ))
    OR EXISTS (
        SELECT 1 FROM sanctions AS kicks
        WHERE kicks.case_id = cases.id AND kicks.app = evidence.app AND kicks.bond = CAST(@bond AS TEXT) AND kicks.bond <> ''
          AND kicks.lifted_at = 0 AND kicks.ended_at = 0 AND (kicks.ends_at = 0 OR kicks.ends_at > CAST(@now AS BIGINT))
    )
  )
ORDER BY evidence.id DESC
LIMIT 1;

-- name: EvidenceOfCase :many
SELECT * FROM evidence WHERE case_id = @case_id AND case_id <> 0 ORDER BY from_at, id LIMIT @max_items;

-- NewestEvidence is what was seen or heard last.
-- name: NewestEvidence :one
SELECT item FROM evidence WHERE case_id = @case_id AND case_id <> 0 ORDER BY from_at DESC, id DESC LIMIT 1;

-- name: EvidenceInCase :one
SELECT * FROM evidence WHERE app = @app AND case_id = @case_id AND n = @n;

-- name: LockDueCopies :many
SELECT * FROM evidence
WHERE copy_state = 'waiting' AND copy_due_at <= @now
ORDER BY copy_due_at, id
LIMIT @max_copies
FOR UPDATE SKIP LOCKED;

-- name: LendCopy :exec
UPDATE evidence SET copy_due_at = @until, copy_tries = copy_tries + 1, copy_token = @token WHERE id = @id;

-- name: FinishCopy :execrows
UPDATE evidence SET copy_state = @copy_state, copy_due_at = @copy_due_at, copy_digest = @copy_digest, copy_problem = @copy_problem, copy_token = ''
WHERE id = @id AND copy_token = @token;

-- What people still have to decide about is not forgotten.
-- name: DropEvidence :many
DELETE FROM evidence WHERE id IN (
    SELECT old.id FROM evidence AS old
    WHERE old.app = @app AND old.received_at < @before
      AND NOT EXISTS (SELECT 1 FROM cases WHERE cases.id = old.case_id AND cases.state <> 'decided')
    ORDER BY old.received_at LIMIT @max_items
)
RETURNING *;

-- name: DropCalls :many
DELETE FROM calls WHERE (app, channel_id) IN (
    SELECT old.app, old.channel_id FROM calls AS old
    WHERE old.seen_at < @before AND NOT EXISTS (SELECT 1 FROM evidence WHERE evidence.app = old.app AND evidence.channel_id = old.channel_id)
    ORDER BY old.seen_at LIMIT @max_calls
)
RETURNING app, channel_id;

-- name: DropCallSteps :exec
DELETE FROM call_steps WHERE app = @app AND channel_id = @channel_id;
