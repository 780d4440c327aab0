-- +goose Up

-- The calls between users of the party back end, also those that ended.
CREATE TABLE party_calls (
    id          BIGSERIAL PRIMARY KEY,
    app         TEXT   NOT NULL,
    call_id     TEXT   NOT NULL, -- by which users know it
    caller      TEXT   NOT NULL,
    callee      TEXT   NOT NULL,
    kind        BIGINT NOT NULL,
    state       TEXT   NOT NULL, -- ringing, in_call, ended
    reason      TEXT   NOT NULL, -- of the end; empty until then
    invited_at  BIGINT NOT NULL,
    ring_until  BIGINT NOT NULL,
    answered_at BIGINT NOT NULL, -- 0: nobody answered
    ended_at    BIGINT NOT NULL, -- 0: not yet
    UNIQUE (app, call_id)
);
CREATE INDEX party_calls_ringing ON party_calls (ring_until, id) WHERE state = 'ringing';
CREATE INDEX party_calls_going_on ON party_calls (id) WHERE state = 'in_call';
CREATE INDEX party_calls_ended ON party_calls (ended_at) WHERE state = 'ended';

-- Who has part in a call that has not ended. The key is what keeps a user out of
-- a second one.
CREATE TABLE party_seats (
    app     TEXT NOT NULL,
    user_id TEXT NOT NULL,
    call_id TEXT NOT NULL,
    PRIMARY KEY (app, user_id)
);

-- One ticket for each call that ended, numbered in the order of the ends.
CREATE TABLE party_tickets (
    id     BIGSERIAL PRIMARY KEY,
    call   BIGINT NOT NULL UNIQUE,
    app    TEXT   NOT NULL,
    caller TEXT   NOT NULL,
    callee TEXT   NOT NULL
);
CREATE INDEX party_tickets_by_app ON party_tickets (app, id);
CREATE INDEX party_tickets_by_caller ON party_tickets (app, caller, id);
CREATE INDEX party_tickets_by_callee ON party_tickets (app, callee, id);
