-- +goose Up

-- What the clouds of calls have told, as it came. A row is worked on until
-- done_at is set, and forgotten some days later. Due_at is also the end of a
-- loan.
CREATE TABLE call_notices (
    id          BIGSERIAL PRIMARY KEY,
    app         TEXT   NOT NULL,
    notice_key  TEXT   NOT NULL,
    kind        BIGINT NOT NULL,
    body        TEXT   NOT NULL, -- JSON
    received_at BIGINT NOT NULL,
    due_at      BIGINT NOT NULL,
    done_at     BIGINT NOT NULL DEFAULT 0,
    attempts    BIGINT NOT NULL DEFAULT 0,
    owner       BIGINT NOT NULL DEFAULT 0, -- the process that has it on loan; 0: nobody
    token       TEXT   NOT NULL DEFAULT '',
    waits_for   TEXT   NOT NULL DEFAULT '', -- the call and the number of whom nobody knows yet; empty: for nothing
    UNIQUE (app, notice_key)
);
CREATE INDEX call_notices_due ON call_notices (due_at, id) WHERE done_at = 0;
CREATE INDEX call_notices_lent ON call_notices (owner) WHERE owner <> 0;
CREATE INDEX call_notices_waiting ON call_notices (app, waits_for) WHERE waits_for <> '' AND done_at = 0;
CREATE INDEX call_notices_done ON call_notices (done_at) WHERE done_at > 0;

-- Whom a sanction about a call means there: JSON, or empty for other sanctions.
ALTER TABLE sanctions ADD COLUMN seat TEXT NOT NULL DEFAULT '';

-- What an evidence's report says besides: JSON, or empty for other reports.
ALTER TABLE reports ADD COLUMN evidence TEXT NOT NULL DEFAULT '';

-- The calls that a cloud has told of.
CREATE TABLE calls (
    app          TEXT   NOT NULL,
    channel_id   TEXT   NOT NULL,
    channel_name TEXT   NOT NULL, -- empty as long as nobody said it
    started_at   BIGINT NOT NULL DEFAULT 0, -- 0: nobody said
    ended_at     BIGINT NOT NULL DEFAULT 0,
    submitted    BIGINT NOT NULL DEFAULT 0, -- 1: handed in for audit, 2: and taken out again
    seen_at      BIGINT NOT NULL, -- when somebody last told of it
    PRIMARY KEY (app, channel_id)
);
CREATE INDEX calls_by_age ON calls (seen_at);

-- Who came into a call and who left. In any order, and as often as it is told.
CREATE TABLE call_steps (
    app        TEXT   NOT NULL,
    channel_id TEXT   NOT NULL,
    uid        TEXT   NOT NULL,
    at         BIGINT NOT NULL,
    kind       BIGINT NOT NULL, -- 4 join, 5 leave
    user_id    TEXT   NOT NULL, -- of a join; empty where it was not said
    PRIMARY KEY (app, channel_id, uid, at, kind)
);

-- What the clouds have seen and heard.
CREATE TABLE evidence (
    id           BIGSERIAL PRIMARY KEY,
    app          TEXT   NOT NULL,
    evidence_key TEXT   NOT NULL, -- equal for what is the same
    channel_id   TEXT   NOT NULL,
    uid          TEXT   NOT NULL,
    user_id      TEXT   NOT NULL, -- whose it is; empty: nobody knows
    item         TEXT   NOT NULL, -- JSON
    from_at      BIGINT NOT NULL,
    received_at  BIGINT NOT NULL,
    case_id      BIGINT NOT NULL DEFAULT 0, -- 0: it led to none
    n            BIGINT NOT NULL DEFAULT 0, -- its number in the case, from 1
    copy_state   TEXT   NOT NULL, -- of what it shows: none, waiting, kept, failed
    copy_due_at  BIGINT NOT NULL DEFAULT 0,
    copy_tries   BIGINT NOT NULL DEFAULT 0,
    copy_token   TEXT   NOT NULL DEFAULT '',
    copy_digest  TEXT   NOT NULL DEFAULT '', -- SHA-256 of the picture as it came, in hex
    copy_problem TEXT   NOT NULL DEFAULT '',
    UNIQUE (app, evidence_key)
);
CREATE INDEX evidence_by_case ON evidence (case_id, n) WHERE case_id <> 0;
CREATE INDEX evidence_by_seat ON evidence (app, channel_id, uid, id);
CREATE INDEX evidence_to_copy ON evidence (copy_due_at, id) WHERE copy_state = 'waiting';
CREATE INDEX evidence_by_age ON evidence (app, received_at);
