package review

import (
	"context"
	"crypto/subtle"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// CodeNoneAbove is the stable code of an escalation by a supervisor.
const CodeNoneAbove = "none_above"

// Hold is what a caller saw of a case that he claimed. Version 0 was not given:
// then the token alone counts.
type Hold struct {
	Token   string
	Version int64
}

// fits reports whether the reviewer holds the case by this token now.
func (h Hold) fits(c Case, who Reviewer, now time.Time) bool {
	return c.HeldBy(who.ID, now) && h.Token != "" &&
		subtle.ConstantTimeCompare([]byte(h.Token), []byte(c.LeaseToken)) == 1
}

// check refuses whom the case is not lent to: CodeLeaseLost, or CodeStale where
// the hold is right but for its version.
func (h Hold) check(c Case, who Reviewer, now time.Time) error {
	if !h.fits(c, who, now) {
		return lostFault(c, now)
	}
	if h.Version != 0 && h.Version != c.Version {
		return staleFault(c, now)
	}
	return nil
}

// Move is what happens to a lease before the case is decided.
type Move struct {
	Until      time.Time   // the lease's new end; zero ends it: the case goes back to its place in its queue
	SkippedBy  int64       // the staff id of whom it is never lent to again; 0 for nobody
	Escalation *Escalation // from now on only supervisors take the case; nil for as before
}

// Escalation is a reviewer's passing a case on to the supervisors.
type Escalation struct {
	By   int64 // staff id
	At   time.Time
	Memo string
}

// Renew lends the case for another lease from now and returns it as it is then.
// Its version stays. It returns a Conflict fault with CodeLeaseLost for who
// does not hold it by that token – its lease may have run out – and one with
// CodeStale for a version that it has not.
func (s *Service) Renew(ctx context.Context, app string, caseID int64, who Reviewer, hold Hold) (Case, error) {
	return s.move(ctx, app, caseID, who, hold, func(now time.Time) *Move { return &Move{Until: now.Add(s.Lease())} })
}

// Release puts the case back as if it had never been taken. Its faults are
// those of Renew.
func (s *Service) Release(ctx context.Context, app string, caseID int64, who Reviewer, hold Hold) error {
	_, err := s.move(ctx, app, caseID, who, hold, func(time.Time) *Move { return &Move{} })
	return err
}

// Skip is Release for a case that the reviewer never wants to see again.
func (s *Service) Skip(ctx context.Context, app string, caseID int64, who Reviewer, hold Hold) error {
	_, err := s.move(ctx, app, caseID, who, hold, func(time.Time) *Move { return &Move{SkippedBy: who.ID} })
	return err
}

// Escalate is Release for a case that a supervisor is to decide, for good. The
// memo tells him why. A supervisor cannot escalate: a Forbidden fault with
// CodeNoneAbove.
func (s *Service) Escalate(ctx context.Context, app string, caseID int64, who Reviewer, hold Hold, memo string) error {
	if who.Senior {
		return fault.New(fault.Forbidden, CodeNoneAbove, "nobody is above a supervisor: decide, release or skip the case")
	}
	if len(memo) > MaxMemo {
		return fault.Field("memo", "is longer than %d bytes", MaxMemo)
	}
	_, err := s.move(ctx, app, caseID, who, hold, func(now time.Time) *Move {
		return &Move{Escalation: &Escalation{By: who.ID, At: now, Memo: memo}}
	})
	return err
}

func (s *Service) move(ctx context.Context, app string, caseID int64, who Reviewer, hold Hold, then func(now time.Time) *Move) (Case, error) {
	return s.store.RecordMove(ctx, app, caseID, func(c Case) (*Move, error) {
		now := s.now()
		if err := hold.check(c, who, now); err != nil {
			return nil, err
		}
		return then(now), nil
	})
}
