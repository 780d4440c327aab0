-- +goose Up

-- The users of the party back end.
CREATE TABLE party_accounts (
    app        TEXT   NOT NULL,
    user_uuid  TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    mobile     TEXT   NOT NULL,
    icon       TEXT   NOT NULL,
    sex        BIGINT NOT NULL,
    age        BIGINT NOT NULL,
    token_hash TEXT   NOT NULL, -- SHA-256 of the userToken, in hex
    im_token   TEXT   NOT NULL, -- sealed, in base64; empty for none
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (app, user_uuid)
);
CREATE INDEX party_accounts_by_mobile ON party_accounts (app, mobile) WHERE mobile <> '';

-- The number by which calls know a user on a device.
CREATE TABLE party_devices (
    app        TEXT   NOT NULL,
    user_uuid  TEXT   NOT NULL,
    device_id  TEXT   NOT NULL,
    rtc_uid    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (app, user_uuid, device_id),
    UNIQUE (app, rtc_uid)
);
