-- +goose Up

-- The linear models that were trained. None is ever changed.
CREATE TABLE models (
    version    BIGSERIAL PRIMARY KEY,
    trained_at BIGINT NOT NULL,
    trained_by TEXT   NOT NULL,
    source     TEXT   NOT NULL, -- decisions, or a file's name
    note       TEXT   NOT NULL,
    lines      BIGINT NOT NULL,
    violations BIGINT NOT NULL,
    accuracy   BIGINT NOT NULL, -- in millionths
    report     TEXT   NOT NULL, -- JSON
    file       BYTEA  NOT NULL
);

-- What was put in use: the newest row is. Going back takes it away.
CREATE TABLE model_installs (
    id      BIGSERIAL PRIMARY KEY,
    version BIGINT NOT NULL,
    at      BIGINT NOT NULL
);

-- One row; its number goes up with every change of what is in use.
CREATE TABLE models_revision (
    id     BIGINT PRIMARY KEY,
    number BIGINT NOT NULL
);
INSERT INTO models_revision (id, number) VALUES (1, 0);

-- The messages that a person had to look at, in their order.
CREATE INDEX lines_asked ON lines (id) WHERE case_id <> 0;
