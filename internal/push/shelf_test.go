package push_test

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/push"
)

// shelf is a store in memory. It outlives a Push, as a database does.
type shelf struct {
	mu      sync.Mutex
	streams map[string][]push.Message // by app and user; the place is the index
	floor   map[string]int            // how many are forgotten
	cuts    map[string]time.Time
	down    bool
}

func newShelf() *shelf {
	return &shelf{streams: map[string][]push.Message{}, floor: map[string]int{}, cuts: map[string]time.Time{}}
}

func (s *shelf) KeepPush(_ context.Context, m push.Message) (places []push.Place, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.down {
		return nil, fault.New(fault.Unavailable, "", "down")
	}
	for _, user := range m.To {
		name := m.App + "/" + user
		at := slices.IndexFunc(s.streams[name], func(other push.Message) bool { return other.Key == m.Key })
		if at < 0 {
			s.streams[name] = append(s.streams[name], m)
		}
		pos := int64(at + 1)
		if at < 0 {
			pos = int64(len(s.streams[name]))
		}
		places = append(places, push.Place{User: user, Pos: pos, Known: at >= 0})
	}
	return places, nil
}

func (s *shelf) PushedAfter(_ context.Context, app, user string, after int64, limit int) (list []push.Kept, top int64, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.down {
		return nil, 0, fault.New(fault.Unavailable, "", "down")
	}
	name := app + "/" + user
	top = int64(len(s.streams[name]))
	for pos := max(after, int64(s.floor[name])) + 1; pos <= top && len(list) < limit; pos++ {
		m := s.streams[name][pos-1]
		list = append(list, push.Kept{Pos: pos, Body: m.Body, Until: m.Until})
	}
	return list, top, nil
}

func (s *shelf) PushEpoch(context.Context, string) (string, error) { return "the-epoch", nil }

func (s *shelf) CutPush(_ context.Context, app, user string, now time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cuts[app+"/"+user] = now
	return nil
}

func (s *shelf) PushNews(context.Context, time.Time) (news []push.News, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for name, stream := range s.streams {
		app, user, _ := cut(name)
		news = append(news, push.News{App: app, User: user, Top: int64(len(stream)), CutAt: s.cuts[name]})
	}
	return news, nil
}

func (s *shelf) DropPushed(_ context.Context, before time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for name, stream := range s.streams {
		for s.floor[name] < len(stream) && stream[s.floor[name]].At.Before(before) {
			s.floor[name]++
		}
	}
	return nil
}

func (s *shelf) BlankPushed(_ context.Context, now time.Time, body json.RawMessage) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, stream := range s.streams {
		for i := range stream {
			if m := &stream[i]; !m.Until.IsZero() && !now.Before(m.Until) {
				m.Body, m.Until = body, time.Time{}
			}
		}
	}
	return nil
}

// lose has the store fail, or work again.
func (s *shelf) lose(down bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = down
}
