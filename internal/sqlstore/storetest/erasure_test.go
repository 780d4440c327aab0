package storetest

import (
	"context"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/erasure"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// textsOf are the columns of each table that can hold a text.
func textsOf(p *planner) map[string][]string {
	p.t.Helper()
	rows, err := p.DB.QueryContext(context.Background(), `SELECT m.name, c.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c
WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'goose%' AND (c.type IN ('TEXT', 'BLOB') OR c.cid = 0) ORDER BY 1, c.cid`)
	must(p.t, err)
	defer func() { must(p.t, rows.Close()) }()
	texts := map[string][]string{}
	for rows.Next() {
		var table, column string
		must(p.t, rows.Scan(&table, &column))
		texts[table] = append(texts[table], column)
	}
	must(p.t, rows.Err())
	return texts
}

var documented = regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\| ([^|]*) \\|")

// Every table and every column that can hold a text is in docs/privacy.md: whoever
// adds one says there how a user is erased from it.
func TestEveryTextHasItsErasure(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../../docs/privacy.md")
	must(t, err)
	said := map[string]string{}
	for _, row := range documented.FindAllSubmatch(page, -1) {
		said[string(row[1])] = string(row[2])
	}
	texts := textsOf(newPlanner(t, SQLite(t)))
	for table, columns := range texts {
		for _, column := range columns {
			if !strings.Contains(said[table], "`"+column+"`") && !strings.Contains(said[table], "**no texts**") {
				t.Errorf("docs/privacy.md does not say how %s.%s is erased", table, column)
			}
		}
		delete(said, table)
	}
	for table := range said {
		t.Errorf("docs/privacy.md speaks of %s, which is not there", table)
	}
	for _, step := range erasure.Plan() {
		known := strings.Join(texts[step.Name], " ")
		for _, column := range slices.Concat(step.Users, step.Coded, step.Seen, slices.Collect(maps.Keys(step.Words))) {
			if !slices.Contains(strings.Fields(known), column) {
				t.Errorf("the plan erases %s.%s, which is no text", step.Name, column)
			}
		}
	}
}

// people has a row of each of these users in every table of the plan, and of
// some that share.
func people(p *planner, users ...string) {
	p.t.Helper()
	for i, u := range users {
		n := 100 * (i + 1)
		for _, statement := range []string{
			`INSERT INTO listed (list, app, user_id, added_by, added_at) VALUES ('risk', 'live', '%[1]s', '7', 1)`,
			`INSERT INTO lines (id, app, data_id, credential, room_id, anchor_id, user_id, type, text, sent_at, shown, outcome, checked, label, score, reasons, evidence, shadow, context, policy, at, case_id)
VALUES (%[2]d, 'live', 'd%[1]s', 'c', 'r', 'anchor', '%[1]s', 0, 'said by %[1]s', '', '', 'deny', 1, 'ad', 1, '', '', '', '', 1, 1, 0), (%[2]d + 1, 'live', 'e%[1]s', 'c', 'r', '%[1]s', 'guest', 0, 'hello', '', '', 'pass', 1, '', 0, '', '', '', '', 1, 1, 0)`,
			`INSERT INTO line_causes (kind, cause_id, line_id, shadow, version, app, at, outcome, want, led) VALUES ('rule', 1, %[2]d, 0, 1, 'live', 1, 'deny', 'deny', 1)`,
			`INSERT INTO party_accounts (app, user_uuid, name, mobile, icon, sex, age, token_hash, im_token, created_at, updated_at) VALUES ('live', '%[1]s', 'name of %[1]s', '1', '', 1, 1, '', '', 1, 1)`,
			`INSERT INTO party_devices (app, user_uuid, device_id, rtc_uid, created_at) VALUES ('live', '%[1]s', 'd', %[2]d, 1)`,
			`INSERT INTO party_calls (id, app, call_id, caller, callee, kind, state, reason, invited_at, ring_until, answered_at, ended_at) VALUES (%[2]d, 'live', 'c%[2]d', '%[1]s', 'guest', 1, 'ended', '', 1, 1, 0, 1)`,
			`INSERT INTO party_tickets (call, app, caller, callee) VALUES (%[2]d, 'live', '%[1]s', 'guest')`,
			`INSERT INTO push_inboxes (app, user_id, top, cut_at, changed_at) VALUES ('live', '%[1]s', 1, 0, 1)`,
			`INSERT INTO push_messages (app, user_id, pos, message_key, body, at, until) VALUES ('live', '%[1]s', 1, 'k', '{"text":"to %[1]s"}', 1, 0), ('live', 'guest', %[2]d, 'k%[2]d', '{"from":"%[1]s","text":"by him"}', 1, 0)`,
			`INSERT INTO call_notices (app, notice_key, kind, body, received_at, due_at, done_at) VALUES ('live', 'n%[2]d', 1, '{"user":"%[1]s"}', 1, 1, 1)`,
			`INSERT INTO call_steps (app, channel_id, uid, at, kind, user_id) VALUES ('live', 'c', '%[2]d', 1, 4, '%[1]s')`,
			`INSERT INTO reporter_stats (app, reporter, agreed, disagreed) VALUES ('live', '%[1]s', 1, 1)`,
			`INSERT INTO report_keys (app, repeat_key, report_id, filed_at) VALUES ('live', '%[1]s/1', %[2]d, 1)`,
			`INSERT INTO outbox (id, event_key, app, channel, lane, seq, kind, payload, case_id, decision_id, created_at, due_at, state)
VALUES (%[2]d, 'k%[2]d', 'live', 'uplus', 'user/%[1]s', 1, 'k', '{"user_id":"%[1]s"}', 0, 0, 1, 1, 'delivered'), (%[2]d + 1, 'l%[2]d', 'live', 'uplus', 'x', 1, 'k', '{"case":"%[2]d"}', %[2]d, 0, 1, 1, 'dead')`,
			`INSERT INTO attempts (event_id, at, took_ms, status, answer, error, outcome) VALUES (%[2]d, 1, 1, 200, 'answer about %[1]s', '', 'done')`,
			`INSERT INTO reports (id, app, entrance, reporter, complaints, messages, profile, accused, memo, client_version, client_type, filed_at, case_id)
VALUES (%[2]d, 'live', 14, 'guest', 1, '[{"sender_id":"%[1]s","text":"words of %[1]s"}]', '{"name":"name of %[1]s"}', '%[1]s', 'memo', '', '', 1, %[2]d), (%[2]d + 1, 'live', 14, '%[1]s', 1, '[{"sender_id":"host"}]', '', 'host', '', '', '', 1, 0)`,
			`INSERT INTO cases (id, app, queue, entrance, risk, protected, state, group_key, complaints, reports, opened_at, decided_kind, decided_at, verdict) VALUES (%[2]d, 'live', 'message', 14, 0, 0, 'decided', 'g/%[1]s', 1, 1, 1, 'staff', 1, 'ad')`,
			`INSERT INTO case_users (app, user_id, case_id, accused) VALUES ('live', '%[1]s', %[2]d, 1)`,
			`INSERT INTO case_notes (app, case_id, kind, author, at, memo) VALUES ('live', %[2]d, 'escalation', 7, 1, 'about his words')`,
			`INSERT INTO decisions (id, app, case_id, record_id, author_kind, author_id, at, verdict, actions, users, memo) VALUES (%[2]d, 'live', %[2]d, %[2]d, 'staff', '7', 1, 'ad', '[{"user_id":"%[1]s"}]', '{"%[1]s":"ad"}', 'memo')`,
			`INSERT INTO sanctions (app, subject_kind, subject_id, action, module, user_id, place_id, label, starts_at, ends_at, case_id, decision_id, author, ended_at, bond)
VALUES ('live', 'user', '%[1]s', 'mute', 1, '%[1]s', '', 'ad', 1, 1, %[2]d, %[2]d, '7', 1, 'mute/1/%[1]s')`,
			`INSERT INTO evidence (app, evidence_key, channel_id, uid, user_id, item, from_at, received_at, case_id, n, copy_state) VALUES ('live', 'e%[2]d', 'c', '%[2]d', '%[1]s', '{"task_id":"%[1]s"}', 1, 1, %[2]d, 1, 'none')`,
			`INSERT INTO coin_accounts (app, account, balance) VALUES ('live', '%[1]s', 5)`,
			`INSERT INTO coin_entries (app, transfer_id, account, coins, balance) VALUES ('live', %[2]d, '%[1]s', 5, 5)`,
			`INSERT INTO coin_transfers (id, app, kind, payer, payee, coins, gift_id, gift_name, gift_price, gift_count, refund_of, house_bears, author, request_id, reason, at) VALUES (%[2]d, 'live', 'credit', '', '%[1]s', 5, 0, '', 0, 0, 0, 0, '7', '', 'to %[1]s', 1)`,
		} {
			p.run(fmt.Sprintf(statement, u, n))
		}
	}
}

// dump is every row of every table, by table.
func dump(p *planner, tables []string) map[string][]string {
	p.t.Helper()
	all := map[string][]string{}
	for _, table := range tables {
		all[table] = p.rowsOf(table)
	}
	return all
}

// rowsOf are a table's rows as text, in order.
func (p *planner) rowsOf(table string) (all []string) {
	rows, err := p.DB.QueryContext(context.Background(), "SELECT * FROM "+table)
	must(p.t, err)
	defer func() { must(p.t, rows.Close()) }()
	columns, err := rows.Columns()
	must(p.t, err)
	for rows.Next() {
		row, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		must(p.t, rows.Scan(into...))
		all = append(all, fmt.Sprintf("%s", row))
	}
	must(p.t, rows.Err())
	slices.Sort(all)
	return all
}

// After an erasure nothing of the user is in any table, and every row in which he
// was not is as it was.
func TestAnErasedUserIsNowhere(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		store, p := d.Open(t, sqlstore.Options{Now: at10}), newPlanner(t, d)
		tables := slices.Sorted(maps.Keys(textsOf(newPlanner(t, SQLite(t)))))
		people(p, "u10001", "u100012", "U10001", "7")
		before := dump(p, tables)
		s := &erasure.Service{Store: store, Now: at10}
		counted, remains, err := s.Count(context.Background(), "live", "u10001")
		must(t, err)
		same(t, before, dump(p, tables))
		e := erased(t, store, "u10001")
		same(t, erasure.Ended, e.State)
		same(t, erasure.Counts{}, remains)
		for table, number := range counted {
			if got := e.Counts[table]; got == 0 || got > number { // one that is dropped is not blanked too
				t.Errorf("%s: %d were counted, %d erased", table, number, got)
			}
		}
		after := dump(p, tables)
		for table, rows := range after {
			for _, row := range rows {
				if erasure.Named(row, "u10001") {
					t.Errorf("%s still has %s", table, row)
				}
			}
		}
		for table, rows := range before {
			for _, row := range rows {
				if !erasure.Named(row, "u10001") && !hisBy(row, 100) && !slices.Contains(after[table], row) {
					t.Errorf("%s had of others %s", table, row)
				}
			}
		}
		same(t, len(before["cases"]), len(after["cases"]))
		same(t, len(before["coin_entries"]), len(after["coin_entries"]))
		again := erased(t, store, "u10001")
		same(t, erasure.Counts{}, again.Counts)
	})
}

