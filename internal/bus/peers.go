package bus

import (
	"cmp"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// peers are the other nodes, as they are heard and as the store has them.
type peers struct {
	beat time.Duration

	mu    sync.Mutex
	voice map[nodeID]voice
	rows  map[string]row
}

// voice is what is heard of a node.
type voice struct {
	seq  uint64 // of its last message
	at   time.Time
	left bool // it said so
}

// row is a node's in the store.
type row struct {
	node    Node
	met     time.Time // when it was seen first, or heard last before it fell silent
	renewed time.Time // when it was last seen to have changed: no clock of another node counts
}

func newPeers(beat time.Duration) *peers {
	return &peers{beat: beat, voice: map[nodeID]voice{}, rows: map[string]row{}}
}

// heard notes a message, or refuses one that was heard before. News says that
// the node was not there before.
func (p *peers) heard(m message, now time.Time) (news bool, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	before, known := p.voice[m.from]
	if known && m.seq <= before.seq {
		return false, fault.New(fault.Conflict, "", "heard before")
	}
	if !known {
		p.forgetSilent(now)
	}
	p.voice[m.from] = voice{seq: m.seq, at: now}
	return !known || p.silent(before, now), nil
}

// forgetSilent forgets whose messages are too old to be believed again.
func (p *peers) forgetSilent(now time.Time) {
	maps.DeleteFunc(p.voice, func(_ nodeID, v voice) bool { return now.Sub(v.at) > 2*freshFor })
}

func (p *peers) silent(v voice, now time.Time) bool { return now.Sub(v.at) > goneAfter*p.beat }

// left notes that a node takes leave.
func (p *peers) left(id nodeID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	gone := p.voice[id]
	gone.left = true
	p.voice[id] = gone
	delete(p.rows, id.String())
}

// met notes the rows of the store, and returns the addresses of the nodes that
// renew theirs.
func (p *peers) met(nodes []Node, now time.Time) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	rows, alive := map[string]row{}, map[string]Node{}
	for _, n := range nodes {
		r, known := p.rows[n.ID]
		if !known {
			r = row{met: now, renewed: now}
		} else if !n.SeenAt.Equal(r.node.SeenAt) {
			r.renewed = now
		}
		r.node = n
		if rows[n.ID] = r; now.Sub(r.renewed) <= rowBelieve*p.beat {
			alive[n.ID] = n
		}
	}
	p.rows = rows
	return addressesOf(alive)
}

// cut are the nodes that renew their rows and are not heard all the same. One
// that has died does neither.
func (p *peers) cut() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	last := map[string]time.Time{}
	for id, v := range p.voice {
		last[id.String()] = v.at
	}
	var list []string
	for id, r := range p.rows {
		since := r.met
		if at := last[id]; at.After(since) {
			since = at
		}
		if r.renewed.Sub(since) > cutAfter*p.beat {
			list = append(list, cmp.Or(r.node.Address, id))
		}
	}
	slices.Sort(list)
	return list
}

// list are those that are heard.
func (p *peers) list(now time.Time) []Peer {
	p.mu.Lock()
	defer p.mu.Unlock()
	var list []Peer
	for id, v := range p.voice {
		if !v.left && !p.silent(v, now) {
			list = append(list, Peer{id.String(), p.rows[id.String()].node.Address})
		}
	}
	slices.SortFunc(list, func(a, b Peer) int { return cmp.Compare(a.ID, b.ID) })
	return list
}
