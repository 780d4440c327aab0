package learn

import (
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// MaxNote bounds a version's note, in bytes; MaxKept how many versions are
// kept: what was trained before, and is not to be gone back to, is forgotten.
const (
	MaxNote = 500
	MaxKept = 200
)

// The stable codes of what cannot be.
const (
	CodeUnknownModel = "unknown_model"
	CodeNoModel      = "no_model"
	CodeTraining     = "training"
	CodeTooFew       = "too_few_lines"
)

// Version is a model that was trained.
type Version struct {
	Number     int64
	TrainedAt  time.Time
	By         string // a staff id, or cli
	Source     string // Decisions, or the file's name
	Note       string
	Lines      int // learned from
	Violations int // of these
	Accuracy   float64
	Installed  bool // in use
	Report     Report
}

// State is installed, or kept for later.
func (v Version) State() string {
	if v.Installed {
		return "installed"
	}
	return "kept"
}

// Decisions is the source of lines that reviewers decided.
const Decisions = "decisions"

// NoModel is the fault of a version that is not there.
func NoModel(version int64) error {
	return fault.New(fault.NotFound, CodeUnknownModel, "there is no model %d", version)
}

// NoneInstalled is the fault of a rollback of nothing.
func NoneInstalled() error {
	return fault.New(fault.Conflict, CodeNoModel, "no model is in use, so that there is none to go back from")
}
