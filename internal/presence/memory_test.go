package presence

import (
	"context"
	"slices"
	"sync"
	"time"
)

// memory is a Store in memory; storetest has the real one do the same.
type memory struct {
	mu    sync.Mutex
	folds []Fold
}

func (m *memory) KeepPresence(_ context.Context, f Fold) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.folds = append(m.folds, f)
	return nil
}

func (m *memory) PresenceNodes(context.Context) ([]Node, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var nodes []Node
	for _, f := range m.folds {
		nodes = slices.DeleteFunc(nodes, func(n Node) bool { return n.ID == f.Node })
		nodes = append(nodes, Node{f.Node, f.Seq})
	}
	return nodes, nil
}

func (m *memory) PresenceBetween(_ context.Context, node, after, upTo int64, limit int) ([]Fold, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var found []Fold
	for _, f := range m.folds {
		if f.Node == node && f.Seq > after && f.Seq <= upTo {
			found = append(found, f)
		}
	}
	return found[:min(limit, len(found))], nil
}

func (m *memory) DropPresence(_ context.Context, before time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.folds = slices.DeleteFunc(m.folds, func(f Fold) bool { return f.At.Before(before) })
	return nil
}
