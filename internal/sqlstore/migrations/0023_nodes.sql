-- +goose Up

-- The nodes that serve on this store, by which they find each other.
CREATE TABLE node (
    id         TEXT   NOT NULL PRIMARY KEY,
    address    TEXT   NOT NULL, -- where the others reach its bus; empty: they need not
    version    TEXT   NOT NULL, -- of its program
    started_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL  -- renewed every few seconds while it runs
);
