-- name: InsertPartyAccount :execrows
INSERT INTO party_accounts (app, user_uuid, name, mobile, icon, sex, age, token_hash, im_token, created_at, updated_at)
VALUES (@app, @user_uuid, @name, @mobile, @icon, @sex, @age, @token_hash, @im_token, @created_at, @updated_at)
ON CONFLICT (app, user_uuid) DO NOTHING;

-- name: LockPartyAccount :one
SELECT * FROM party_accounts WHERE app = @app AND user_uuid = @user_uuid FOR UPDATE;

-- name: UpdatePartyAccount :exec
UPDATE party_accounts
SET name = @name, mobile = @mobile, icon = @icon, sex = @sex, age = @age, token_hash = @token_hash, im_token = @im_token, updated_at = @updated_at
WHERE app = @app AND user_uuid = @user_uuid;

-- name: FindPartyAccount :one
SELECT * FROM party_accounts WHERE app = @app AND user_uuid = @user_uuid;

-- name: FindPartyDevice :one
SELECT * FROM party_devices WHERE app = @app AND user_uuid = @user_uuid AND device_id = @device_id;

-- name: LastPartyDevice :one
SELECT * FROM party_devices WHERE app = @app AND user_uuid = @user_uuid ORDER BY created_at DESC, rtc_uid LIMIT 1;

-- name: InsertPartyDevice :execrows
INSERT INTO party_devices (app, user_uuid, device_id, rtc_uid, created_at)
VALUES (@app, @user_uuid, @device_id, @rtc_uid, @created_at)
ON CONFLICT DO NOTHING;

-- name: PartyUserOf :one
SELECT user_uuid FROM party_devices WHERE app = @app AND rtc_uid = @rtc_uid;

-- PartyAccountsOf are accounts by their users; see Queries.PartyAccountsOfMany.
-- name: PartyAccountsOf :many
SELECT * FROM party_accounts WHERE app = @app AND user_uuid IN (@user_uuid);

-- name: PartyAccountByMobile :one
SELECT * FROM party_accounts WHERE app = @app AND mobile = @mobile AND mobile <> '' ORDER BY updated_at DESC, user_uuid LIMIT 1;

-- name: CountPartyDevices :one
SELECT COUNT(*) FROM party_devices WHERE app = @app AND user_uuid = @user_uuid;
