package presence

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
)

// memory is a Store in memory, which storetest holds the real one to.
type memory struct {
	mu    sync.Mutex
	rows  map[person]kept
	nodes map[int64]Node
}

type kept struct {
	Told
	node int64
}

func (m *memory) KeepPresence(_ context.Context, f Fold) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.rows == nil {
		m.rows, m.nodes = map[person]kept{}, map[int64]Node{}
	}
	for _, row := range f.Rows {
		if who := (person{row.App, row.User}); row.LastAt >= m.rows[who].LastAt {
			m.rows[who] = kept{Told{row, f.Seq}, f.Node}
		}
	}
	m.nodes[f.Node] = Node{ID: f.Node, Seq: f.Seq, At: f.At}
	return nil
}

func (m *memory) PresenceNodes(context.Context) ([]Node, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Collect(maps.Values(m.nodes)), nil
}

func (m *memory) PresenceBetween(_ context.Context, node, after, upTo int64, limit int) ([]Told, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var told []Told
	for _, row := range m.rows {
		if row.node == node && row.Seq > after && row.Seq <= upTo {
			told = append(told, row.Told)
		}
	}
	slices.SortFunc(told, func(a, b Told) int { return cmp.Compare(a.Seq, b.Seq) })
	return told[:min(limit, len(told))], nil
}

func (m *memory) DropPresence(_ context.Context, node, upTo int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	maps.DeleteFunc(m.rows, func(_ person, row kept) bool { return row.node == node && row.Seq <= upTo })
	return nil
}

func (m *memory) DropPresenceNode(_ context.Context, node int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	maps.DeleteFunc(m.rows, func(_ person, row kept) bool { return row.node == node })
	delete(m.nodes, node)
	return nil
}
