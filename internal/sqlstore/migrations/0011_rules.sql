-- +goose Up

-- One row; its number goes up with every change of a rule, in the order in
-- which those changes commit.
CREATE TABLE rules_revision (
    id     BIGINT PRIMARY KEY,
    number BIGINT NOT NULL
);
INSERT INTO rules_revision (id, number) VALUES (1, 0);

-- A rule of an app, or of all where app is empty, as it is now.
CREATE TABLE rules (
    id         BIGSERIAL PRIMARY KEY,
    app        TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    note       TEXT   NOT NULL,
    expression TEXT   NOT NULL,
    outcome    TEXT   NOT NULL, -- mask, review, deny
    label      TEXT   NOT NULL,
    quota      BIGINT NOT NULL, -- a day; 0: none
    state      TEXT   NOT NULL, -- draft, shadow, live
    version    BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT   NOT NULL,
    UNIQUE (app, name)
);

-- What each rule was, from one change to the next. Never changed; the last
-- version of a deleted rule has the state deleted.
CREATE TABLE rule_versions (
    rule_id    BIGINT NOT NULL,
    version    BIGINT NOT NULL,
    app        TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    note       TEXT   NOT NULL,
    expression TEXT   NOT NULL,
    outcome    TEXT   NOT NULL,
    label      TEXT   NOT NULL,
    quota      BIGINT NOT NULL,
    state      TEXT   NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT   NOT NULL,
    PRIMARY KEY (rule_id, version)
);

-- How often each rule did what, by day: days since 1970, in UTC.
CREATE TABLE rule_days (
    rule_id     BIGINT NOT NULL,
    day         BIGINT NOT NULL,
    hits        BIGINT NOT NULL,
    shadow_hits BIGINT NOT NULL,
    errors      BIGINT NOT NULL,
    PRIMARY KEY (rule_id, day)
);
CREATE INDEX rule_days_by_day ON rule_days (day, rule_id);
