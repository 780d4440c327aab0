-- +goose Up

-- Whose a session is and from where, for its owner to see; an account_id of 0
-- is nobody's.
ALTER TABLE sessions ADD COLUMN account_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN created_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN seen_at    BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN address    TEXT   NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN user_agent TEXT   NOT NULL DEFAULT '';
CREATE INDEX sessions_by_account ON sessions (account_id);

-- The second factor of an account. Last_step is the 30-second step of the last
-- code that was taken: neither it nor an earlier one is taken again.
CREATE TABLE second_factors (
    account_id BIGINT PRIMARY KEY,
    sealed     BYTEA  NOT NULL, -- the TOTP secret under the keyring
    active     BIGINT NOT NULL,
    last_step  BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE recovery_codes (
    account_id BIGINT NOT NULL,
    hash       TEXT   NOT NULL,
    used_at    BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, hash)
);

-- API tokens by the SHA-256 of their plaintext, which is nowhere. The owner is
-- an account or an app.
CREATE TABLE api_tokens (
    id           BIGSERIAL PRIMARY KEY,
    hash         TEXT   NOT NULL UNIQUE,
    prefix       TEXT   NOT NULL, -- the plaintext's beginning, for lists
    label        TEXT   NOT NULL,
    scopes       TEXT   NOT NULL, -- between blanks
    account_id   BIGINT NOT NULL, -- 0: an app's
    app          TEXT   NOT NULL, -- empty: an account's
    created_by   TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL, -- 0: never
    last_used_at BIGINT NOT NULL DEFAULT 0,
    revoked_at   BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX api_tokens_by_owner ON api_tokens (account_id, app);
