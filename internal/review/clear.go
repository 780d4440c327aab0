package review

import (
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// Clear is the rule by which somebody who does not hold a case passes it,
// because what opened it is undone. It refuses, by the Conflict faults of
// Decide, what somebody has or has decided.
func (s *Service) Clear(app tenant.App, who Reviewer, memo string) func(Case, Reports) (*Ruling, error) {
	r := DecideRequest{App: app, Who: who, Verdict: verdict.Pass, Memo: memo}
	return func(c Case, facts Reports) (*Ruling, error) {
		now := s.now()
		switch {
		case c.State == Decided:
			return nil, decidedFault(c, now)
		case c.State == Leased && now.Before(c.LeaseUntil):
			return nil, heldFault(c, now)
		case c.Senior() && !who.Senior:
			return nil, supervisorOnly()
		}
		return r.ruled(c, facts, now)
	}
}
