package screen

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/review"
)

// Finder finds what speaks against a message. It must be safe for any number
// of goroutines, and fast: the message's sender waits.
type Finder interface {
	Find(app string, line content.Line) []policy.Evidence
}

// Needs is what thresholds and rules in force read that is not known of every
// message.
type Needs struct {
	Sender bool // Context.Risk, Protected and Offences
	Lines  bool // Lines10s and Lines60s
	Same   bool // Repeats and Spread
	Near   bool // Near

	Repeats bool // that alone, as a limit of floods does: it costs less than Same
}

// And is what either wants to know.
func (n Needs) And(other Needs) Needs {
	return Needs{
		Sender: n.Sender || other.Sender, Lines: n.Lines || other.Lines, Same: n.Same || other.Same, Near: n.Near || other.Near,
		Repeats: n.Repeats || other.Repeats,
	}
}

// Ruled is what rules make of a message.
type Ruled struct {
	Evidence []policy.Evidence // of those in force
	Shadow   []policy.Evidence // what those that are only tried would have said
	Trace    []Trace           // of every rule that was looked at, where it was asked for
}

// Trace is how a rule came to its result.
type Trace struct {
	Rule    policy.Cause `json:"rule"`
	Name    string       `json:"name"`
	State   string       `json:"state"`
	Met     bool         `json:"met"`               // its condition holds
	Problem string       `json:"problem,omitempty"` // why it could not be told
}

// Rules are the apps' own. They must be safe for any number of goroutines, and
// fast.
type Rules interface {
	// Needs tells what an app's rules want to know.
	Needs(app string) Needs
	// Rule holds a message against an app's rules. found is what else speaks
	// against it. With trace, it says how each rule did.
	Rule(app string, line content.Line, c policy.Context, found []policy.Evidence, trace bool) Ruled
}

// Standing is what an app and its reviewers know of a sender.
type Standing struct {
	Risk      bool // on the risk list
	Protected bool // on the special list
	Offences  int  // cases in which something was found of him
}

// Store keeps messages and their answers.
type Store interface {
	// RecordLine keeps a message. With a report – not nil – it also opens a case
	// of its own for it in the live queue, by the accused's standing, and it writes
	// the events, in the same transaction. When it returns, all of it is durable.
	RecordLine(ctx context.Context, record Record, report *review.Report, events ...outbox.Event) error

	// Standing tells what is known of a sender. Offences are counted since a
	// moment; the zero time counts none.
	Standing(ctx context.Context, app, userID string, since time.Time) (Standing, error)

	// RecordPicture keeps a picture that is looked at afterwards, with the due
	// look, in one transaction. Channel tells its app what came of it; empty for
	// none. When it returns, both are durable.
	RecordPicture(ctx context.Context, record Record, channel string) error

	// RecordLines keeps messages about which nobody is asked: all of them, or
	// none. When it returns, they are durable.
	RecordLines(ctx context.Context, records []Record) error

	// PruneLines forgets messages, a few in each transaction, and returns the
	// last one that it looked at, where the next prune may go on.
	PruneLines(ctx context.Context, prune Prune) (last int64, err error)
}

// Reader finds kept messages.
type Reader interface {
	// FindLine returns the message, or a NotFound fault. An empty app means any.
	FindLine(ctx context.Context, app, dataID string) (Record, error)
	// Lines searches.
	Lines(ctx context.Context, filter LineFilter) (LinePage, error)
}