// hisBy tells whether a row is of the case with the number, in which he need not
// be named.
func hisBy(row string, number int) bool { return strings.Contains(row, fmt.Sprint(number)) }

// What has to stay yet stays, and goes when it is over; what came after the
// request is new.
func TestWhatIsNotOverIsErasedLater(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		store, p, ctx := d.Open(t, sqlstore.Options{Now: at10}), newPlanner(t, d), context.Background()
		people(p, "u10001")
		p.run("UPDATE cases SET state = 'open', decided_at = 0")
		p.run("UPDATE sanctions SET ended_at = 0")
		p.run("UPDATE outbox SET state = 'pending' WHERE id = 100")
		e := erased(t, store, "u10001")
		same(t, erasure.Resting, e.State)
		same(t, "u10001", e.User)
		same(t, erasure.Counts{"cases": 1, "case_users": 1, "decisions": 1, "sanctions": 1, "outbox": 1, "reports": 1}, e.Remains)
		same(t, 1, count(p, "sanctions WHERE user_id = 'u10001'"))
		p.run("UPDATE cases SET state = 'decided', decided_at = 1")
		p.run("UPDATE sanctions SET ended_at = 2")
		p.run("UPDATE outbox SET state = 'delivered'")
		p.run("INSERT INTO listed (list, app, user_id, added_by, added_at) VALUES ('risk', 'live', 'u10001', '7', " + fmt.Sprint(at(11).UnixMilli()) + ")")
		s := &erasure.Service{Store: store, Now: func() time.Time { return at(20) }}
		must(t, s.GoOn(ctx))
		e, err := store.FindErasure(ctx, e.ID)
		must(t, err)
		same(t, erasure.Ended, e.State)
		same(t, "", e.User)
		for _, table := range []string{"reports WHERE accused = 'u10001'", "sanctions WHERE user_id = 'u10001'", "outbox WHERE payload <> '{}'", "case_users WHERE user_id = 'u10001'", "evidence"} {
			same(t, 0, count(p, table))
		}
		same(t, 1, count(p, "listed WHERE user_id = 'u10001'"))
	})
}

