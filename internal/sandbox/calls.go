package sandbox

import (
	"net/http"
	"net/url"
	"slices"
	"time"
)

// Call is one call as the platform saw it, in the order in which they were
// answered.
type Call struct {
	At      time.Time
	Method  string
	Path    string // escaped, as it came
	Query   url.Values
	Key     string // Idempotency-Key; empty where none came
	Repeat  bool   // the key was known: nothing new was done
	Applied bool   // it was carried out now, for the first time
	Order   Order  // what it asked; zero where it could not be read
	Status  int    // HTTP status answered; 0 where no answer was given
	Ret     int
	Code    string

	raw string // the query string as it came
}

// remembered is the first answer to a key, and what it was asked.
type remembered struct {
	path, query string
	result      reply
}

// callLog keeps the last calls and the answers given to the last keys.
type callLog struct {
	keep  int
	calls []Call
	known map[string]remembered
	keys  []string // of known, oldest first
}

func newCallLog(keep int) callLog { return callLog{keep: keep, known: map[string]remembered{}} }

func (l *callLog) add(call Call, result reply) {
	call.Status, call.Ret, call.Code = result.status, result.Ret, result.Code
	l.calls = trim(append(l.calls, call), l.keep)
}

// recall answers a call whose key was used before. A key that now comes with
// another question is refused.
func (l *callLog) recall(call Call) (reply, bool) {
	first, ok := l.known[call.Key]
	switch {
	case call.Key == "" || !ok:
		return reply{}, false
	case first.path != call.Path || first.query != call.raw:
		return (&refusal{"key_reused", "this Idempotency-Key was used for another call"}).reply(http.StatusOK), true
	}
	return first.result, true
}

func (l *callLog) remember(call Call, result reply) {
	if call.Key == "" || call.Order.Act == CheckRes { // a question may be asked again
		return
	}
	l.known[call.Key] = remembered{call.Path, call.raw, result}
	l.keys = append(l.keys, call.Key)
	if len(l.keys) > l.keep {
		delete(l.known, l.keys[0])
		l.keys = l.keys[1:]
	}
}

// trim drops the oldest tenth once there are more than keep, so that the cost
// of moving the rest is rare.
func trim[T any](list []T, keep int) []T {
	if len(list) <= keep {
		return list
	}
	return slices.Delete(list, 0, max(1, keep/10))
}

// Calls returns the calls so far, oldest first; see PlatformOptions.Keep.
func (p *Platform) Calls() []Call {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.log.calls)
}

// Muted finds the mute in force for a user in a place; the hall's place is
// empty.
func (p *Platform) Muted(mt int, place, user string) (Penalty, bool) {
	return look(p, func(s *state) penalties[spot] { return s.mutes }, spot{mt, place, user})
}

// Kicked finds whether a user is kept out of a group.
func (p *Platform) Kicked(group, user string) (Penalty, bool) {
	return look(p, func(s *state) penalties[spot] { return s.kicked }, spot{Group, group, user})
}

// Closed finds whether a show is closed.
func (p *Platform) Closed(show string) (Penalty, bool) {
	return look(p, func(s *state) penalties[string] { return s.closed }, show)
}

// LoginLimited finds whether a user may not log in.
func (p *Platform) LoginLimited(user string) (Penalty, bool) {
	return look(p, func(s *state) penalties[string] { return s.limited }, user)
}

// Dismissed finds whether a group is dismissed.
func (p *Platform) Dismissed(group string) (Penalty, bool) {
	return look(p, func(s *state) penalties[string] { return s.dismissed }, group)
}

func look[K comparable](p *Platform, which func(*state) penalties[K], key K) (Penalty, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return which(&p.state).inForce(key, p.options.Now())
}

// Deleted reports whether the resource with that url, or the message with that
// id, was deleted.
func (p *Platform) Deleted(name string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, gone := p.state.deleted[name]
	return gone
}

// Passed reports whether a report record was passed.
func (p *Platform) Passed(record string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, ok := p.state.passed[record]
	return ok
}
