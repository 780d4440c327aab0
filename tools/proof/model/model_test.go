package model

import (
	"slices"
	"strings"
	"testing"
	"time"
)

var begin = time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)

func span(from, to int) Span {
	return Span{begin.Add(time.Duration(from) * time.Second), begin.Add(time.Duration(to) * time.Second)}
}

// good is a small evening in which all went well: two cases about one user
// decided one after the other, a third taken back and decided anew, a live
// message, coins.
func good() Evidence {
	mute := func(id, hours int64, key string) Call {
		return Call{Key: key, Kind: "mute", What: key, Case: id, User: "u1", Effect: Effect{hours}}
	}
	return Evidence{
		Lease: time.Minute, Slack: time.Second,
		History: History{
			Reports: []Report{{"m1", true}, {"m2", true}, {"m3", true}, {"m4", false}},
			Audits:  []Audit{{"d1", true}, {"d2", false}},
			Moves: []Move{
				{Request: "c1", Payee: "a", Coins: 20, ID: 1}, {Request: "r1", Payer: "a", Payee: "pot", Coins: 9, ID: 2}, {Request: "r2", Payer: "a", Payee: "pot", Coins: 9},
			},
			Grants: []Grant{
				{1, "r1", span(0, 1), span(0, 1)}, {2, "r2", span(0, 1), span(0, 1)}, {3, "r3", span(0, 1), span(0, 1)},
				{3, "r1", span(10, 11), span(70, 71)}, {4, "r2", span(10, 11), span(10, 11)},
			},
			Rulings: []Ruling{
				{Case: 1, By: "r1", User: "u1", Effect: Effect{24}, Real: span(1, 2), Outcome: Acked},
				{Case: 2, By: "r2", User: "u1", Effect: Effect{48}, Real: span(3, 4), Outcome: Acked},
				{Case: 3, By: "r3", User: "u3", Effect: Effect{72}, Real: span(2, 3), Outcome: Acked, Window: true, Undo: Undone},
				{Case: 3, By: "r1", User: "u3", Real: span(12, 13), Outcome: Unknown},
				{Case: 4, By: "r2", User: "w", Real: span(12, 13), Outcome: Acked},
			},
		},
		Stored: Stored{
			Reports:   map[string][]int64{"m1": {1}, "m2": {2}, "m3": {3}},
			Lines:     map[string]int64{"d1": 4, "d2": 0, "d3": 0},
			Transfers: []Transfer{{1, "c1", "", "a", 20}, {2, "r1", "a", "pot", 9}},
			Balances:  map[string]int64{"": -20, "a": 11, "pot": 9},
			Cases: map[int64]Case{
				1: {"decided", []Decision{{11, "r1", Effect{24}, false}}}, 2: {"decided", []Decision{{12, "r2", Effect{48}, false}}},
				3: {"decided", []Decision{{13, "r3", Effect{72}, true}, {14, "r1", Effect{}, false}}}, 4: {"decided", []Decision{{15, "r2", Effect{}, false}}},
			},
			Events: []Event{
				{"k1", "user:u1", "uplus", "delivered", 1, 11}, {"k2", "user:u1", "uplus", "delivered", 2, 12},
				{"k3", "user:u3", "uplus", "cancelled", 3, 13}, {"k4", "case:3", "uplus", "delivered", 3, 14}, {"k5", "line:d1", "yunjing", "delivered", 4, 15},
			},
			Left: map[string]int64{"lanes": 0},
		},
		Received: []Call{
			mute(1, 24, "k1"), mute(1, 24, "k1"), mute(2, 48, "k2"), mute(1, 24, "k1"),
			{Key: "k4", Kind: "pass", What: "k4", Case: 3}, {Key: "k5", Kind: "verdict", What: "k5", Data: "d1"},
		},
	}
}

func TestAGoodEveningHasNoDifferences(t *testing.T) {
	t.Parallel()
	if found := Check(good()); len(found) > 0 {
		t.Errorf("%q", found)
	}
}

