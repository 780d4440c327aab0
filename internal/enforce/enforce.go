// Package enforce holds the sanctions on users, shows, groups and content: how
// one comes into force, which are in force now, how one is lifted or runs out,
// and the order that carries each to the business platform.
package enforce

import (
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// Sanction is one punishment as we hold it. Whether it is in force is decided
// when it is read (InForce); the timer only announces the end.
type Sanction struct {
	ID         int64
	App        string
	Subject    content.Subject // whom or what it binds
	Action     verdict.Action
	Module     content.Module // where it applies
	UserID     string         // the punished user, also where the subject is a place or content
	PlaceID    string         // the show, group or call; empty elsewhere
	Seat       content.Seat   // in a call; zero elsewhere
	Label      verdict.Label  // why
	StartsAt   time.Time
	EndsAt     time.Time // zero means for ever
	CaseID     int64     // 0 where an administrator ordered it without a case
	DecisionID int64
	Author     string
	LiftedAt   time.Time // zero means not lifted
	LiftedBy   string
	LiftMemo   string
	EndedAt    time.Time // when its running out was announced; zero before
}

// InForce reports whether the sanction binds at a moment. One that starts at
// the end of its decision's undo window does not bind before; one that is an
// act (see Binding) never does.
func (s Sanction) InForce(now time.Time) bool {
	return s.Stands(now) && !now.Before(s.StartsAt)
}

// Stands reports whether the sanction binds at a moment or will: what has begun
// a lane to the platform counts there, although it has not started.
func (s Sanction) Stands(now time.Time) bool {
	return Binding(s.Action) && s.LiftedAt.IsZero() && (s.EndsAt.IsZero() || now.Before(s.EndsAt))
}
