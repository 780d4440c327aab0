-- +goose Up

-- Who did what, and who saw what. An entry is written in the transaction of
-- what it tells of.
CREATE TABLE audit (
    id            BIGSERIAL PRIMARY KEY,
    at            BIGINT NOT NULL,
    actor_kind    TEXT   NOT NULL,
    actor_id      TEXT   NOT NULL,
    actor_name    TEXT   NOT NULL,
    actor_address TEXT   NOT NULL,
    actor_via     TEXT   NOT NULL,
    action        TEXT   NOT NULL,
    app           TEXT   NOT NULL,
    object_kind   TEXT   NOT NULL,
    object_id     TEXT   NOT NULL,
    detail        TEXT   NOT NULL -- JSON object
);
CREATE INDEX audit_by_time ON audit (at, id);
CREATE INDEX audit_by_actor ON audit (actor_kind, actor_id, at, id);
CREATE INDEX audit_by_action ON audit (action, at, id);
CREATE INDEX audit_by_object ON audit (object_kind, object_id, at, id);

-- The chain of hashes over the entries, in the order of linking.
CREATE TABLE audit_chain (
    position BIGINT PRIMARY KEY,
    entry_id BIGINT NOT NULL UNIQUE,
    prev     TEXT   NOT NULL, -- hex
    hash     TEXT   NOT NULL -- hex
);

-- The entries that wait to be linked. Ids are committed out of order, so that
-- none of them can say up to where everything is linked.
CREATE TABLE audit_pending (
    entry_id BIGINT PRIMARY KEY
);
/*postgres*/ CREATE FUNCTION audit_waits() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO audit_pending (entry_id) SELECT id FROM added; RETURN NULL; END $$;
/*postgres*/ CREATE TRIGGER audit_waits AFTER INSERT ON audit REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION audit_waits();
-- sqlite: CREATE TRIGGER audit_waits AFTER INSERT ON audit BEGIN INSERT INTO audit_pending (entry_id) VALUES (NEW.id); END;

-- Entries and links are never changed and never forgotten, whoever asks.
/*postgres*/ CREATE FUNCTION audit_stands() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the audit log is never changed'; END $$;
/*postgres*/ CREATE TRIGGER audit_stands BEFORE UPDATE OR DELETE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_stands();
/*postgres*/ CREATE TRIGGER audit_chain_stands BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_chain FOR EACH STATEMENT EXECUTE FUNCTION audit_stands();
-- sqlite: CREATE TRIGGER audit_stands BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END;
-- sqlite: CREATE TRIGGER audit_remains BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END;
-- sqlite: CREATE TRIGGER audit_chain_stands BEFORE UPDATE ON audit_chain BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END;
-- sqlite: CREATE TRIGGER audit_chain_remains BEFORE DELETE ON audit_chain BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END;
