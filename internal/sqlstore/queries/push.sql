-- name: RaiseInbox :one
INSERT INTO push_inboxes (app, user_id, top, cut_at, changed_at)
VALUES (@app, @user_id, 1, 0, @now)
ON CONFLICT (app, user_id) DO UPDATE SET top = push_inboxes.top + 1, changed_at = excluded.changed_at
RETURNING top;

-- name: LowerInbox :exec
UPDATE push_inboxes SET top = top - 1 WHERE app = @app AND user_id = @user_id;

-- name: InsertPushed :execrows
INSERT INTO push_messages (app, user_id, pos, message_key, body, at, until)
VALUES (@app, @user_id, @pos, @message_key, @body, @at, @until)
ON CONFLICT (app, user_id, message_key) DO NOTHING;

-- name: FindPushed :one
SELECT pos FROM push_messages WHERE app = @app AND user_id = @user_id AND message_key = @message_key;

-- name: DropPushedTo :exec
DELETE FROM push_messages WHERE app = @app AND user_id = @user_id AND pos <= @pos;

-- name: InboxTop :one
SELECT top FROM push_inboxes WHERE app = @app AND user_id = @user_id;

-- name: PushedAfter :many
SELECT pos, body, until FROM push_messages
WHERE app = @app AND user_id = @user_id AND pos > @pos
ORDER BY pos LIMIT @max_messages;

-- name: CutInbox :exec
INSERT INTO push_inboxes (app, user_id, top, cut_at, changed_at)
VALUES (@app, @user_id, 0, @now, @now)
ON CONFLICT (app, user_id) DO UPDATE SET cut_at = excluded.cut_at, changed_at = excluded.changed_at;

-- name: ChangedInboxes :many
SELECT app, user_id, top, cut_at FROM push_inboxes WHERE changed_at >= @since;

-- name: DropOldPushed :execrows
DELETE FROM push_messages WHERE (app, user_id, pos) IN (
    SELECT old.app, old.user_id, old.pos FROM push_messages AS old
    WHERE old.at < @before ORDER BY old.at LIMIT @max_messages
);

-- name: BlankPushed :execrows
UPDATE push_messages SET body = @body, until = 0 WHERE (app, user_id, pos) IN (
    SELECT useless.app, useless.user_id, useless.pos FROM push_messages AS useless
    WHERE useless.until > 0 AND useless.until <= @now ORDER BY useless.until LIMIT @max_messages
);

-- name: InsertPushEpoch :exec
INSERT INTO push_epoch (one, epoch) VALUES (1, @epoch) ON CONFLICT (one) DO NOTHING;

-- name: PushEpoch :one
SELECT epoch FROM push_epoch WHERE one = 1;
