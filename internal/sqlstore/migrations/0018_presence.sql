-- +goose Up

-- What the nodes tell each other of who is online, for some minutes. Nothing
-- that must last: a PostgreSQL that crashed has none of it, and the nodes tell
-- it again. A node's folds are committed one after the other, so that whoever
-- sees one sees all before it.
/*postgres*/ CREATE UNLOGGED TABLE presence_folds (
-- sqlite: CREATE TABLE presence_folds (
    node    BIGINT NOT NULL,
    seq     BIGINT NOT NULL, -- grows with each of the node's folds
    kept_at BIGINT NOT NULL,
    told    BYTEA  NOT NULL, -- see package presence
    PRIMARY KEY (node, seq)
);
CREATE INDEX presence_folds_by_age ON presence_folds (kept_at);
/*postgres*/ ALTER TABLE presence_folds ALTER COLUMN told SET STORAGE EXTERNAL;
