package review

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// MaxClaim is the most cases one claim lends.
const MaxClaim = 100

// MaxMemo bounds a decision's memo, in bytes.
const MaxMemo = 4 << 10

// Service is the reviewers' side of the store.
type Service struct {
	store Store
	lists ListStore
	lease atomic.Int64 // a time.Duration; see SetLease
	now   func() time.Time
	wake  func() // tells delivery that events may have been written
	check ResourceCheck
	apps  func(id string) (tenant.App, bool)
}

// Options are the parts of a Service. Store, Lists and Now are required.
type Options struct {
	Store Store
	Lists ListStore
	Lease time.Duration // see SetLease
	Now   func() time.Time
	Wake  func()        // called after a ruling; nil for nothing
	Check ResourceCheck // asks whether a picture is still there; nil for never
	Apps  enforce.Apps  // for claims over several apps; nil where Check never applies to them
}

// NewService makes a Service.
func NewService(o Options) *Service {
	if o.Wake == nil {
		o.Wake = func() {}
	}
	s := &Service{store: o.Store, lists: o.Lists, now: o.Now, wake: o.Wake, check: o.Check, apps: noApps}
	if o.Apps != nil {
		s.apps = o.Apps.App
	}
	s.SetLease(o.Lease)
	return s
}

// SetLease says how long a case claimed from now on stays with its reviewer.
func (s *Service) SetLease(lease time.Duration) { s.lease.Store(int64(lease)) }

// Lease is how long a claimed case stays with its reviewer.
func (s *Service) Lease() time.Duration { return time.Duration(s.lease.Load()) }

// Lists gives access to the risk and special lists.
func (s *Service) Lists() ListStore { return s.lists }

// Reviewer is who acts.
type Reviewer struct {
	ID     int64
	Senior bool // may take and decide protected accounts' and escalated cases
}

// NextMessage lends the reviewer one case of the message, live and profile
// queues: the one he holds, else the oldest waiting. It returns nil where
// nothing waits.
func (s *Service) NextMessage(ctx context.Context, app string, who Reviewer, risk bool) (*Case, error) {
	cases, err := s.store.ClaimCases(ctx, Claim{
		App: app, Queues: []Queue{MessageQueue, LiveQueue, ProfileQueue}, Risk: risk,
		Reviewer: who.ID, Senior: who.Senior, Limit: 1, Lease: s.Lease(),
	}, s.now())
	if err != nil || len(cases) == 0 {
		return nil, err
	}
	return &cases[0], nil
}

// Remaining counts the undecided cases of each queue.
func (s *Service) Remaining(ctx context.Context, app string, risk bool) (map[Queue]int, error) {
	return s.store.RemainingCases(ctx, app, risk)
}

// ReturnExpired puts leases that ran out back into their queues.
func (s *Service) ReturnExpired(ctx context.Context) error {
	_, err := s.store.ReturnExpired(ctx, s.now(), 1000)
	return err
}

// Judgement is what a reviewer says of a case in one legacy call. Fields that
// name the case's own content may be empty; where they are not, they must
// agree with the case.
type Judgement struct {
	App      tenant.App
	CaseID   int64
	Who      Reviewer
	Entrance content.Entrance
	Reporter string

	UserID    string // u_id: the accused, one of the senders, or the profile's owner
	PlaceID   string
	OwnerID   string
	MessageID string
	URL       string
	ThumbURL  string
	Text      string
	Memo      string
}

// Pass finds nothing wrong: it finishes the case.
func (s *Service) Pass(ctx context.Context, j Judgement) error {
	return s.rule(ctx, j, func(c Case, facts Reports) (*Ruling, error) {
		if c.State == Decided {
			return nil, decidedFault(c, s.now())
		}
		ruling := s.ruling(j, c, verdict.Pass)
		if j.App.Carries() && c.First.Asked == nil {
			ruling.Events = []outbox.Event{passOrder(c, ruling.Decision)}
		}
		ruling.Events = append(ruling.Events, replies(facts.Askers, ruling.Decision)...)
		return ruling, nil
	})
}

// Sentence is the punishment a reviewer asks for.
type Sentence struct {
	Action verdict.Action
	Module content.Module
	Label  verdict.Label
	Hours  int
}

