-- +goose Up

-- The answers to calls that carried an Idempotency-Key, to be given again.
-- Status 0: the call is being carried out. Answer is sealed.
CREATE TABLE idempotency (
    principal TEXT   NOT NULL,
    call_key  TEXT   NOT NULL,
    op        TEXT   NOT NULL,
    body_hash TEXT   NOT NULL,
    status    BIGINT NOT NULL,
    answer    BYTEA  NOT NULL,
    at        BIGINT NOT NULL, -- when the call was begun
    PRIMARY KEY (principal, call_key)
);
CREATE INDEX idempotency_by_age ON idempotency (at);
