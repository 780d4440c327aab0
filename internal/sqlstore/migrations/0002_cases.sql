-- +goose Up

-- What was reported. A report is never changed but for the count of its
-- repetitions and the case it led to (0: none).
CREATE TABLE reports (
    id             BIGSERIAL PRIMARY KEY,
    app            TEXT   NOT NULL,
    entrance       BIGINT NOT NULL,
    reporter       TEXT   NOT NULL,
    complaints     BIGINT NOT NULL, -- bit set
    messages       TEXT   NOT NULL, -- JSON list
    profile        TEXT   NOT NULL, -- JSON, or empty for none
    accused        TEXT   NOT NULL,
    memo           TEXT   NOT NULL,
    client_version TEXT   NOT NULL,
    client_type    TEXT   NOT NULL,
    filed_at       BIGINT NOT NULL,
    case_id        BIGINT NOT NULL DEFAULT 0,
    late           BIGINT NOT NULL DEFAULT 0, -- 1: came when its case was decided; not judged with it
    repeats        BIGINT NOT NULL DEFAULT 0,
    asked          TEXT   NOT NULL DEFAULT '' -- JSON of who wants to hear the verdict, or empty for nobody
);
CREATE INDEX reports_by_case ON reports (case_id, id);

-- The newest report of each repetition key.
CREATE TABLE report_keys (
    app        TEXT   NOT NULL,
    repeat_key TEXT   NOT NULL,
    report_id  BIGINT NOT NULL,
    filed_at   BIGINT NOT NULL,
    PRIMARY KEY (repeat_key, app)
/*postgres*/ );
-- sqlite: ) WITHOUT ROWID;

-- A case's id is its first report's, and its content is read from there.
CREATE TABLE cases (
    id           BIGINT PRIMARY KEY,
    app          TEXT   NOT NULL,
    queue        TEXT   NOT NULL,
    entrance     BIGINT NOT NULL,
    risk         BIGINT NOT NULL,
    protected    BIGINT NOT NULL,
    escalated    BIGINT NOT NULL DEFAULT 0,
    senior       BIGINT NOT NULL GENERATED ALWAYS AS (CASE WHEN protected > escalated THEN protected ELSE escalated END) STORED,
    rank         BIGINT NOT NULL DEFAULT 1, -- 0 urgent, 1 ordinary, 2 doubtful
    state        TEXT   NOT NULL, -- open, leased, decided
    group_key    TEXT   NOT NULL, -- empty: joins nothing
    content_key  TEXT   NOT NULL DEFAULT '', -- of the very content; empty: nothing names it
    complaints   BIGINT NOT NULL,
    reports      BIGINT NOT NULL,
    opened_at    BIGINT NOT NULL,
    holder       BIGINT NOT NULL DEFAULT 0,
    lease_token  TEXT   NOT NULL DEFAULT '',
    lease_until  BIGINT NOT NULL DEFAULT 0,
    version      BIGINT NOT NULL DEFAULT 1,
    decided_kind TEXT   NOT NULL DEFAULT '',
    decided_id   TEXT   NOT NULL DEFAULT '',
    decided_at   BIGINT NOT NULL DEFAULT 0,
    undo_until   BIGINT NOT NULL DEFAULT 0, -- the end of the decision's undo window
    verdict      TEXT   NOT NULL DEFAULT ''
);
-- One undecided case for each content.
CREATE UNIQUE INDEX cases_by_group ON cases (group_key, app) WHERE state <> 'decided' AND group_key <> '';
-- What waits, by rank and then oldest first: a claim reads the head, so that
-- its time does not grow with what waits. There is no second such index without
-- the app, for a planner that knows of one app only would take it and filter.
CREATE INDEX cases_waiting ON cases (app, risk, queue, senior, rank, opened_at, id) WHERE state = 'open';
-- What people found of a content, newest last.
CREATE INDEX cases_judged ON cases (app, content_key, decided_at, id) WHERE state = 'decided' AND content_key <> '' AND decided_kind = 'staff';
CREATE INDEX cases_leased ON cases (lease_until) WHERE state = 'leased';
CREATE INDEX cases_by_holder ON cases (holder, state, queue) WHERE holder <> 0;

-- Everybody a case speaks of; the lists route it by those it accuses.
CREATE TABLE case_users (
    app     TEXT   NOT NULL,
    user_id TEXT   NOT NULL,
    case_id BIGINT NOT NULL,
    accused BIGINT NOT NULL,
    PRIMARY KEY (user_id, app, case_id)
/*postgres*/ );
-- sqlite: ) WITHOUT ROWID;
CREATE INDEX case_users_by_case ON case_users (case_id);