// Punish finishes the case with a punishment, or adds one to a case that the
// reviewer has just finished so. While he may add, the very same punishment
// asked for again changes nothing and is no error: the first answer may have
// been lost.
func (s *Service) Punish(ctx context.Context, j Judgement, sentence Sentence) error {
	return s.rule(ctx, j, func(c Case, facts Reports) (*Ruling, error) {
		punishment, err := punishmentFor(j, c, sentence)
		if err != nil {
			return nil, err
		}
		if c.State == Decided {
			if !s.mayFollow(c, j.Who) {
				return nil, decidedFault(c, s.now())
			}
			if repeats(facts.standing(), punishment) {
				return nil, nil
			}
		}
		if !j.Who.Senior && slices.Contains(facts.Special, punishment.UserID) {
			return nil, supervisorOnly() // he is in the case, though not accused
		}
		ruling := s.ruling(j, c, sentence.Label)
		ruling.Decision.Actions = []enforce.Punishment{punishment}
		ruling.Sanctions = []enforce.Sanction{punishment.Sanction(s.now())}
		if j.App.Carries() {
			ruling.Events = []outbox.Event{punishment.Event(s.now())}
		}
		ruling.Events = append(ruling.Events, enforce.GuardEvents(j.App, ruling.Decision.Actions, s.now())...)
		if c.State != Decided { // the first decision is the answer
			ruling.Events = append(ruling.Events, replies(facts.Askers, ruling.Decision)...)
		}
		ruling.FollowUp, ruling.FollowUntil = j.Who.ID, s.followUntil(c, j.Who)
		return ruling, nil
	})
}

// rule checks what Pass and Punish have in common inside the transaction.
func (s *Service) rule(ctx context.Context, j Judgement, then func(Case, Reports) (*Ruling, error)) error {
	if len(j.Memo) > MaxMemo {
		return fault.Field("memo", "is longer than %d bytes", MaxMemo)
	}
	err := s.store.RecordRuling(ctx, j.App.ID, j.CaseID, s.now(), func(c Case, facts Reports) (*Ruling, error) {
		if err := j.check(c, facts); err != nil {
			return nil, err
		}
		if c.HeldByOther(j.Who.ID, s.now()) {
			return nil, heldFault(c, s.now())
		}
		if c.Senior() && !j.Who.Senior {
			return nil, supervisorOnly()
		}
		if c.First.Dialogue != nil {
			return nil, fault.Field("id", "a dialogue is judged user by user: decide it in the console, or by /api/v1")
		}
		if c.First.Evidence != nil {
			return nil, fault.Field("id", "what was found in a call is judged in the console, or by /api/v1")
		}
		return then(c, facts)
	})
	if err == nil {
		s.wake()
	}
	return err
}

func (s *Service) ruling(j Judgement, c Case, label verdict.Label) *Ruling {
	return &Ruling{Decision: Decision{
		App: j.App.ID, CaseID: c.ID, RecordID: c.ID,
		Author: j.Who.author(), At: s.now(), Verdict: label, Memo: j.Memo,
	}}
}

// mayFollow is the rule "it is finished by the first, and further ones may
// follow until its holder's next claim (for pictures: until the lease would
// have ended)".
func (s *Service) mayFollow(c Case, who Reviewer) bool {
	return c.Verdict != verdict.Pass && c.Holder == who.ID &&
		(c.LeaseUntil.IsZero() || s.now().Before(c.LeaseUntil))
}

// followUntil is the end of the right to add punishments: a message's ends with
// the next claim, which is no time.
func (s *Service) followUntil(c Case, who Reviewer) time.Time {
	switch {
	case c.Queue != AlbumQueue:
		return time.Time{}
	case c.State == Decided, c.HeldBy(who.ID, s.now()):
		return c.LeaseUntil
	}
	return s.now().Add(s.Lease())
}

// repeats reports whether the case has this very punishment already.
func repeats(decisions []Decision, punishment enforce.Punishment) bool {
	for _, d := range decisions {
		if slices.Contains(d.Actions, punishment) {
			return true
		}
	}
	return false
}
