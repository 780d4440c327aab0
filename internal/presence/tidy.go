package presence

import "context"

// tidy throws away, once in a while, what everybody has heard: this node's own
// rows, which are of users who went long ago, and nodes that are no more.
func (r *Roster) tidy(ctx context.Context) error {
	s := r.share
	s.mu.Lock()
	defer s.mu.Unlock()
	now := r.millis()
	if now-s.marks[len(s.marks)-1].at < tidyEvery.Milliseconds() {
		return nil
	}
	keep := r.longest() + keepFor.Milliseconds()
	if err := s.dropNodes(ctx, now-keep); err != nil {
		return err
	}
	s.marks = append(s.marks, passed{at: now, seq: s.seq})
	old := 0
	for old+1 < len(s.marks) && s.marks[old+1].at <= now-keep {
		old++
	}
	s.marks = s.marks[old:]
	return s.store.DropPresence(ctx, s.node, s.marks[0].seq)
}

// longest is how long somebody can be online without a heartbeat, in
// milliseconds.
func (r *Roster) longest() int64 {
	longest := DefaultOffline.Milliseconds()
	for _, room := range *r.rooms.Load() {
		t := room.terms.Load()
		longest = max(longest, t.offline+t.slack)
	}
	return longest
}

// dropNodes drops those that have been silent for long.
func (s *share) dropNodes(ctx context.Context, before int64) error {
	nodes, err := s.store.PresenceNodes(ctx)
	if err != nil {
		return err
	}
	for _, node := range nodes {
		if node.ID == s.node || node.At.UnixMilli() > before {
			continue
		}
		if err := s.store.DropPresenceNode(ctx, node.ID); err != nil {
			return err
		}
	}
	return nil
}