CREATE TABLE decisions (
    id          BIGSERIAL PRIMARY KEY,
    app         TEXT   NOT NULL,
    case_id     BIGINT NOT NULL, -- 0: ordered without a case
    record_id   BIGINT NOT NULL,
    author_kind TEXT   NOT NULL,
    author_id   TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    verdict     TEXT   NOT NULL,
    actions     TEXT   NOT NULL, -- JSON list
    users       TEXT   NOT NULL DEFAULT '', -- JSON object, user to label, or empty for none
    memo        TEXT   NOT NULL
);
CREATE INDEX decisions_by_case ON decisions (case_id, id);
-- A decision is never changed and never forgotten, whoever asks.
/*postgres*/ CREATE FUNCTION decision_stands() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a decision is never changed'; END $$;
/*postgres*/ CREATE TRIGGER decision_stands BEFORE UPDATE OR DELETE ON decisions FOR EACH ROW EXECUTE FUNCTION decision_stands();
-- sqlite: CREATE TRIGGER decision_stands BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'a decision is never changed'); END;
-- sqlite: CREATE TRIGGER decision_remains BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'a decision is never changed'); END;

CREATE TABLE sanctions (
    id           BIGSERIAL PRIMARY KEY,
    app          TEXT   NOT NULL,
    subject_kind TEXT   NOT NULL,
    subject_id   TEXT   NOT NULL,
    action       TEXT   NOT NULL,
    module       BIGINT NOT NULL,
    user_id      TEXT   NOT NULL,
    place_id     TEXT   NOT NULL,
    label        TEXT   NOT NULL,
    starts_at    BIGINT NOT NULL,
    ends_at      BIGINT NOT NULL, -- 0: for ever
    case_id      BIGINT NOT NULL,
    decision_id  BIGINT NOT NULL,
    author       TEXT   NOT NULL,
    lifted_at    BIGINT NOT NULL DEFAULT 0,
    lifted_by    TEXT   NOT NULL DEFAULT '',
    lift_memo    TEXT   NOT NULL DEFAULT '',
    ended_at     BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX sanctions_by_user ON sanctions (app, user_id, id) WHERE lifted_at = 0;
CREATE INDEX sanctions_by_place ON sanctions (app, place_id, id) WHERE lifted_at = 0;
CREATE INDEX sanctions_by_subject ON sanctions (app, subject_id, subject_kind) WHERE lifted_at = 0;
CREATE INDEX sanctions_ending ON sanctions (ends_at, id) WHERE ends_at > 0 AND ended_at = 0 AND lifted_at = 0;

-- What must leave. Seq orders the pending events of a lane and means nothing
-- afterwards.
CREATE TABLE outbox (
    id          BIGSERIAL PRIMARY KEY,
    event_key   TEXT   NOT NULL UNIQUE,
    app         TEXT   NOT NULL,
    channel     TEXT   NOT NULL,
    lane        TEXT   NOT NULL,
    seq         BIGINT NOT NULL,
    kind        TEXT   NOT NULL,
    payload     TEXT   NOT NULL, -- JSON
    case_id     BIGINT NOT NULL,
    decision_id BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    due_at      BIGINT NOT NULL,
    state       TEXT   NOT NULL, -- pending, delivered, dead, cancelled
    attempts    BIGINT NOT NULL DEFAULT 0,
    refusals    BIGINT NOT NULL DEFAULT 0,
    first_at    BIGINT NOT NULL DEFAULT 0,
    done_at     BIGINT NOT NULL DEFAULT 0,
    last_error  TEXT   NOT NULL DEFAULT ''
);
CREATE INDEX outbox_pending ON outbox (app, lane, seq) WHERE state = 'pending';
CREATE INDEX outbox_dead ON outbox (id) WHERE state = 'dead';
CREATE INDEX outbox_by_lane ON outbox (app, lane, id);
CREATE INDEX outbox_by_case ON outbox (case_id, id) WHERE case_id <> 0;

-- One row for each lane with pending events. Due_at is its head's. Whoever
-- appends to the lane or settles its head holds the row's lock, so that the
-- order of seq is the order of the commits.
CREATE TABLE lanes (
    app        TEXT   NOT NULL,
    lane       TEXT   NOT NULL,
    last_seq   BIGINT NOT NULL,
    due_at     BIGINT NOT NULL,
    owner      BIGINT NOT NULL DEFAULT 0, -- the process that has the head on loan; 0: nobody
    token      TEXT   NOT NULL DEFAULT '',
    loan_until BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (app, lane)
);
CREATE INDEX lanes_due ON lanes (app, due_at);
CREATE INDEX lanes_lent ON lanes (owner, app, lane) WHERE owner <> 0;

CREATE TABLE attempts (
    id       BIGSERIAL PRIMARY KEY,
    event_id BIGINT NOT NULL,
    at       BIGINT NOT NULL,
    took_ms  BIGINT NOT NULL,
    status   BIGINT NOT NULL,
    answer   TEXT   NOT NULL,
    error    TEXT   NOT NULL,
    outcome  TEXT   NOT NULL
);
CREATE INDEX attempts_by_event ON attempts (event_id, id);
