-- +goose Up

-- Which messages are of which user and which room, on SQLite, in segments of
-- some thousand messages: all that a segment says of the keys of one bucket is
-- one row. Two entries in an index for each message went to a random page each,
-- and took more than the message itself. What is in no segment yet is looked
-- through (sqlstore/screen_postings.go). PostgreSQL keeps its indexes: there,
-- numbers do not come in order.
CREATE TABLE line_postings (
    bucket   BIGINT NOT NULL, -- of a key; bucket 0 has a row in every segment
    first_id BIGINT NOT NULL, -- of the segment's messages
    last_id  BIGINT NOT NULL,
    entries  BYTEA  NOT NULL, -- 8 bytes each: 4 of a key, 4 of the number beyond first_id
    PRIMARY KEY (bucket, first_id)
/*postgres*/ );
-- sqlite: ) WITHOUT ROWID;
-- sqlite: DROP INDEX lines_by_user;
-- sqlite: DROP INDEX lines_by_room;
