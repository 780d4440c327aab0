package policy

import (
	"strconv"
	"strings"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// Kind is a kind of cause.
type Kind string

// The kinds.
const (
	List     Kind = "list"     // ID is the word list's, Version its revision
	Rule     Kind = "rule"     // ID is the rule's
	Model    Kind = "model"    // no ID; Version is the linear model's
	Bank     Kind = "bank"     // ID is the picture bank's
	Detector Kind = "detector" // the app's own, for pictures; no ID and no Version
	Conduct  Kind = "conduct"  // how it was said: floods, waves; no ID and no Version
)

// Cause is what led to a decision, in the version that did, so that all it did
// can be found and undone.
type Cause struct {
	Kind    Kind  `json:"kind"`
	ID      int64 `json:"id,omitempty"`
	Version int64 `json:"version,omitempty"`
}

// String names a cause without its version, as ParseCause reads it: list:3,
// model.
func (c Cause) String() string {
	if c.ID == 0 {
		return string(c.Kind)
	}
	return string(c.Kind) + ":" + strconv.FormatInt(c.ID, 10)
}

// ParseCause reads what String writes, or returns an Invalid fault.
func ParseCause(text string) (Cause, error) {
	kind, number, numbered := strings.Cut(text, ":")
	c := Cause{Kind: Kind(kind)}
	switch c.Kind {
	case List, Rule, Bank:
		var err error
		if c.ID, err = strconv.ParseInt(number, 10, 64); err != nil || c.ID <= 0 {
			return Cause{}, fault.Field("cause", "needs a number, as in %s:3", c.Kind)
		}
		return c, nil
	case Model, Detector, Conduct:
		if !numbered {
			return c, nil
		}
	}
	return Cause{}, fault.Field("cause", "must be list:ID, rule:ID, bank:ID, model, detector or conduct")
}
