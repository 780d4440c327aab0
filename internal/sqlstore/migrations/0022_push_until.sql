-- +goose Up

-- By which the words of what is of no use any more are found and forgotten.
CREATE INDEX push_messages_until ON push_messages (until) WHERE until > 0;
