package presence

import (
	"context"
	"maps"
	"slices"
)

// Hear hears what the other nodes tell.
func (r *Roster) Hear(ctx context.Context) error {
	s := r.share
	s.mu.Lock()
	defer s.mu.Unlock()
	at := r.instant()
	nodes, err := s.store.PresenceNodes(ctx)
	if err != nil {
		return err
	}
	for _, node := range nodes {
		if node.ID == s.node {
			continue
		}
		if err := r.hearNode(ctx, node, at); err != nil {
			return err
		}
	}
	maps.DeleteFunc(s.heard, func(id, _ int64) bool {
		return !slices.ContainsFunc(nodes, func(n Node) bool { return n.ID == id })
	})
	s.listened.Store(at.now)
	return nil
}

func (r *Roster) hearNode(ctx context.Context, node Node, at instant) error {
	s := r.share
	for after := s.heard[node.ID]; after < node.Seq; s.heard[node.ID] = after {
		rows, err := s.store.PresenceBetween(ctx, node.ID, after, node.Seq, hearRows)
		if err != nil {
			return err
		}
		rows, after = whole(rows, node.Seq)
		for _, row := range rows {
			r.room(row.App).hear(row.Row, at)
		}
	}
	return nil
}

// whole leaves away the last fold where the rows may end in the midst of it, and
// tells which is the last that is left. No fold is as long as what is read at a
// time.
func whole(rows []Told, upTo int64) ([]Told, int64) {
	if len(rows) < hearRows {
		return rows, upTo
	}
	cut := rows[len(rows)-1].Seq
	end := slices.IndexFunc(rows, func(t Told) bool { return t.Seq == cut })
	return rows[:end], cut - 1
}

// hear takes what another node tells of a user into account.
func (r *room) hear(row Row, at instant) {
	r.list.Lock()
	defer r.list.Unlock()
	s := r.shard(row.User)
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.members[row.User]
	switch {
	case row.Gone && m != nil && row.LastAt >= m.heard.last():
		m.heard.set(row.LastAt, true)
		r.remove(s, m, false)
	case row.Gone:
	case m == nil:
		r.hearNew(s, row, at)
	default:
		r.hearKnown(s, m, row, at)
	}
}

// hearNew seats who is online elsewhere, unless he went since. The caller holds
// the list's lock and the shard's.
func (r *room) hearNew(s *shard, row Row, at instant) {
	if last, went := s.gone[row.User]; went && last >= row.LastAt || r.terms.Load().past(row.LastAt, at.now) {
		return
	}
	r.seat(s, row.User, row.FirstAt, row.LastAt)
}

// hearKnown joins what two nodes know of one user. Where he was offline in
// between, what is older counts no more. The caller holds the list's lock and
// the shard's.
func (r *room) hearKnown(s *shard, m *member, row Row, at instant) {
	last := m.heard.last()
	if max(row.FirstAt, m.first)-min(row.LastAt, last) >= r.terms.Load().offline {
		if row.LastAt > last {
			r.remove(s, m, false)
			r.hearNew(s, row, at)
		}
		return
	}
	if row.LastAt > last {
		m.heard.set(row.LastAt, true)
	}
	if row.FirstAt < m.first {
		r.order.Delete(seat{m.first, m})
		m.first = row.FirstAt
		r.order.Set(seat{m.first, m})
	} else if row.FirstAt > m.first {
		r.tell(s, m) // so that the list is the same there
	}
}
