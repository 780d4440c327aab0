-- +goose Up

-- What each of the staff set for himself: a JSON object that only the console
-- understands.
CREATE TABLE staff_preferences (
    account_id BIGINT PRIMARY KEY,
    value      TEXT   NOT NULL,
    updated_at BIGINT NOT NULL
);

-- Who did how much of late.
CREATE INDEX decisions_by_author ON decisions (author_id, at) WHERE author_kind = 'staff';
CREATE INDEX decision_undos_by_author ON decision_undos (by_staff, at);

-- What was given up, by app.
CREATE INDEX outbox_dead_by_app ON outbox (app, created_at, id) WHERE state = 'dead';
