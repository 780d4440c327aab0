-- +goose Up

-- The live messages that asked whether they may pass, and what they were
-- answered. None is ever changed, but for what 0012_causes.sql adds; old ones
-- are forgotten.
CREATE TABLE lines (
    id         BIGSERIAL PRIMARY KEY,
    app        TEXT   NOT NULL,
    data_id    TEXT   NOT NULL,
    credential TEXT   NOT NULL,
    room_id    TEXT   NOT NULL,
    anchor_id  TEXT   NOT NULL,
    user_id    TEXT   NOT NULL,
    type       BIGINT NOT NULL,
    text       TEXT   NOT NULL,
    sent_at    TEXT   NOT NULL, -- as the app wrote it
    shown      TEXT   NOT NULL, -- where it differs from the text
    outcome    TEXT   NOT NULL, -- pass, mask, review, deny
    checked    BIGINT NOT NULL, -- 0: a picture that nobody had seen
    label      TEXT   NOT NULL,
    score      BIGINT NOT NULL, -- in millionths
    reasons    TEXT   NOT NULL, -- JSON list, or empty for none
    evidence   TEXT   NOT NULL, -- JSON list, or empty for none
    shadow     TEXT   NOT NULL, -- likewise: what rules that are only tried would have said
    context    TEXT   NOT NULL, -- JSON, or empty where there was nothing but the type
    policy     BIGINT NOT NULL, -- version
    at         BIGINT NOT NULL,
    case_id    BIGINT NOT NULL  -- 0: nobody was asked
);
CREATE UNIQUE INDEX lines_by_data ON lines (data_id);
CREATE INDEX lines_by_user ON lines (app, user_id, id);
CREATE INDEX lines_by_room ON lines (app, room_id, id);
