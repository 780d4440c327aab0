package presence

import (
	"context"
	"maps"
	"slices"
)

// Tell tells the other nodes what happened here.
func (r *Roster) Tell(ctx context.Context) error {
	s, now := r.share, r.millis()
	s.mu.Lock()
	defer s.mu.Unlock()
	r.gather(now)
	for rows := range slices.Chunk(slices.Collect(maps.Values(s.waiting)), foldRows) {
		s.seq++ // where it cannot be known whether a fold was kept, the next one has its rows again
		fold := Fold{Node: s.node, Seq: s.seq, At: moment(now), Rows: encode(rows)}
		if err := s.store.KeepPresence(ctx, fold); err != nil {
			return err
		}
		for _, told := range rows {
			delete(s.waiting, told.person)
		}
	}
	return nil
}

// gather adds what happened in the rooms to what waits to be told, and forgets
// what would be of no use to anybody any more.
func (r *Roster) gather(now int64) {
	s := r.share
	s.turn++
	for _, room := range *r.rooms.Load() {
		for i := range room.shards {
			for _, told := range room.shards[i].collect(room, now, (i+s.turn)%wholeEvery == 0) {
				s.waiting[told.person] = told
			}
		}
	}
	maps.DeleteFunc(s.waiting, func(who person, told row) bool { return r.room(who.app).terms.Load().past(told.last, now) })
}

// collect takes what the other nodes are to be told – of everybody who is heard
// here, if whole says so – and forgets whose going is long past.
func (s *shard) collect(r *room, now int64, whole bool) []row {
	s.mu.Lock()
	defer s.mu.Unlock()
	if whole {
		for _, m := range s.members {
			if !m.heard.remote() {
				r.tell(s, m)
			}
		}
	}
	rows := make([]row, len(s.telling))
	for i, m := range s.telling {
		rows[i] = r.rowOf(m)
		m.state.told = false
	}
	clear(s.telling)
	s.telling = s.telling[:0]
	t := r.terms.Load()
	maps.DeleteFunc(s.gone, func(_ string, last int64) bool { return t.past(last, now) })
	return rows
}
