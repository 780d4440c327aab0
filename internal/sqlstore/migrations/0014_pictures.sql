-- +goose Up

-- The pictures that are yet to be looked at, written with their messages. A row
-- goes when what came of it is written. Due_at is also the end of a loan.
CREATE TABLE picture_checks (
    id       BIGSERIAL PRIMARY KEY,
    app      TEXT   NOT NULL,
    data_id  TEXT   NOT NULL, -- of the message, in lines
    channel  TEXT   NOT NULL, -- of the outbox, by which its app is told; empty for none
    due_at   BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0, -- how often it was begun
    owner    BIGINT NOT NULL DEFAULT 0, -- the process that has it on loan; 0: nobody
    token    TEXT   NOT NULL DEFAULT ''
);
CREATE INDEX picture_checks_due ON picture_checks (app, due_at, id);
CREATE INDEX picture_checks_lent ON picture_checks (owner) WHERE owner <> 0;

-- What was seen in the pictures of messages; see package pictures.
CREATE TABLE pictures (
    data_id    TEXT   PRIMARY KEY,
    app        TEXT   NOT NULL,
    hash       TEXT   NOT NULL,
    inner_hash TEXT   NOT NULL,
    quality    BIGINT NOT NULL,
    case_id    BIGINT NOT NULL, -- 0: nobody was asked
    opened     BIGINT NOT NULL, -- 1: it opened its case, and others join it
    case_group TEXT   NOT NULL, -- the case's group_key
    at         BIGINT NOT NULL
);
CREATE INDEX pictures_opening ON pictures (app, case_id) WHERE opened = 1;
CREATE INDEX pictures_by_case ON pictures (case_id) WHERE opened = 1;
CREATE INDEX pictures_by_age ON pictures (at);

-- One row; its number goes up with every change of a bank, in the order in which
-- those changes commit.
CREATE TABLE pictures_revision (
    id     BIGINT PRIMARY KEY,
    number BIGINT NOT NULL
);
INSERT INTO pictures_revision (id, number) VALUES (1, 0);

-- A bank of an app, or of all where app is empty. revision is the number of its
-- last change.
CREATE TABLE picture_banks (
    id         BIGSERIAL PRIMARY KEY,
    app        TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    kind       TEXT   NOT NULL, -- banned, good
    label      TEXT   NOT NULL,
    revision   BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (app, name)
);

CREATE TABLE picture_entries (
    id         BIGSERIAL PRIMARY KEY,
    bank_id    BIGINT NOT NULL,
    hash       TEXT   NOT NULL,
    inner_hash TEXT   NOT NULL,
    quality    BIGINT NOT NULL,
    note       TEXT   NOT NULL,
    case_id    BIGINT NOT NULL, -- that it was taken from; 0: it came by itself
    added_by   TEXT   NOT NULL,
    added_at   BIGINT NOT NULL,
    UNIQUE (bank_id, hash)
);
CREATE INDEX picture_entries_by_age ON picture_entries (bank_id, id);
