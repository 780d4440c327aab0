package auditlog

import (
	"context"
	"strings"
	"time"
)

// Recorder writes what happened outside any other change: what was seen, who
// came and went.
type Recorder interface {
	// RecordAudit writes the entries in one transaction. An entry without an
	// actor gets the context's, one without a time the present. Detail that the
	// context carries is added.
	RecordAudit(ctx context.Context, entries ...Entry) error
}

// Reader reads the log.
type Reader interface {
	// AuditEntries lists the entries that match, newest first.
	AuditEntries(ctx context.Context, filter Filter) ([]Linked, error)
	// AuditHead returns the last link's place, or the zero Anchor.
	AuditHead(ctx context.Context) (Anchor, error)
	// AuditLinks returns up to limit links after a position, in their order,
	// with their entries.
	AuditLinks(ctx context.Context, after int64, limit int) ([]Link, error)
	// AuditUnlinked looks at the next entries by id after the one, limit of
	// them, and returns those without a link. Reached is the last that it has
	// looked at, 0 where there is none.
	AuditUnlinked(ctx context.Context, after int64, limit int) (unlinked []Entry, reached int64, err error)
}

// Filter picks entries. Zero fields match everything.
type Filter struct {
	ActorKind ActorKind
	ActorID   string
	Action    string // an action, or a family of them with its dot: "case."
	App       string
	Object    Object // a Kind alone matches all of the kind
	From      time.Time
	To        time.Time // not included
	BeforeID  int64     // for paging: what is listed after this entry; 0 begins at the newest
	Limit     int       // at most 1000; 0 means 100. An export has no limit
}

// Matches reports whether the filter picks the entry, paging aside.
func (f Filter) Matches(e Entry) bool {
	return is(f.ActorKind, e.Actor.Kind) && is(f.ActorID, e.Actor.ID) && is(f.App, e.App) &&
		is(f.Object.Kind, e.Object.Kind) && is(f.Object.ID, e.Object.ID) &&
		f.hasAction(e.Action) &&
		(f.From.IsZero() || !e.At.Before(f.From)) && (f.To.IsZero() || e.At.Before(f.To))
}

func (f Filter) hasAction(action Action) bool {
	if f.Family() {
		return strings.HasPrefix(string(action), f.Action)
	}
	return is(f.Action, string(action))
}

// Family reports whether Action names a family.
func (f Filter) Family() bool { return strings.HasSuffix(f.Action, ".") }

func is[T ~string](wanted, got T) bool { return wanted == "" || wanted == got }
