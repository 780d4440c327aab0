package model

import (
	"maps"
	"slices"
)

// rulings: every case has one decision that stands, and it is the one that was
// acknowledged.
func (d *differences) rulings(e Evidence) {
	for _, id := range slices.Sorted(maps.Keys(e.Stored.Cases)) {
		c := e.Stored.Cases[id]
		standing := slices.DeleteFunc(slices.Clone(c.Decisions), func(each Decision) bool { return each.Undone })
		if c.State != "decided" || len(standing) != 1 {
			d.add("case %d is %s and has %d decisions that stand", id, c.State, len(standing))
		}
	}
	acked := map[int64]string{}
	for _, r := range e.History.Rulings {
		if r.Outcome != Acked {
			continue
		}
		found := decisionsOf(e.Stored.Cases[r.Case], r)
		switch {
		case len(found) == 0:
			d.add("the decision of %s on case %d was acknowledged and is not stored", r.By, r.Case)
		case r.Undo == Undone && !slices.ContainsFunc(found, func(each Decision) bool { return each.Undone }):
			d.add("the undoing of %s's decision on case %d was acknowledged and is not stored", r.By, r.Case)
		case r.Undo == Kept && !slices.ContainsFunc(found, func(each Decision) bool { return !each.Undone }):
			d.add("the decision of %s on case %d was acknowledged and does not stand", r.By, r.Case)
		}
		if r.Undo == Kept {
			if other, twice := acked[r.Case]; twice {
				d.add("case %d was decided by %s and by %s, and both were acknowledged", r.Case, other, r.By)
			}
			acked[r.Case] = r.By
		}
	}
}

func decisionsOf(c Case, r Ruling) (found []Decision) {
	for _, each := range c.Decisions {
		if each.By == r.By && each.Effect == r.Effect {
			found = append(found, each)
		}
	}
	return found
}

// deliveries: every event arrived, under one key with one content, nothing
// arrived that is no event, and what arrived is what was decided.
func (d *differences) deliveries(e Evidence) {
	said := map[string]Call{}
	for _, c := range e.Received {
		if before, again := said[c.Key]; again && before.What != c.What {
			d.add("key %s arrived with two contents: %s, %s", c.Key, before.What, c.What)
		}
		said[c.Key] = c
	}
	standing, calls := standingDecisions(e.Stored), map[int64]int{}
	for _, event := range e.Stored.Events {
		if event.Channel != "uplus" && event.Channel != "yunjing" {
			continue
		}
		call, arrived := said[event.Key]
		delete(said, event.Key)
		d.delivery(event, call, arrived, standing[event.Case])
		if arrived && event.Channel == "uplus" && event.State != "cancelled" {
			calls[event.Case]++
		}
	}
	for key, c := range said {
		d.add("key %s arrived and was never sent: %s", key, c.What)
	}
	d.calls(e, standing, calls)
}

// delivery holds an event against the call that it became.
func (d *differences) delivery(event Event, call Call, arrived bool, decided Decision) {
	switch {
	case event.State == "cancelled" && arrived:
		d.add("key %s of case %d was taken back and arrived", event.Key, event.Case)
	case event.State == "cancelled":
	case !arrived:
		d.add("key %s of case %d is %s and never arrived", event.Key, event.Case, event.State)
	case event.Channel == "uplus" && (call.Case != event.Case || call.Effect != decided.Effect || event.Decision != decided.ID):
		d.add("key %s arrived as %s, decided on case %d is %+v", event.Key, call.What, event.Case, decided)
	}
}

// calls: of each decided case one call left, where anybody is to hear of it.
func (d *differences) calls(e Evidence, standing map[int64]Decision, calls map[int64]int) {
	for id, n := range calls {
		if n != 1 {
			d.add("of case %d %d calls left", id, n)
		}
	}
	reported := map[int64]bool{} // by people, who hear of it
	for _, rows := range e.Stored.Reports {
		for _, id := range rows {
			reported[id] = true
		}
	}
	for id, decided := range standing {
		if calls[id] == 0 && (reported[id] || decided.Effect.Hours != 0) {
			d.add("of case %d no call left", id)
		}
	}
}

func standingDecisions(s Stored) map[int64]Decision {
	standing := map[int64]Decision{}
	for id, c := range s.Cases {
		for _, each := range c.Decisions {
			if !each.Undone {
				standing[id] = each
			}
		}
	}
	return standing
}

// order: the calls of a lane first arrived as they were written, and a mute that
// was acknowledged before another of the same user was asked for arrived before
// it.
func (d *differences) order(e Evidence) {
	first, ofCase := map[string]int{}, map[int64]int{}
	for i, c := range e.Received {
		if _, again := first[c.Key]; !again {
			first[c.Key] = i
			if c.Kind == "mute" {
				ofCase[c.Case] = i
			}
		}
	}
	last := map[string]Event{}
	for _, event := range e.Stored.Events {
		at, arrived := first[event.Key]
		if !arrived {
			continue
		}
		if before, known := last[event.Lane]; known && first[before.Key] > at {
			d.add("in lane %s the call of case %d overtook that of case %d", event.Lane, event.Case, before.Case)
		}
		last[event.Lane] = event
	}
	d.realTime(e.History, ofCase)
}

func (d *differences) realTime(h History, arrival map[int64]int) {
	byUser := map[string][]Ruling{}
	for _, r := range h.Rulings {
		if _, arrived := arrival[r.Case]; arrived && r.Outcome == Acked && !r.Window && r.Effect.Hours != 0 {
			byUser[r.User] = append(byUser[r.User], r)
		}
	}
	for user, rulings := range byUser {
		for _, early := range rulings {
			for _, late := range rulings {
				if early.Real.before(late.Real) && arrival[early.Case] > arrival[late.Case] {
					d.add("user %s was muted by case %d before case %d, which was decided first", user, late.Case, early.Case)
				}
			}
		}
	}
}
