-- +goose Up

-- What a dialogue's report says besides its messages: JSON, or empty for other
-- reports.
ALTER TABLE reports ADD COLUMN dialogue TEXT NOT NULL DEFAULT '';

-- The dialogues that apps have reported, by their own ids, for as long as there
-- are reports: the same one again gets its first ticket.
CREATE TABLE dialogues (
    app        TEXT   NOT NULL,
    credential TEXT   NOT NULL,
    report_key TEXT   NOT NULL, -- the app's own id of the report
    ticket     BIGINT NOT NULL UNIQUE, -- the report, and its case
    appeal     BIGINT NOT NULL DEFAULT 0, -- the report that appealed against the verdict; 0: none did
    PRIMARY KEY (app, credential, report_key)
);
