-- +goose Up

-- A transaction that forgets what else is never changed – decisions, undos,
-- notes, what an audit entry says of a user – has a row of its own here, which
-- it takes away before it ends: nobody ever sees one.
CREATE TABLE forgetting (
    id BIGSERIAL PRIMARY KEY
);

/*postgres*/ DROP TRIGGER decision_stands ON decisions;
/*postgres*/ DROP TRIGGER undo_stands ON decision_undos;
/*postgres*/ DROP TRIGGER note_stands ON case_notes;
/*postgres*/ CREATE FUNCTION stands_unless_forgotten() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT EXISTS (SELECT 1 FROM forgetting) THEN RAISE EXCEPTION '% is never changed', TG_ARGV[0]; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$;
/*postgres*/ CREATE TRIGGER decision_stands BEFORE UPDATE OR DELETE ON decisions FOR EACH ROW EXECUTE FUNCTION stands_unless_forgotten('a decision');
/*postgres*/ CREATE TRIGGER undo_stands BEFORE UPDATE OR DELETE ON decision_undos FOR EACH ROW EXECUTE FUNCTION stands_unless_forgotten('an undo');
/*postgres*/ CREATE TRIGGER note_stands BEFORE UPDATE OR DELETE ON case_notes FOR EACH ROW EXECUTE FUNCTION stands_unless_forgotten('a note');
-- sqlite: DROP TRIGGER decision_stands;
-- sqlite: DROP TRIGGER decision_remains;
-- sqlite: DROP TRIGGER undo_stands;
-- sqlite: DROP TRIGGER undo_remains;
-- sqlite: DROP TRIGGER note_stands;
-- sqlite: DROP TRIGGER note_remains;
-- sqlite: CREATE TRIGGER decision_stands BEFORE UPDATE ON decisions WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'a decision is never changed'); END;
-- sqlite: CREATE TRIGGER decision_remains BEFORE DELETE ON decisions WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'a decision is never changed'); END;
-- sqlite: CREATE TRIGGER undo_stands BEFORE UPDATE ON decision_undos WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'an undo is never changed'); END;
-- sqlite: CREATE TRIGGER undo_remains BEFORE DELETE ON decision_undos WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'an undo is never changed'); END;
-- sqlite: CREATE TRIGGER note_stands BEFORE UPDATE ON case_notes WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'a note is never changed'); END;
-- sqlite: CREATE TRIGGER note_remains BEFORE DELETE ON case_notes WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'a note is never changed'); END;

-- How much was forgotten because its time was over, by days since 1970 in UTC.
CREATE TABLE forgotten_days (
    day    BIGINT NOT NULL,
    app    TEXT   NOT NULL,
    kind   TEXT   NOT NULL, -- messages, evidence, reports, calls
    number BIGINT NOT NULL,
    told   BIGINT NOT NULL DEFAULT 0, -- 1: the audit log says so
    PRIMARY KEY (day, app, kind)
);

-- What ended first, by app; what was ordered without a case.
CREATE INDEX cases_ended ON cases (app, decided_at, id) WHERE state = 'decided';
CREATE INDEX decisions_alone ON decisions (record_id) WHERE case_id = 0;
CREATE INDEX sanctions_alone ON sanctions (decision_id) WHERE case_id = 0;
DROP INDEX party_calls_ended;
CREATE INDEX party_calls_ended ON party_calls (app, ended_at) WHERE state = 'ended';
