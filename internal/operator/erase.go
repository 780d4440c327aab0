package operator

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/erasure"
	"github.com/xiezhi/xiezhi/internal/fault"
)

// Erased is what an erasure did, or would do.
type Erased struct {
	ID        int64            `json:"id,omitempty"` // 0: it was only counted
	Pseudonym string           `json:"pseudonym,omitempty"`
	State     erasure.State    `json:"state,omitempty"`
	Counts    map[string]int64 `json:"counts"`  // rows by table
	Remains   map[string]int64 `json:"remains"` // what has to stay yet
	DoneAt    *time.Time       `json:"done_at,omitempty"`
}

// Erase erases an app's user, or only counts.
func (o *Operator) Erase(ctx context.Context, app, user, reason string, dry bool) (Erased, error) {
	if _, known := o.Apps.App(app); !known {
		return Erased{}, fault.Field("app", "there is no app %q", app)
	}
	if dry {
		counts, remains, err := o.Erasure.Count(ctx, app, user)
		return Erased{Counts: counts, Remains: remains}, err
	}
	e, err := o.Erasure.Erase(ctx, app, user, reason)
	return Erased{ID: e.ID, Pseudonym: e.Pseudonym, State: e.State, Counts: e.Counts, Remains: e.Remains, DoneAt: moment(e.DoneAt)}, err
}

// GoOnErasing goes on with what was broken off or had to stay.
func (o *Operator) GoOnErasing(ctx context.Context) error { return o.Erasure.GoOn(ctx) }
