-- +goose Up

-- Who was erased. What the user was called stands here only as long as
-- something of him has to stay; then he is the pseudonym everywhere.
CREATE TABLE erasures (
    id        BIGSERIAL PRIMARY KEY,
    app       TEXT   NOT NULL,
    user_id   TEXT   NOT NULL, -- empty: nothing of him is left
    pseudonym TEXT   NOT NULL,
    reason    TEXT   NOT NULL,
    asked_at  BIGINT NOT NULL, -- what came later is not touched
    state     TEXT   NOT NULL, -- running, resting, ended
    step      BIGINT NOT NULL, -- the next
    counts    TEXT   NOT NULL, -- JSON: rows by table
    remains   TEXT   NOT NULL, -- JSON: what has to stay yet, rows by table
    done_at   BIGINT NOT NULL  -- of the receipt; 0: there is none yet
);
CREATE INDEX erasures_undone ON erasures (id) WHERE state <> 'ended';

-- An entry that is redacted keeps what it is: only whom it names goes.
/*postgres*/ DROP TRIGGER audit_stands ON audit;
/*postgres*/ CREATE TRIGGER audit_stands BEFORE DELETE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_stands();
/*postgres*/ CREATE FUNCTION audit_redacted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT EXISTS (SELECT 1 FROM forgetting) OR (NEW.id, NEW.at, NEW.actor_kind, NEW.actor_via, NEW.action, NEW.app, NEW.object_kind) IS DISTINCT FROM (OLD.id, OLD.at, OLD.actor_kind, OLD.actor_via, OLD.action, OLD.app, OLD.object_kind) THEN RAISE EXCEPTION 'the audit log is never changed'; END IF; RETURN NEW; END $$;
/*postgres*/ CREATE TRIGGER audit_redacted BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION audit_redacted();
-- sqlite: DROP TRIGGER audit_stands;
-- sqlite: CREATE TRIGGER audit_stands BEFORE UPDATE ON audit WHEN NOT EXISTS (SELECT 1 FROM forgetting) OR (NEW.id, NEW.at, NEW.actor_kind, NEW.actor_via, NEW.action, NEW.app, NEW.object_kind) IS NOT (OLD.id, OLD.at, OLD.actor_kind, OLD.actor_via, OLD.action, OLD.app, OLD.object_kind) BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END;
