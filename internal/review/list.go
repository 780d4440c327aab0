package review

import (
	"context"
	"time"
)

// List names one of an app's lists of users that change how their cases are
// routed.
type List string

// The lists.
const (
	RiskList    List = "risk"    // 高危用户: their cases go to the high-risk queue
	SpecialList List = "special" // 特殊用户: protected; their cases go to a supervisor
)

// Listed is one entry of a list.
type Listed struct {
	ID      int64 // the store's: later entries have greater ones
	UserID  string
	AddedBy string
	AddedAt time.Time
}

// ListStore keeps the lists. A change also re-routes the user's waiting cases.
type ListStore interface {
	// AddListed puts the user on the list. One who is on it already stays as
	// he was; added tells which it was.
	AddListed(ctx context.Context, list List, app string, entry Listed) (added bool, err error)
	// RemoveListed takes the user off the list, or returns a NotFound fault.
	RemoveListed(ctx context.Context, list List, app, userID string) error
	// FindListed returns the user's entry, or a NotFound fault.
	FindListed(ctx context.Context, list List, app, userID string) (Listed, error)
	// AllListed returns the list, newest first, at most limit entries: those
	// older than the entry before, also where that is on the list no more. 0
	// begins at the newest.
	AllListed(ctx context.Context, list List, app string, before int64, limit int) ([]Listed, error)
}
