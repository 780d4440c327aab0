package model

import (
	"fmt"
	"maps"
	"slices"
)

// differences are what was found, in words.
type differences []string

func (d *differences) add(format string, args ...any) {
	*d = append(*d, fmt.Sprintf(format, args...))
}

// reports: what was acknowledged is stored, once, and led to a case.
func (d *differences) reports(e Evidence) {
	sent := map[string]bool{}
	for _, r := range e.History.Reports {
		sent[r.Message] = true
		rows := e.Stored.Reports[r.Message]
		switch {
		case len(rows) == 0 && r.Acked:
			d.add("report %s was acknowledged and is not stored", r.Message)
		case len(rows) > 1:
			d.add("report %s is stored %d times", r.Message, len(rows))
		case len(rows) == 1 && e.Stored.Cases[rows[0]].State == "":
			d.add("report %s has no case", r.Message)
		}
	}
	for message := range e.Stored.Reports {
		if !sent[message] {
			d.add("report %s is stored and nobody sent it", message)
		}
	}
}

// Lost is what was acknowledged and is not stored. It may be asked at any time,
// of a history that is older than what is stored.
func Lost(h History, s Stored) []string {
	var d differences
	for _, r := range h.Reports {
		if r.Acked && len(s.Reports[r.Message]) == 0 {
			d.add("report %s was acknowledged and is lost", r.Message)
		}
	}
	for _, a := range h.Audits {
		if _, stored := s.Lines[a.DataID]; !stored {
			d.add("live message %s was answered and is lost", a.DataID)
		}
	}
	kept := map[int64]bool{}
	for _, t := range s.Transfers {
		kept[t.ID] = true
	}
	for _, m := range h.Moves {
		if m.ID != 0 && !kept[m.ID] {
			d.add("coins of request %s were acknowledged and are lost", m.Request)
		}
	}
	for _, r := range h.Rulings {
		if r.Outcome == Acked && len(decisionsOf(s.Cases[r.Case], r)) == 0 {
			d.add("the decision of %s on case %d was acknowledged and is lost", r.By, r.Case)
		}
	}
	return d
}

// audits: what was answered is stored, and has a case where a person looks; the
// app's server hears one verdict on it.
func (d *differences) audits(e Evidence) {
	verdicts := map[string]string{}
	for _, c := range e.Received {
		if c.Kind != "verdict" {
			continue
		}
		if before, told := verdicts[c.Data]; told && before != c.What {
			d.add("of live message %s two different verdicts were told: %s, %s", c.Data, before, c.What)
		}
		verdicts[c.Data] = c.What
	}
	for _, a := range e.History.Audits {
		id, stored := e.Stored.Lines[a.DataID]
		switch {
		case !stored:
			d.add("live message %s was answered and is not stored", a.DataID)
		case a.Person && e.Stored.Cases[id].State == "":
			d.add("live message %s waits for a person and has no case", a.DataID)
		case a.Person && verdicts[a.DataID] == "":
			d.add("of live message %s no verdict was told", a.DataID)
		}
	}
}

// coins: what was acknowledged is stored under its number, no request twice, and
// balances are what the transfers make them.
func (d *differences) coins(e Evidence) {
	byRequest, sums := map[string]Transfer{}, map[string]int64{}
	for _, t := range e.Stored.Transfers {
		if _, twice := byRequest[t.Request]; twice {
			d.add("request %s moved coins twice", t.Request)
		}
		byRequest[t.Request] = t
		sums[t.Payer] -= t.Coins
		sums[t.Payee] += t.Coins
	}
	for _, m := range e.History.Moves {
		t, stored := byRequest[m.Request]
		delete(byRequest, m.Request)
		switch {
		case !stored && m.ID != 0:
			d.add("coins of request %s were acknowledged and are not stored", m.Request)
		case stored && (t.Payer != m.Payer || t.Payee != m.Payee || t.Coins != m.Coins || m.ID != 0 && m.ID != t.ID):
			d.add("request %s asked for %+v and is stored as %+v", m.Request, m, t)
		}
	}
	for request := range byRequest {
		d.add("coins of request %s moved and nobody asked for it", request)
	}
	d.balances(e, sums)
}

// balances: every account has what its transfers sum up to.
func (d *differences) balances(e Evidence, sums map[string]int64) {
	for account, balance := range e.Stored.Balances {
		if balance != sums[account] {
			d.add("account %q has %d coins, its transfers make %d", account, balance, sums[account])
		}
		delete(sums, account)
	}
	for account, sum := range sums {
		if sum != 0 {
			d.add("account %q is missing, its transfers make %d", account, sum)
		}
	}
}

// grants: no case is given to one while another's lease runs, and none that is
// decided.
func (d *differences) grants(e Evidence) {
	byCase := map[int64][]Grant{}
	for _, g := range e.History.Grants {
		byCase[g.Case] = append(byCase[g.Case], g)
	}
	ended := map[int64][]Ruling{}
	for _, r := range e.History.Rulings {
		ended[r.Case] = append(ended[r.Case], r)
	}
	for id, grants := range byCase {
		for _, held := range grants {
			for _, other := range grants {
				if other.By == held.By || !held.Real.before(other.Real) || gaveUp(ended[id], held.By, other) {
					continue
				}
				if other.Told.Answered.Add(e.Slack).Before(held.Told.Asked.Add(e.Lease)) {
					d.add("case %d was given to %s while %s held it", id, other.By, held.By)
				}
			}
		}
		for _, r := range ended[id] {
			for _, g := range grants {
				if r.Outcome == Acked && r.Undo == Kept && r.Real.before(g.Real) {
					d.add("case %d was given to %s after %s had decided it", id, g.By, r.By)
				}
			}
		}
	}
}

// gaveUp reports whether somebody may have decided the case before another was
// given it.
func gaveUp(rulings []Ruling, by string, other Grant) bool {
	return slices.ContainsFunc(rulings, func(r Ruling) bool { return r.By == by && r.Real.Asked.Before(other.Real.Answered) })
}

// left: nothing is under way any more.
func (d *differences) left(e Evidence) {
	for _, what := range slices.Sorted(maps.Keys(e.Stored.Left)) {
		if n := e.Stored.Left[what]; n != 0 {
			d.add("%d %s are left", n, what)
		}
	}
}
