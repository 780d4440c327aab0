-- +goose Up

-- What was found in which message, by what found it: one row for each cause of
-- a message, so that all that a rule, a list or a model did can be found and
-- undone. Messages in which nothing was found have none.
CREATE TABLE line_causes (
    kind     TEXT   NOT NULL,
    cause_id BIGINT NOT NULL,
    line_id  BIGINT NOT NULL,
    shadow   BIGINT NOT NULL, -- 1: by a rule that is only tried
    version  BIGINT NOT NULL,
    app      TEXT   NOT NULL,
    at       BIGINT NOT NULL,
    outcome  TEXT   NOT NULL, -- the message's
    want     TEXT   NOT NULL, -- the most severe that the cause asked for
    led      BIGINT NOT NULL, -- 1: the outcome is owed to it
    PRIMARY KEY (kind, cause_id, line_id, shadow)
/*postgres*/ );
-- sqlite: ) WITHOUT ROWID;
CREATE INDEX line_causes_by_line ON line_causes (line_id);

-- What one cause did was undone.
CREATE TABLE reversals (
    id          BIGSERIAL PRIMARY KEY,
    app         TEXT   NOT NULL,
    kind        TEXT   NOT NULL,
    cause_id    BIGINT NOT NULL,
    version     BIGINT NOT NULL, -- 0: any
    from_at     BIGINT NOT NULL, -- 0: from the first message on
    to_at       BIGINT NOT NULL, -- not included; 0: to the last
    note        TEXT   NOT NULL,
    staff_id    BIGINT NOT NULL,
    at          BIGINT NOT NULL
);

ALTER TABLE lines ADD COLUMN reversed_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE lines ADD COLUMN reversal_id BIGINT NOT NULL DEFAULT 0; -- 0: its outcome stands
-- Most messages pass and ask nobody, and cost these nothing.
CREATE INDEX lines_by_outcome ON lines (app, outcome, id) WHERE outcome <> 'pass';
CREATE INDEX lines_by_case ON lines (case_id) WHERE case_id <> 0;
