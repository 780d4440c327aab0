//go:build linux

package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/xiezhi/xiezhi/tools/proof/model"
)

// reader reads a store. It keeps its first error, after which it reads nothing.
type reader struct {
	db  *sql.DB
	ctx context.Context //nolint:containedctx // it lives for one reading
	err error
}

// rows calls each with the values of every row, as text; no value is null.
func (r *reader) rows(query string, each func(scan func(into ...any))) {
	if r.err != nil {
		return
	}
	rows, err := r.db.QueryContext(r.ctx, query)
	if err != nil {
		r.err = fmt.Errorf("%s: %w", query, err)
		return
	}
	defer rows.Close()
	for rows.Next() && r.err == nil {
		each(func(into ...any) {
			if err := rows.Scan(into...); err != nil {
				r.err = fmt.Errorf("%s: %w", query, err)
			}
		})
	}
	if err := rows.Err(); err != nil && r.err == nil {
		r.err = err
	}
}

func (r *reader) count(query string) (n int64) {
	r.rows(query, func(scan func(...any)) { scan(&n) })
	return n
}

// readStored reads what the model asks for.
func readStored(ctx context.Context, db *sql.DB) (model.Stored, error) {
	r := &reader{db: db, ctx: ctx}
	s := model.Stored{
		Reports: map[string][]int64{}, Lines: map[string]int64{}, Balances: map[string]int64{}, Cases: map[int64]model.Case{}, Left: r.left(),
	}
	r.rows("SELECT messages, case_id FROM reports WHERE entrance = 11", func(scan func(...any)) {
		var raw string
		var id int64
		scan(&raw, &id)
		var messages []struct{ ID string }
		if err := json.Unmarshal([]byte(raw), &messages); err != nil || len(messages) != 1 {
			r.err = fmt.Errorf("the messages of case %d are %s: %w", id, raw, err)
			return
		}
		s.Reports[messages[0].ID] = append(s.Reports[messages[0].ID], id)
	})
	r.rows("SELECT data_id, case_id FROM lines", func(scan func(...any)) {
		var data string
		var id int64
		scan(&data, &id)
		s.Lines[data] = id
	})
	r.coins(&s)
	r.cases(&s)
	r.rows("SELECT event_key, lane, channel, state, case_id, decision_id FROM outbox ORDER BY id", func(scan func(...any)) {
		var e model.Event
		scan(&e.Key, &e.Lane, &e.Channel, &e.State, &e.Case, &e.Decision)
		s.Events = append(s.Events, e)
	})
	return s, r.err
}

func (r *reader) coins(s *model.Stored) {
	r.rows("SELECT id, request_id, payer, payee, coins FROM coin_transfers ORDER BY id", func(scan func(...any)) {
		var t model.Transfer
		scan(&t.ID, &t.Request, &t.Payer, &t.Payee, &t.Coins)
		s.Transfers = append(s.Transfers, t)
	})
	r.rows("SELECT account, balance FROM coin_accounts", func(scan func(...any)) {
		var account string
		var balance int64
		scan(&account, &balance)
		s.Balances[account] = balance
	})
}

func (r *reader) cases(s *model.Stored) {
	r.rows("SELECT id, state FROM cases", func(scan func(...any)) {
		var id int64
		var c model.Case
		scan(&id, &c.State)
		s.Cases[id] = c
	})
	undone := map[int64]bool{}
	r.rows("SELECT decision_id FROM decision_undos", func(scan func(...any)) {
		var id int64
		scan(&id)
		undone[id] = true
	})
	r.rows(`SELECT d.id, d.case_id, COALESCE(a.username, d.author_id), d.actions FROM decisions d
		LEFT JOIN accounts a ON CAST(a.id AS TEXT) = d.author_id AND d.author_kind = 'staff' ORDER BY d.id`, func(scan func(...any)) {
		var d model.Decision
		var id int64
		var raw string
		scan(&d.ID, &id, &d.By, &raw)
		var actions []struct{ Hours int64 }
		if err := json.Unmarshal([]byte(raw), &actions); err != nil && raw != "" {
			r.err = fmt.Errorf("the actions of decision %d are %s: %w", d.ID, raw, err)
		}
		for _, each := range actions {
			d.Effect.Hours += each.Hours
		}
		d.Undone = undone[d.ID]
		c := s.Cases[id]
		c.Decisions = append(c.Decisions, d)
		s.Cases[id] = c
	})
}

// left counts what must come to nothing.
func (r *reader) left() map[string]int64 {
	left := map[string]int64{}
	for what, query := range map[string]string{
		"leases of cases":              "SELECT COUNT(*) FROM cases WHERE state = 'leased' OR holder <> 0 AND state <> 'decided'",
		"lanes":                        "SELECT COUNT(*) FROM lanes",
		"pending events":               "SELECT COUNT(*) FROM outbox WHERE state = 'pending'",
		"dead letters":                 "SELECT COUNT(*) FROM outbox WHERE state = 'dead'",
		"checks of pictures":           "SELECT COUNT(*) FROM picture_checks",
		"notices of calls":             "SELECT COUNT(*) FROM call_notices",
		"audit entries without a link": "SELECT COUNT(*) FROM audit_pending",
	} {
		left[what] = r.count(query)
	}
	return left
}
