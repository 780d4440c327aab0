-- +goose Up

-- What users' devices are told by our own channel: each user has a stream of
-- messages, numbered from 1 without a gap.
CREATE TABLE push_inboxes (
    app        TEXT   NOT NULL,
    user_id    TEXT   NOT NULL,
    top        BIGINT NOT NULL, -- the number of the last message; 0 before the first
    cut_at     BIGINT NOT NULL, -- connections from before it are cut; 0: nobody was ever cut
    changed_at BIGINT NOT NULL, -- by which the other nodes find what is new
    PRIMARY KEY (app, user_id)
);
CREATE INDEX push_inboxes_changed ON push_inboxes (changed_at);

-- The messages themselves, kept for some days and up to a number for each user.
CREATE TABLE push_messages (
    app         TEXT   NOT NULL,
    user_id     TEXT   NOT NULL,
    pos         BIGINT NOT NULL,
    message_key TEXT   NOT NULL, -- of the event that brought it
    body        TEXT   NOT NULL, -- JSON, as a device reads it
    at          BIGINT NOT NULL,
    until       BIGINT NOT NULL, -- of no use from then on; 0: always of use
    PRIMARY KEY (app, user_id, pos),
    UNIQUE (app, user_id, message_key)
);
CREATE INDEX push_messages_by_age ON push_messages (at);

-- One row: which numbering this is. Devices that know another begin anew.
CREATE TABLE push_epoch (
    one   BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    epoch TEXT   NOT NULL
);
