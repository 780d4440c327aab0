-- +goose Up

-- The W3C traceparent of what wrote the row: of an event always, for its
-- attempts go on with that trace; of a report where its trace is recorded, for
-- the decision points at it. Empty where nothing was traced.
ALTER TABLE outbox ADD COLUMN trace TEXT NOT NULL DEFAULT '';
ALTER TABLE reports ADD COLUMN trace TEXT NOT NULL DEFAULT '';
