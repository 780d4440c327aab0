package learn

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/verdict"
)

// Store keeps the versions and has the lines to learn from. What changes which
// one is in use raises the revision and writes its audit entry in its own
// transaction, as a training does.
type Store interface {
	// ModelsRevision goes up whenever another model, or none, is in use. It is
	// cheap to ask.
	ModelsRevision(ctx context.Context) (int64, error)
	// ModelInUse is the version in use; 0 for none.
	ModelInUse(ctx context.Context) (version int64, err error)
	// ModelFile is a version's model, or a NotFound fault.
	ModelFile(ctx context.Context, version int64) ([]byte, error)
	// Models lists the versions, the newest first, without their reports.
	Models(ctx context.Context) ([]Version, error)
	// Model is one version, or a NotFound fault.
	Model(ctx context.Context, version int64) (Version, error)
	// KeepModel keeps a new version and returns its number.
	KeepModel(ctx context.Context, v Version, file []byte) (int64, error)
	// InstallModel puts a version in use, or returns a NotFound fault.
	InstallModel(ctx context.Context, version int64) error
	// RollBackModel puts what was in use before in use again, nothing if there
	// was nothing; a Conflict fault where no model is in use.
	RollBackModel(ctx context.Context) error

	// JudgedLines returns up to limit lines after a number that reviewers
	// decided and cannot take back any more, in their order.
	JudgedLines(ctx context.Context, after int64, limit int, now time.Time) ([]verdict.Judged, error)
	// PassedLines returns up to limit lines that people typed and no person had
	// to look at, from all of the time that lines are kept; clean ones are those in which nothing at
	// all was found.
	PassedLines(ctx context.Context, limit int, clean bool) ([]verdict.Judged, error)
}
