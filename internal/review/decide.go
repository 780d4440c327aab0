package review

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// DefaultUndo and MaxUndo are for the callers' choice of an undo window, which
// may also be none.
const (
	DefaultUndo = 10 * time.Second
	MaxUndo     = 300 * time.Second
)

// MaxActions is the most actions of one decision.
const MaxActions = 20

// DecideRequest is a reviewer's decision on a case that he holds.
type DecideRequest struct {
	App     tenant.App
	CaseID  int64
	Who     Reviewer
	Hold    Hold
	Verdict verdict.Label
	Actions []ActionRequest          // none with a pass; any other verdict may have none too
	Users   map[string]verdict.Label // each user's own label, for a dialogue, by his key there; of all users
	Memo    string
	Undo    time.Duration // how long it can be taken back; 0 for not at all, at most MaxUndo

	machine *Author // who decides where it is nobody of the staff
}

// author is who decides.
func (r DecideRequest) author() Author {
	if r.machine != nil {
		return *r.machine
	}
	return r.Who.author()
}

// DecideResult tells what a decision has become.
type DecideResult struct {
	DecisionID int64
	UndoUntil  time.Time // nothing takes effect and nothing leaves before; zero without a window
	Version    int64     // of the case
}

// Decide finishes a case. What follows from the decision takes effect and
// leaves when its undo window is over. It returns an Invalid fault for what
// cannot be decided so, a Forbidden one where a supervisor must decide, and a
// Conflict fault – CodeDecided, CodeHeld, CodeLeaseLost or CodeStale – where
// the case is not, or not so, the reviewer's.
func (s *Service) Decide(ctx context.Context, r DecideRequest) (DecideResult, error) {
	if err := r.check(); err != nil {
		return DecideResult{}, err
	}
	var ruling *Ruling
	var version int64
	err := s.store.RecordRuling(ctx, r.App.ID, r.CaseID, s.now(), func(c Case, facts Reports) (_ *Ruling, err error) {
		version = c.Version + 1
		ruling, err = r.rule(c, facts, s.now())
		return ruling, err
	})
	if err != nil {
		return DecideResult{}, err
	}
	s.wake()
	return DecideResult{DecisionID: ruling.Decision.ID, UndoUntil: ruling.UndoUntil, Version: version}, nil
}

// check refuses what no case could be decided by.
func (r DecideRequest) check() error {
	switch {
	case !mayBeSaid(r.Verdict):
		return fault.Field("verdict", "must be pass or a label of a-z, 0-9, - and _, at most 64 characters")
	case r.Verdict == verdict.Pass && len(r.Actions) > 0:
		return fault.Field("actions", "nothing is done about what passes")
	case len(r.Actions) > MaxActions:
		return fault.Field("actions", "are more than %d", MaxActions)
	case len(r.Memo) > MaxMemo:
		return fault.Field("memo", "is longer than %d bytes", MaxMemo)
	case r.Undo < 0 || r.Undo > MaxUndo:
		return fault.Field("undo_seconds", "must be from 0 to %d", int(MaxUndo.Seconds()))
	}
	for _, label := range r.Users {
		if !mayBeSaid(label) {
			return fault.Field("users", "has a label that is none")
		}
	}
	return nil
}

// mayBeSaid reports whether a reviewer may give the label: a plain word that is
// not the system's own.
func mayBeSaid(label verdict.Label) bool {
	for _, r := range label {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '_' {
			return false
		}
	}
	return label != "" && label != Gone && len(label) <= 64
}

// rule is the decision on the case as it is found.
func (r DecideRequest) rule(c Case, facts Reports, now time.Time) (*Ruling, error) {
	if err := r.mayDecide(c, now); err != nil {
		return nil, err
	}
	return r.ruled(c, facts, now)
}

// ruled is rule where there is no question that he may.
func (r DecideRequest) ruled(c Case, facts Reports, now time.Time) (*Ruling, error) {
	r, err := r.spokenIn(c)
	if err != nil {
		return nil, err
	}
	punishments, err := r.punishments(c)
	if err != nil {
		return nil, err
	}
	if !r.Who.Senior && hits(punishments, facts.Special) {
		return nil, supervisorOnly() // he is in the case, though not accused
	}
	ruling := &Ruling{Decision: Decision{
		App: c.App, CaseID: c.ID, RecordID: c.ID, Author: r.author(), At: now,
		Verdict: r.Verdict, Actions: punishments, Users: r.Users, Memo: r.Memo,
	}}
	if r.Undo > 0 {
		ruling.UndoUntil = now.Add(r.Undo)
	}
	r.follow(ruling, c, facts, cmp.Or(facts.Newest, c.First.Evidence))
	ruling.Events = append(ruling.Events, replies(facts.Askers, ruling.Decision)...)
	for i := range ruling.Events {
		ruling.Events[i].DueAt = ruling.from()
	}
	return ruling, nil
}

func (r DecideRequest) mayDecide(c Case, now time.Time) error {
	switch {
	case c.State == Decided:
		return decidedFault(c, now)
	case c.HeldByOther(r.Who.ID, now):
		return heldFault(c, now)
	}
	if err := r.Hold.check(c, r.Who, now); err != nil {
		return err
	}
	if c.Senior() && !r.Who.Senior {
		return supervisorOnly()
	}
	return nil
}

// follow adds what follows from the decision when its window is over.
// About is the evidence that those in a call are told of.
func (r DecideRequest) follow(ruling *Ruling, c Case, facts Reports, about *content.Evidence) {
	from := ruling.from()
	for _, punishment := range ruling.Decision.Actions {
		ruling.Sanctions = append(ruling.Sanctions, punishment.Sanction(from))
	}
	ruling.Events = append(ruling.Events, enforce.CallEvents(r.App, ruling.Decision.Actions, about, facts.InCall, ruling.Decision.At)...)
	ruling.Events = append(ruling.Events, enforce.GuardEvents(r.App, ruling.Decision.Actions, ruling.Decision.At)...)
	if !r.App.Carries() {
		return
	}
	for _, punishment := range ruling.Decision.Actions {
		if !enforce.InCall(punishment.Action) {
			ruling.Events = append(ruling.Events, punishment.Event(ruling.Decision.At))
		}
	}
	if r.Verdict == verdict.Pass && c.First.Asked == nil && c.First.Evidence == nil {
		ruling.Events = append(ruling.Events, passOrder(c, ruling.Decision))
	}
}

// passOrder tells the business platform that nothing was found. Where somebody
// asked, he is told instead: the platform knows nothing of his report.
func passOrder(c Case, d Decision) outbox.Event {
	order := enforce.Order{Act: enforce.ActPass, UserID: c.First.Accused, RecordID: c.ID,
		AuthorID: d.Author.ID, Reporter: c.First.Reporter}
	return order.Event(c.App, c.ID, d.At)
}

func hits(punishments []enforce.Punishment, users []string) bool {
	return slices.ContainsFunc(punishments, func(p enforce.Punishment) bool { return slices.Contains(users, p.UserID) })
}

// author is the reviewer as the author of a decision.
func (r Reviewer) author() Author {
	return Author{Kind: ByStaff, ID: strconv.FormatInt(r.ID, 10)}
}