func count(p *planner, of string) (number int) {
	p.t.Helper()
	must(p.t, p.DB.QueryRowContext(context.Background(), "SELECT COUNT(*) FROM "+of).Scan(&number))
	return number
}

// Broken off after any step, an erasure goes on and ends as if it had not been.
func TestAnErasureGoesOn(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		store, p := d.Open(t, sqlstore.Options{Now: at10}), newPlanner(t, d)
		people(p, "u10001", "u2")
		s := &erasure.Service{Store: &breaking{Store: store}, Now: at10}
		_, err := s.Erase(context.Background(), live, "u10001", "")
		for rounds := 0; err != nil; rounds++ {
			if rounds > 100 {
				t.Fatal("it does not go on")
			}
			err = s.GoOn(context.Background())
		}
		undone, err := store.UndoneErasures(context.Background())
		must(t, err)
		same(t, 0, len(undone))
		e, err := store.FindErasure(context.Background(), 1)
		must(t, err)
		same(t, erasure.Counts{
			"listed": 1, "lines": 2, "party_accounts": 1, "party_devices": 1, "party_calls": 1, "party_tickets": 1, "push_messages": 2, "push_inboxes": 1, "call_notices": 1,
			"call_steps": 1, "reporter_stats": 1, "report_keys": 1, "outbox": 2, "case_notes": 1, "sanctions": 1, "decisions": 1, "reports": 2, "cases": 1, "case_users": 1,
			"evidence": 1, "coin_accounts": 1, "coin_entries": 1, "coin_transfers": 1,
		}, e.Counts)
	})
}

// breaking breaks after every second table.
type breaking struct {
	erasure.Store
	tables int
}

func (b *breaking) EraseTable(ctx context.Context, e erasure.Erasure, t erasure.Table, dry bool) (int64, int64, error) {
	erased, remains, err := b.Store.EraseTable(ctx, e, t, dry)
	if b.tables++; b.tables%2 == 0 && err == nil {
		err = context.Canceled
	}
	return erased, remains, err
}
