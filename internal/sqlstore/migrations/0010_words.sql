-- +goose Up

-- One row; its number goes up with every change of a word list or a term, in
-- the order in which those changes commit.
CREATE TABLE words_revision (
    id     BIGINT PRIMARY KEY,
    number BIGINT NOT NULL
);
INSERT INTO words_revision (id, number) VALUES (1, 0);

-- A list of an app, or of all where app is empty. revision is the number of its
-- last change.
CREATE TABLE word_lists (
    id         BIGSERIAL PRIMARY KEY,
    app        TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    note       TEXT   NOT NULL,
    enabled    BIGINT NOT NULL,
    revision   BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (app, name)
);

-- folded is the text as it is compared, by which a list has each term once;
-- revision is the number of the term's last change.
-- Times are unix milliseconds; 0 of valid_from and valid_until bounds nothing.
CREATE TABLE word_terms (
    id          BIGSERIAL PRIMARY KEY,
    list_id     BIGINT NOT NULL,
    folded      TEXT   NOT NULL,
    text        TEXT   NOT NULL,
    category    TEXT   NOT NULL,
    level       BIGINT NOT NULL,
    action      TEXT   NOT NULL,
    mode        TEXT   NOT NULL,
    scenes      TEXT   NOT NULL, -- apart by spaces; none: everywhere
    valid_from  BIGINT NOT NULL,
    valid_until BIGINT NOT NULL,
    note        TEXT   NOT NULL,
    added_by    TEXT   NOT NULL,
    added_at    BIGINT NOT NULL,
    revision    BIGINT NOT NULL,
    UNIQUE (list_id, folded)
);
CREATE INDEX word_terms_by_age ON word_terms (list_id, id);
CREATE INDEX word_terms_by_change ON word_terms (list_id, revision, id);
