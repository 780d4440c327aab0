-- +goose Up

-- How the cases of a reporter were decided: how often he was agreed with, and
-- how often what he reported was passed.
CREATE TABLE reporter_stats (
    app       TEXT   NOT NULL,
    reporter  TEXT   NOT NULL,
    agreed    BIGINT NOT NULL,
    disagreed BIGINT NOT NULL,
    PRIMARY KEY (app, reporter)
);

-- Who put a case back and does not want to see it again.
CREATE TABLE case_skips (
    case_id  BIGINT NOT NULL,
    staff_id BIGINT NOT NULL,
    PRIMARY KEY (case_id, staff_id)
);

-- What reviewers wrote about a case when they passed it on.
CREATE TABLE case_notes (
    id      BIGSERIAL PRIMARY KEY,
    app     TEXT   NOT NULL,
    case_id BIGINT NOT NULL,
    kind    TEXT   NOT NULL, -- escalation
    author  BIGINT NOT NULL, -- staff id
    at      BIGINT NOT NULL,
    memo    TEXT   NOT NULL
);
CREATE INDEX case_notes_by_case ON case_notes (case_id, id);

-- The decisions that their authors took back inside the undo window. Each stays
-- in decisions as it was.
CREATE TABLE decision_undos (
    decision_id BIGINT PRIMARY KEY,
    at          BIGINT NOT NULL,
    by_staff    BIGINT NOT NULL
);
-- Neither is ever changed or forgotten, whoever asks.
/*postgres*/ CREATE FUNCTION undo_stands() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'an undo is never changed'; END $$;
/*postgres*/ CREATE TRIGGER undo_stands BEFORE UPDATE OR DELETE ON decision_undos FOR EACH ROW EXECUTE FUNCTION undo_stands();
/*postgres*/ CREATE FUNCTION note_stands() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a note is never changed'; END $$;
/*postgres*/ CREATE TRIGGER note_stands BEFORE UPDATE OR DELETE ON case_notes FOR EACH ROW EXECUTE FUNCTION note_stands();
-- sqlite: CREATE TRIGGER undo_stands BEFORE UPDATE ON decision_undos BEGIN SELECT RAISE(ABORT, 'an undo is never changed'); END;
-- sqlite: CREATE TRIGGER undo_remains BEFORE DELETE ON decision_undos BEGIN SELECT RAISE(ABORT, 'an undo is never changed'); END;
-- sqlite: CREATE TRIGGER note_stands BEFORE UPDATE ON case_notes BEGIN SELECT RAISE(ABORT, 'a note is never changed'); END;
-- sqlite: CREATE TRIGGER note_remains BEFORE DELETE ON case_notes BEGIN SELECT RAISE(ABORT, 'a note is never changed'); END;
