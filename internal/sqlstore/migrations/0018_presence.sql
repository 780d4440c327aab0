-- +goose Up

-- What the nodes tell each other of who is online. Nothing that must last: a
-- PostgreSQL that crashed has none of it, and every heartbeat brings it back.
-- A node's folds are committed one after the other, so that whoever has read
-- one has all before it.
/*postgres*/ CREATE UNLOGGED TABLE presence (
-- sqlite: CREATE TABLE presence (
    app       TEXT   NOT NULL,
    user_uuid TEXT   NOT NULL,
    first_at  BIGINT NOT NULL,
    last_at   BIGINT NOT NULL,
    gone      BIGINT NOT NULL,
    node      BIGINT NOT NULL, -- that heard him last
    seq       BIGINT NOT NULL, -- of its fold
    PRIMARY KEY (app, user_uuid)
);
CREATE INDEX presence_by_fold ON presence (node, seq);

/*postgres*/ CREATE UNLOGGED TABLE presence_nodes (
-- sqlite: CREATE TABLE presence_nodes (
    node    BIGINT PRIMARY KEY,
    seq     BIGINT NOT NULL, -- of its last fold
    seen_at BIGINT NOT NULL
);
