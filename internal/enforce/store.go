package enforce

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// Match picks the sanctions of an app that a lift is about.
type Match struct {
	App     string
	Action  verdict.Action
	Module  content.Module // 0 matches any
	UserID  string         // empty matches any
	PlaceID string         // empty matches any
}

// SanctionFilter picks sanctions, newest first. Zero fields match everything.
type SanctionFilter struct {
	App       string // empty matches any, and reads more than one app's index
	UserID    string
	PlaceID   string
	Action    verdict.Action
	InForceAt time.Time // only what is in force at that moment; zero: the past ones and the acts too
	Before    int64     // only ids below it, for paging; 0 begins at the newest
	Limit     int       // at most 500; 0 means 100
}

// CodeNotInForce is the stable code of a lift of what has ended, was lifted, or
// never bound anybody.
const CodeNotInForce = "not_in_force"

// Store keeps sanctions. A sanction stands (Sanction.Stands) from the moment it
// is written; it is in force from its start.
type Store interface {
	// LiftSanctions marks every standing sanction that matches as lifted and
	// writes the events that follow makes of them, in one transaction. It
	// returns what it lifted, which may be nothing.
	LiftSanctions(ctx context.Context, match Match, by, memo string, now time.Time,
		follow func(lifted []Sanction) []outbox.Event) ([]Sanction, error)

	// LiftSanction marks one sanction as lifted and writes the events that
	// follow makes of it, in one transaction; covered tells that others of its
	// bond stand, and then the lift is owed to the platform (SettleOwed). It
	// returns a NotFound fault for a sanction that the app does not have, and a
	// Conflict fault with CodeNotInForce for one that does not stand.
	LiftSanction(ctx context.Context, app string, sanctionID int64, by, memo string, now time.Time,
		follow func(lifted Sanction, covered bool) []outbox.Event) (Sanction, error)

	// SanctionsInForce lists what binds a user of an app at a moment. Its cost
	// does not grow with what has ended.
	SanctionsInForce(ctx context.Context, app, userID string, now time.Time) ([]Sanction, error)

	// ListSanctions lists what the filter picks.
	ListSanctions(ctx context.Context, filter SanctionFilter) ([]Sanction, error)

	// EndSanctions marks up to limit sanctions that have run out as ended and
	// writes the events that follow makes of each one; covered tells that
	// another sanction of its bond stands. It returns how many it marked.
	EndSanctions(ctx context.Context, now time.Time, limit int,
		follow func(ended Sanction, covered bool) []outbox.Event) (int, error)

	// SettleOwed takes up to limit sanctions whose lifting is owed and of whose
	// bond nothing stands any more, forgets the debt and writes the events that
	// follow makes of those that would still last. It returns how many it took.
	SettleOwed(ctx context.Context, now time.Time, limit int, follow func(Sanction) []outbox.Event) (int, error)
}
