-- +goose Up

-- One row; its number goes up with every change of an app or a setting, in the
-- order in which those changes commit. Its lock puts rare changes in a row.
CREATE TABLE revision (
    id     BIGINT PRIMARY KEY,
    number BIGINT NOT NULL
);
INSERT INTO revision (id, number) VALUES (1, 0);

CREATE TABLE apps (
    id   TEXT NOT NULL PRIMARY KEY,
    data BYTEA NOT NULL
);

CREATE TABLE settings (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- username_key is the username with letter case folded away.
CREATE TABLE accounts (
    id            BIGSERIAL PRIMARY KEY,
    username      TEXT NOT NULL,
    username_key  TEXT NOT NULL UNIQUE,
    role          TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    disabled      BIGINT NOT NULL,
    created_at    BIGINT NOT NULL,
    updated_at    BIGINT NOT NULL
);

CREATE TABLE sessions (
    token      TEXT NOT NULL PRIMARY KEY,
    data       BYTEA NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_end ON sessions (expires_at);

-- The lists of users that change how their cases are routed.
CREATE TABLE listed (
    id       BIGSERIAL PRIMARY KEY,
    list     TEXT NOT NULL,
    app      TEXT NOT NULL,
    user_id  TEXT NOT NULL,
    added_by TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    UNIQUE (list, app, user_id)
);
CREATE INDEX listed_by_age ON listed (list, app, id);