// TestADoctoredEveningIsSeen spoils one account at a time.
func TestADoctoredEveningIsSeen(t *testing.T) {
	t.Parallel()
	for want, doctor := range map[string]func(e *Evidence){
		"report m1 was acknowledged and is not stored":   func(e *Evidence) { delete(e.Stored.Reports, "m1") },
		"report m2 is stored 2 times":                    func(e *Evidence) { e.Stored.Reports["m2"] = []int64{2, 3} },
		"report m3 has no case":                          func(e *Evidence) { e.Stored.Reports["m3"] = []int64{9} },
		"report mx is stored and nobody sent it":         func(e *Evidence) { e.Stored.Reports["mx"] = []int64{1} },
		"live message d2 was answered and is not stored": func(e *Evidence) { delete(e.Stored.Lines, "d2") },
		"live message d1 waits for a person":             func(e *Evidence) { e.Stored.Lines["d1"] = 0 },
		"of live message d1 no verdict was told":         func(e *Evidence) { e.Received = e.Received[:5] },
		"of live message d1 two different verdicts": func(e *Evidence) {
			e.Received = append(e.Received, Call{Key: "k5", Kind: "verdict", What: "other", Data: "d1"})
		},
		"coins of request r1 were acknowledged and are not": func(e *Evidence) { e.Stored.Transfers = e.Stored.Transfers[:1] },
		"request r1 moved coins twice": func(e *Evidence) {
			e.Stored.Transfers = append(e.Stored.Transfers, Transfer{3, "r1", "a", "pot", 9})
		},
		"request r1 asked for":                                     func(e *Evidence) { e.Stored.Transfers[1].ID = 7 },
		"moved and nobody asked":                                   func(e *Evidence) { e.History.Moves = e.History.Moves[:1] },
		`account "a" has 12 coins`:                                 func(e *Evidence) { e.Stored.Balances["a"] = 12 },
		`account "pot" is missing`:                                 func(e *Evidence) { delete(e.Stored.Balances, "pot") },
		"case 1 was given to r2 while r1 held it":                  func(e *Evidence) { e.give(1, "r2", span(0, 1), 0, span(5, 6), 5) },
		"case 1 was given to r3 after r1 had decided":              func(e *Evidence) { e.give(1, "r3", span(9, 10), 90, span(9, 10), 90) },
		"case 1 is open and has 0 decisions":                       func(e *Evidence) { e.Stored.Cases[1] = Case{State: "open"} },
		"case 2 is decided and has 2 decisions":                    func(e *Evidence) { e.decide(2, Decision{19, "r1", Effect{}, false}) },
		"the decision of r1 on case 1 was acknowledged and is not": func(e *Evidence) { e.Stored.Cases[1].Decisions[0].By = "r5" },
		"the undoing of r3's decision on case 3":                   func(e *Evidence) { e.Stored.Cases[3].Decisions[0].Undone = false },
		"the decision of r1 on case 1 was acknowledged and does not stand": func(e *Evidence) {
			e.Stored.Cases[1].Decisions[0].Undone = true
		},
		"case 2 was decided by r2 and by r4": func(e *Evidence) {
			e.History.Rulings = append(e.History.Rulings, Ruling{Case: 2, By: "r4", Outcome: Acked})
		},
		"key k1 arrived with two contents":            func(e *Evidence) { e.Received[3].What = "other" },
		"key k2 of case 2 is delivered and never":     func(e *Evidence) { e.Received = slices.Delete(e.Received, 2, 3) },
		"key kx arrived and was never sent":           func(e *Evidence) { e.Received = append(e.Received, Call{Key: "kx"}) },
		"key k3 of case 3 was taken back and arrived": func(e *Evidence) { e.Received = append(e.Received, Call{Key: "k3"}) },
		"key k2 arrived as":                           func(e *Evidence) { e.Received[2].Hours = 1 },
		"of case 1 2 calls left":                      func(e *Evidence) { e.Stored.Events[1].Case = 1 },
		"of case 2 no call left":                      func(e *Evidence) { e.Stored.Events[1].State = "cancelled" },
		"in lane user:u1 the call of case 2 overtook": func(e *Evidence) {
			e.Received[0], e.Received[2] = e.Received[2], e.Received[0]
			e.Received[1] = e.Received[0]
		},
		"user u1 was muted by case 2 before case 1": func(e *Evidence) { slices.Reverse(e.Received); e.Received = append(e.Received[3:4:4], e.Received...) },
		"3 lanes are left":                          func(e *Evidence) { e.Stored.Left["lanes"] = 3 },
	} {
		e := good()
		doctor(&e)
		if found := Check(e); !slices.ContainsFunc(found, func(each string) bool { return strings.Contains(each, want) }) {
			t.Errorf("%q is not among %q", want, found)
		}
	}
}

// give has a case given to two in turn, each with when it was by the servers'
// clock.
func (e *Evidence) give(id int64, second string, first Span, firstTold int, then Span, thenTold int) {
	e.History.Rulings = slices.DeleteFunc(e.History.Rulings, func(r Ruling) bool { return r.Case == id && !r.Real.before(then) })
	e.History.Grants = []Grant{
		{id, "r1", first, span(firstTold, firstTold+1)}, {id, second, then, span(thenTold, thenTold+1)},
	}
	if second == "r2" { // nobody has decided yet
		e.History.Rulings = nil
	}
}

func (e *Evidence) decide(id int64, another Decision) {
	c := e.Stored.Cases[id]
	c.Decisions = append(c.Decisions, another)
	e.Stored.Cases[id] = c
}

func TestWhatIsLostIsSeenAtAnyTime(t *testing.T) {
	t.Parallel()
	e := good()
	if lost := Lost(e.History, e.Stored); len(lost) > 0 {
		t.Errorf("%q", lost)
	}
	if lost := Lost(e.History, Stored{}); len(lost) != 3+2+2+4 {
		t.Errorf("of an empty store are lost %q", lost)
	}
}
