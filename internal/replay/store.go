package replay

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/detect/classify"
	"github.com/xiezhi/xiezhi/internal/screen"
)

// Store has the messages that are kept.
type Store interface {
	auditlog.Recorder
	// LineSpan is the first and the last number of what was kept of any app from
	// one moment until before another; last is below first where there is nothing.
	LineSpan(ctx context.Context, from, until time.Time) (first, last int64, err error)
	// LinesBetween returns an app's texts after a number, up to another, in their order,
	// without their evidence and reasons.
	LinesBetween(ctx context.Context, app string, after, last int64) ([]screen.Record, error)
	// Standing is screen.Store's.
	Standing(ctx context.Context, app, userID string, since time.Time) (screen.Standing, error)
}

// Models knows the trained models.
type Models interface {
	// Model is a version's model, or a NotFound fault.
	Model(ctx context.Context, version int64) (*classify.Model, error)
}
