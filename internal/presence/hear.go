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
	heard := r.share.heard
	for heard[node.ID] < node.Seq {
		folds, err := r.share.store.PresenceBetween(ctx, node.ID, heard[node.ID], node.Seq, hearFolds)
		if err != nil {
			return err
		}
		if len(folds) == 0 { // they were dropped meanwhile
			heard[node.ID] = node.Seq
		}
		for _, fold := range folds {
			heard[node.ID] = fold.Seq
			if err := decode(fold.Rows, func(told row) { r.room(told.app).hear(told, at) }); err != nil {
				return err
			}
		}
	}
	return nil
}

// hear takes what another node tells of a user into account.
func (r *room) hear(told row, at instant) {
	r.list.Lock()
	defer r.list.Unlock()
	s := r.shard(told.user)
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.members[told.user]
	switch {
	case m == nil && told.gone:
		s.gone[told.user] = max(told.last, s.gone[told.user])
	case m == nil:
		r.hearNew(s, told, at)
	case !told.gone:
		r.hearKnown(s, m, told, at)
	case told.last >= m.heard.last():
		here := !m.heard.remote() // and what was told of him from here has to be taken back
		m.heard.set(told.last, true)
		r.remove(s, m, here)
	}
}

// hearNew seats who is online elsewhere, unless he went since. The caller holds
// the list's lock and the shard's.
func (r *room) hearNew(s *shard, told row, at instant) {
	if last, went := s.gone[told.user]; went && last >= told.last || r.terms.Load().past(told.last, at.now) {
		return
	}
	r.seat(s, told.user, told.first, told.last)
}

// hearKnown joins what two nodes know of one user. Where he was offline in
// between, what is older counts no more. The caller holds the list's lock and
// the shard's.
func (r *room) hearKnown(s *shard, m *member, told row, at instant) {
	last := m.heard.last()
	if max(told.first, m.first)-min(told.last, last) >= r.terms.Load().offline {
		if told.last > last {
			r.remove(s, m, false)
			r.hearNew(s, told, at)
		}
		return
	}
	if told.last > last {
		m.heard.set(told.last, true)
	}
	if told.first < m.first {
		r.order.Delete(seat{m.first, m})
		m.first = told.first
		r.order.Set(seat{m.first, m})
	} else if told.first > m.first {
		r.tell(s, m) // so that the list is the same there
	}
}
