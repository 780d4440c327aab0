-- +goose Up

-- Bond is what a sanction binds in the eyes of the platform, empty for an act
-- that binds nobody afterwards. Lift_owed marks a lifted one of whose lifting
-- the platform was not told because others of its bond stood.
ALTER TABLE sanctions ADD COLUMN bond TEXT NOT NULL DEFAULT '';
ALTER TABLE sanctions ADD COLUMN lift_owed BIGINT NOT NULL DEFAULT 0;
UPDATE sanctions SET bond = CASE
    WHEN action = 'mute' AND module = 2 THEN 'mute/2/' || REPLACE(REPLACE(place_id, '%', '%25'), '/', '%2F') || '/' || user_id
    WHEN action = 'mute' THEN 'mute/' || module || '/' || user_id
    WHEN action = 'close_show' THEN 'close_show/' || place_id
    ELSE 'login_limit/' || user_id END
WHERE action IN ('mute', 'close_show', 'login_limit');

-- What stands, apart from all that has ended: as short as what is in force is
-- few, however much there was before.
DROP INDEX sanctions_by_user;
DROP INDEX sanctions_by_place;
DROP INDEX sanctions_by_subject;
CREATE INDEX sanctions_standing ON sanctions (app, user_id, id) WHERE bond <> '' AND lifted_at = 0 AND ended_at = 0;
CREATE INDEX sanctions_standing_place ON sanctions (app, place_id, id) WHERE bond <> '' AND lifted_at = 0 AND ended_at = 0;
CREATE INDEX sanctions_standing_app ON sanctions (app, id) WHERE bond <> '' AND lifted_at = 0 AND ended_at = 0;
CREATE INDEX sanctions_standing_bond ON sanctions (app, bond) WHERE bond <> '' AND lifted_at = 0 AND ended_at = 0;
CREATE INDEX sanctions_owed ON sanctions (app, bond) WHERE lift_owed = 1;
-- All of them, for people who look back.
CREATE INDEX sanctions_of_user ON sanctions (app, user_id, id);
CREATE INDEX sanctions_of_place ON sanctions (app, place_id, id) WHERE place_id <> '';
CREATE INDEX sanctions_of_app ON sanctions (app, id);
CREATE INDEX sanctions_of_case ON sanctions (case_id, id) WHERE case_id <> 0;

-- What people search by, newest first. A shelf is the cases of an app in one
-- state. The expressions are there so that no planner takes these indexes for a
-- claim, which goes by cases_waiting.
CREATE INDEX cases_shelved ON cases ((app || '/' || state), opened_at, id);
CREATE INDEX cases_by_decider ON cases ((app || '/' || decided_id), (-opened_at), (-id)) WHERE decided_kind = 'staff';
CREATE INDEX cases_by_decision ON cases ((-decided_at)) WHERE state = 'decided';
CREATE INDEX reports_by_reporter ON reports (app, reporter, id);
