package call

import (
	"context"
	"time"
)

const (
	dueBatch  = 200 // calls that one transaction ends
	lookBatch = 500 // calls whose sides are looked at in one read

	// lostAfter is how long somebody who is in a call may be absent: longer than a
	// heartbeat that got lost, and than a node that starts needs to hear of all.
	lostAfter = 30 * time.Second
)

// EndDue ends the invitations that nobody has answered in time.
func (s *Service) EndDue(ctx context.Context) error {
	for {
		now := s.now()
		found, err := s.store.ChangeDueCalls(ctx, now, dueBatch, ringsOut(now))
		if err != nil {
			return err
		}
		if found > 0 {
			s.wake()
		}
		if found < dueBatch {
			return nil
		}
	}
}

// absentees are the calls of which a side is not here, and since when.
type absentees struct {
	presence Presence
	since    map[string]time.Time
}

// look keeps what is absent still, and returns how long it has been.
func (a *absentees) look(next map[string]time.Time, c Call, user string, now time.Time) time.Duration {
	if a.presence.Present(c.App, user) {
		return 0
	}
	key := c.ID + "\n" + user
	since, known := a.since[key]
	if !known {
		since = now
	}
	next[key] = since
	return now.Sub(since)
}

// EndLost ends the calls of which a side has been absent for long, so that
// nobody is in a call for ever whose device, or whose node, has died. One
// goroutine calls it.
func (s *Service) EndLost(ctx context.Context) error {
	if s.absent.presence == nil {
		return nil
	}
	next := map[string]time.Time{}
	for after := int64(0); ; {
		calls, last, err := s.store.CallsGoingOn(ctx, after, lookBatch)
		if err != nil {
			return err
		}
		for _, c := range calls {
			if err := s.endIfLost(ctx, c, next); err != nil {
				return err
			}
		}
		if len(calls) < lookBatch {
			s.absent.since = next
			return nil
		}
		after = last
	}
}

func (s *Service) endIfLost(ctx context.Context, c Call, next map[string]time.Time) error {
	for _, user := range []string{c.Caller, c.Callee} {
		if s.absent.look(next, c, user, s.now()) < lostAfter {
			continue
		}
		if _, err := s.do(ctx, c.App, user, c.ID, Disconnect); err != nil {
			return err
		}
	}
	return nil
}
