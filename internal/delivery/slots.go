package delivery

import "sync"

// slots counts the attempts in flight, so that one app's hanging receiver
// fills its own share and nobody else's. Only the loop takes.
type slots struct {
	perApp, total int

	mu    sync.Mutex
	byApp map[string]int
	all   int
}

func newSlots(perApp, total int) *slots {
	return &slots{perApp: perApp, total: total, byApp: map[string]int{}}
}

// room is how many more the app may take: its share and the total bound it,
// but the total never keeps an app from its guaranteed few.
func (s *slots) room(app string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	own := s.byApp[app]
	return min(s.perApp-own, max(s.total-s.all, guaranteed-own))
}

func (s *slots) take(app string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.byApp[app]++
	s.all++
}

func (s *slots) free(app string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all--
	if s.byApp[app]--; s.byApp[app] == 0 {
		delete(s.byApp, app)
	}
}

func (s *slots) used() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all
}
