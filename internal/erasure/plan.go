// Package erasure forgets all that is kept of one user of an app, and says what
// it forgot and what has to stay. It can be broken off anywhere and goes on.
package erasure

// Act is what is done to a row that concerns the user.
type Act string

// The acts.
const (
	Drop  Act = "drop"
	Blank Act = "blank" // he is the pseudonym in it, and texts are gone
)

// Table is how a table is erased. A row concerns the user where one of Users is
// he, where he stands in one of Coded or Seen, or where its case is one of his.
type Table struct {
	Name  string
	Act   Act
	Key   []string          // the primary key
	App   string            // the column of the app
	Users []string          // each a user's id and nothing else
	Coded []string          // composed of ids: in these only his is replaced
	Seen  []string          // are looked through for his id
	Words map[string]string // are replaced by this in a row that concerns him
	Case  string            // the column of the case
	Made  string            // when the row was written; what is younger than the request stays
	Only  string            // SQL: the rows there are to look at
	Stays string            // SQL: the rows that have to stay yet
	With  []string          // SQL for each row before it is changed; $1 is the first column of its key
}

const (
	undecided = "case_id IN (SELECT open.id FROM cases AS open WHERE open.state <> 'decided')"
	inForce   = "(bond <> '' AND lifted_at = 0 AND ended_at = 0 OR lift_owed = 1)"
)

// Plan is all tables in which a user of an app may stand, in the order in which
// they are erased; docs/privacy.md says the same in words. Coins, evidence and
// the audit log are erased apart. The names of a case go last: by them his cases
// are known.
func Plan() []Table {
	return []Table{
		{Name: "listed", Act: Drop, Key: []string{"id"}, App: "app", Users: []string{"user_id"}, Made: "added_at"},
		{Name: "lines", Act: Drop, Key: []string{"id"}, App: "app", Users: []string{"user_id"}, Made: "at", With: []string{
			"DELETE FROM line_causes WHERE line_id = $1",
			"DELETE FROM pictures WHERE data_id = (SELECT lines.data_id FROM lines WHERE lines.id = $1)",
			"DELETE FROM picture_checks WHERE data_id = (SELECT lines.data_id FROM lines WHERE lines.id = $1)",
		}},
		{Name: "lines", Act: Blank, Key: []string{"id"}, App: "app", Users: []string{"room_id", "anchor_id"}, Coded: []string{"context", "reasons", "evidence", "shadow"}, Made: "at"},
		{Name: "party_accounts", Act: Drop, Key: []string{"app", "user_uuid"}, App: "app", Users: []string{"user_uuid"}, Made: "created_at"},
		{Name: "party_devices", Act: Drop, Key: []string{"app", "user_uuid", "device_id"}, App: "app", Users: []string{"user_uuid"}, Made: "created_at"},
		{Name: "party_calls", Act: Blank, Key: []string{"id"}, App: "app", Users: []string{"caller", "callee"}, Made: "invited_at", Stays: "state <> 'ended'"},
		{Name: "party_tickets", Act: Blank, Key: []string{"id"}, App: "app", Users: []string{"caller", "callee"}},
		{Name: "push_messages", Act: Drop, Key: []string{"app", "user_id", "pos"}, App: "app", Users: []string{"user_id"}, Made: "at"},
		{Name: "push_messages", Act: Blank, Key: []string{"app", "user_id", "pos"}, App: "app", Seen: []string{"body"}, Words: map[string]string{"body": emptied}, Made: "at"},
		{Name: "push_inboxes", Act: Drop, Key: []string{"app", "user_id"}, App: "app", Users: []string{"user_id"}, Made: "changed_at"},
		{Name: "call_notices", Act: Drop, Key: []string{"id"}, App: "app", Seen: []string{"body"}, Made: "received_at", Stays: "done_at = 0"},
		{Name: "call_steps", Act: Blank, Key: []string{"app", "channel_id", "uid", "at", "kind"}, App: "app", Users: []string{"user_id"}, Made: "at"},
		{Name: "reporter_stats", Act: Drop, Key: []string{"app", "reporter"}, App: "app", Users: []string{"reporter"}},
		{Name: "report_keys", Act: Drop, Key: []string{"repeat_key", "app"}, App: "app", Seen: []string{"repeat_key"}, Made: "filed_at"},
		{Name: "outbox", Act: Blank, Key: []string{"id"}, App: "app", Coded: []string{"lane", "event_key"}, Seen: []string{"payload"},
			Words: map[string]string{"payload": "{}", "last_error": ""}, Case: "case_id", Made: "created_at", Stays: "state = 'pending'", With: []string{
				"UPDATE attempts SET answer = '', error = '' WHERE event_id = $1",
				"UPDATE outbox SET state = 'cancelled' WHERE id = $1 AND state = 'dead'",
			}},
		{Name: "case_notes", Act: Blank, Key: []string{"id"}, App: "app", Words: map[string]string{"memo": ""}, Case: "case_id", Made: "at", Stays: undecided},
		{Name: "sanctions", Act: Blank, Key: []string{"id"}, App: "app", Users: []string{"user_id", "subject_id", "place_id"}, Coded: []string{"bond", "seat"},
			Words: map[string]string{"lift_memo": ""}, Made: "starts_at", Stays: inForce},
		{Name: "decisions", Act: Blank, Key: []string{"id"}, App: "app", Users: []string{"author_id"}, Only: "author_kind = 'administrator'", Words: map[string]string{"memo": ""}, Made: "at", Stays: undecided},
		{Name: "decisions", Act: Blank, Key: []string{"id"}, App: "app", Coded: []string{"users", "actions"}, Words: map[string]string{"memo": ""}, Case: "case_id", Made: "at", Stays: undecided},
		{Name: "reports", Act: Blank, Key: []string{"id"}, App: "app", Users: []string{"reporter", "accused"}, Seen: []string{"messages", "profile", "dialogue", "evidence", "asked"},
			Words: map[string]string{"messages": "[]", "profile": "", "memo": "", "client_version": "", "client_type": "", "dialogue": "", "evidence": "", "asked": ""}, Case: "case_id", Made: "filed_at", Stays: undecided},
		{Name: "cases", Act: Blank, Key: []string{"id"}, App: "app", Seen: []string{"group_key", "content_key"}, Words: map[string]string{"group_key": "", "content_key": ""}, Case: "id", Made: "opened_at", Stays: "state <> 'decided'"},
		{Name: "case_users", Act: Blank, Key: []string{"user_id", "app", "case_id"}, App: "app", Users: []string{"user_id"}, Stays: undecided,
			Made: "(SELECT his.opened_at FROM cases AS his WHERE his.id = case_users.case_id)"},
	}
}
