package presence

import (
	"hash/maphash"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/tidwall/btree"
)

// shardCount is into how many parts a room's users are divided, each with a
// lock of its own: heartbeats hardly wait for each other.
const shardCount = 64

var seed = maphash.MakeSeed()

// room is who is online in one app. Whoever takes a shard's lock as well as the
// list's takes the list's first.
type room struct {
	app   string
	terms atomic.Pointer[terms]
	news  *news

	list  sync.RWMutex
	order *btree.BTreeG[seat]
	wheel wheel

	flash  *flash
	shares bool // there are other nodes
	shards [shardCount]shard
}

// shard holds some of a room's users, and what the other nodes are to be told
// of them.
type shard struct {
	mu      sync.Mutex
	members map[string]*member
	telling []*member        // each once; several of one user in the order of their times
	gone    map[string]int64 // when whoever went lately was last heard; nil where there are no other nodes
}

// seat is a member in the list. What it is ordered by is mostly in it.
type seat struct {
	first int64
	*member
}

func (s seat) before(other seat) bool {
	if s.first != other.first {
		return s.first < other.first
	}
	return s.user < other.user
}

func newRoom(app string, t terms, now int64, n *news, shares bool) *room {
	r := &room{
		app: app, news: n, shares: shares, wheel: newWheel(now, t.offline+t.slack),
		order: btree.NewBTreeGOptions(seat.before, btree.Options{NoLocks: true}),
	}
	r.terms.Store(&t)
	for i := range r.shards {
		r.shards[i].members = map[string]*member{}
		if shares {
			r.shards[i].gone = map[string]int64{}
		}
	}
	return r
}

func (r *room) shard(user string) *shard { return &r.shards[maphash.String(seed, user)%shardCount] }

// touch notes the heartbeat of a user who is online already.
func (r *room) touch(user string, at instant) (Entry, bool) {
	s := r.shard(user)
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.members[user]
	if m == nil || !r.online(m, at) {
		return Entry{}, false
	}
	r.note(s, m, at)
	return m.entry(), true
}

// note notes a heartbeat. The caller holds the shard's lock.
func (r *room) note(s *shard, m *member, at instant) {
	m.heard.set(max(at.now, m.heard.last()), false)
	r.tell(s, m)
}

func (r *room) online(m *member, at instant) bool { return r.terms.Load().online(&m.heard, at) }

// tell has the other nodes told of m. The caller holds the shard's lock.
func (r *room) tell(s *shard, m *member) {
	if r.shares && !m.state.told {
		m.state.told = true
		s.telling = append(s.telling, m)
	}
}

// rowOf is what the other nodes are told of m. The caller holds the shard's lock.
func (r *room) rowOf(m *member) row {
	return row{person{r.app, m.user}, m.first, m.heard.last(), m.state.gone}
}

// find is the user's entry, if he is online.
func (r *room) find(user string, at instant) (Entry, bool) {
	s := r.shard(user)
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.members[user]; m != nil && r.online(m, at) {
		return m.entry(), true
	}
	return Entry{}, false
}

// arrive notes the heartbeat of a user who was offline, unless he has come
// meanwhile.
func (r *room) arrive(user string, at instant) Entry {
	r.list.Lock()
	defer r.list.Unlock()
	s := r.shard(user)
	s.mu.Lock()
	defer s.mu.Unlock()
	m := r.current(s, user, at)
	if m == nil {
		m = r.seat(s, user, at.now, at.now)
		r.flash.add(r, m)
	}
	r.note(s, m, at)
	return m.entry()
}

// current is the user's entry, or nil where he is offline: what is left of him
// then is taken out. The caller holds the list's lock and the shard's.
func (r *room) current(s *shard, user string, at instant) *member {
	m := s.members[user]
	if m != nil && !r.online(m, at) {
		r.remove(s, m, !m.heard.remote())
		return nil
	}
	return m
}

// seat puts in a user who is not in the room; as yet another node has heard
// him. The caller holds the list's lock and the shard's.
func (r *room) seat(s *shard, user string, first, last int64) *member {
	m := &member{user: strings.Clone(user), first: first} // not all of the request that it came in
	m.heard.set(last, true)
	r.order.Set(seat{first, m})
	r.wheel.put(m, last+r.terms.Load().offline)
	s.members[m.user] = m
	delete(s.gone, user)
	r.news.add(Change{Entry: m.entry(), App: r.app, Online: true})
	return m
}

// remove takes m out of the room, and has the other nodes told if tell says so.
// The caller holds the list's lock and the shard's.
func (r *room) remove(s *shard, m *member, tell bool) {
	r.order.Delete(seat{m.first, m})
	r.wheel.take(m)
	delete(s.members, m.user)
	m.state.gone = true
	if r.shares {
		s.gone[m.user] = m.heard.last()
	}
	if tell {
		r.tell(s, m)
		r.flash.add(r, m)
	}
	r.news.add(Change{Entry: m.entry(), App: r.app})
}

// leave takes the user out now. The other nodes are told even where he is not
// in the room: one of them may have heard him just before.
func (r *room) leave(user string, at instant) {
	r.list.Lock()
	defer r.list.Unlock()
	s := r.shard(user)
	s.mu.Lock()
	defer s.mu.Unlock()
	m := r.current(s, user, at)
	switch {
	case m != nil:
		m.heard.set(max(at.now, m.heard.last()), false)
		r.remove(s, m, true)
	case r.shares:
		m = &member{user: strings.Clone(user), first: at.now, state: memberState{gone: true}}
		m.heard.set(at.now, false)
		s.gone[m.user] = at.now
		r.tell(s, m)
		r.flash.add(r, m)
	}
}
