package erasure

import (
	"context"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/evidence"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/id"
)

// State is how far an erasure is.
type State string

// The states.
const (
	Running State = "running"
	Resting State = "resting" // all is erased but what has to stay yet
	Ended   State = "ended"
)

// Counts are numbers of rows by table.
type Counts map[string]int64

// Erasure is one.
type Erasure struct {
	ID        int64
	App       string
	User      string // empty once nothing of him is left
	Pseudonym string
	Reason    string
	AskedAt   time.Time
	State     State
	Step      int // the next
	Counts    Counts
	Remains   Counts    // what has to stay yet: open cases, deliveries to be made, sanctions in force
	DoneAt    time.Time // of the receipt; zero: there is none yet
}

// Store carries the steps out, in batches, each of which is one transaction
// that counts what it did.
type Store interface {
	// BeginErasure notes what is asked for, with an audit entry, and numbers it.
	BeginErasure(ctx context.Context, e Erasure) (Erasure, error)
	// FindErasure returns one, or a NotFound fault.
	FindErasure(ctx context.Context, id int64) (Erasure, error)
	// UndoneErasures are those that have not ended.
	UndoneErasures(ctx context.Context) ([]Erasure, error)
	// EraseTable erases a table, and counts what has to stay yet; dry only counts.
	EraseTable(ctx context.Context, e Erasure, t Table, dry bool) (erased, remains int64, err error)
	// EraseCoins gives the user's accounts in the ledger his pseudonym.
	EraseCoins(ctx context.Context, e Erasure, dry bool) (int64, error)
	// EvidenceOfUser is the user's evidence behind a number that no undecided case
	// shows.
	EvidenceOfUser(ctx context.Context, e Erasure, after int64, limit int) ([]evidence.Item, error)
	// DropUserEvidence forgets some of it.
	DropUserEvidence(ctx context.Context, e Erasure, items []int64) error
	// RedactAudit redacts what the audit log tells of the user; see auditlog.Redacted.
	RedactAudit(ctx context.Context, e Erasure, dry bool) (int64, error)
	// FinishErasureStep notes that a step is done, and what has to stay yet of it.
	FinishErasureStep(ctx context.Context, e Erasure, table string, remains int64) (Erasure, error)
	// CloseErasure ends a round: with a receipt in the audit log after the first, and
	// the user's id gone where nothing remains.
	CloseErasure(ctx context.Context, e Erasure) (Erasure, error)
}

// Media removes the copies of what evidence shows; see evidence.Service.
type Media interface {
	RemoveCopy(ctx context.Context, item evidence.Item) error
}

// Service erases. Media is nil where copies are out of reach, as for a command
// beside a server: evidence that has some is then left to the server.
type Service struct {
	Store Store
	Media Media
	Now   func() time.Time
}

// The steps beside those of the plan, by the names under which they are counted.
const (
	coins    = "coin_accounts"
	exhibits = "evidence"
	log      = "audit"
)

// emptied is what a device reads where a message stood.
const emptied = `{"type":0}`

// MaxUser bounds a user's id, in bytes.
const MaxUser = 128

const itemsAtOnce = 50

// Count is what an erasure would do now, and what would have to stay.
func (s *Service) Count(ctx context.Context, app, user string) (erased, remains Counts, err error) {
	e := Erasure{App: app, User: user, Pseudonym: "-", AskedAt: s.Now()}
	erased, remains = Counts{}, Counts{}
	if err := check(user); err != nil {
		return nil, nil, err
	}
	for _, t := range Plan() {
		number, stay, err := s.Store.EraseTable(ctx, e, t, true)
		if err != nil {
			return nil, nil, err
		}
		erased.add(t.Name, number)
		remains.add(t.Name, stay)
	}
	number, err := s.Store.EraseCoins(ctx, e, true)
	if err != nil {
		return nil, nil, err
	}
	erased.add(coins, number)
	if number, err = s.eachExhibit(ctx, e, nil); err != nil {
		return nil, nil, err
	}
	erased.add(exhibits, number)
	number, err = s.Store.RedactAudit(ctx, e, true)
	erased.add(log, number)
	return erased, remains, err
}

func (c Counts) add(table string, number int64) {
	if number > 0 {
		c[table] += number
	}
}

func check(user string) error {
	if user == "" || len(user) > MaxUser {
		return fault.Field("user", "must be a user's id of 1 to %d bytes", MaxUser)
	}
	return nil
}

// Erase asks for an erasure and carries it out. Broken off, GoOn goes on.
func (s *Service) Erase(ctx context.Context, app, user, reason string) (Erasure, error) {
	if err := check(user); err != nil {
		return Erasure{}, err
	}
	e, err := s.Store.BeginErasure(ctx, Erasure{
		App: app, User: user, Pseudonym: "erased-" + strings.ToLower(id.NewKey())[:20], Reason: reason, AskedAt: s.Now(),
	})
	if err != nil {
		return e, err
	}
	return s.round(ctx, e)
}

// GoOn goes on with what was broken off, and looks whether what had to stay may
// go by now.
func (s *Service) GoOn(ctx context.Context) error {
	undone, err := s.Store.UndoneErasures(ctx)
	if err != nil {
		return err
	}
	for _, e := range undone {
		if _, err := s.round(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// step does a part of a round. It returns under what name that counts, and what
// has to stay yet.
type step func(ctx context.Context) (table string, remains int64, err error)

// round goes through the steps that are left.
func (s *Service) round(ctx context.Context, e Erasure) (Erasure, error) {
	steps := s.steps(e)
	for e.Step < len(steps) {
		table, remains, err := steps[e.Step](ctx)
		if err != nil {
			return e, err
		}
		if e, err = s.Store.FinishErasureStep(ctx, e, table, remains); err != nil {
			return e, err
		}
	}
	return s.Store.CloseErasure(ctx, e)
}

// steps of a round: after the first, only of what had to stay.
func (s *Service) steps(e Erasure) []step {
	steps := []step{func(ctx context.Context) (string, int64, error) {
		left := int64(0)
		_, err := s.eachExhibit(ctx, e, func(items []evidence.Item) error {
			kept, err := s.drop(ctx, e, items)
			left += kept
			return err
		})
		return exhibits, left, err
	}}
	if e.State != Resting {
		steps = append(steps, func(ctx context.Context) (string, int64, error) {
			_, err := s.Store.EraseCoins(ctx, e, false)
			return coins, 0, err
		})
	}
	for _, t := range Plan() {
		if e.State == Resting && t.Stays == "" { // done in the first round
			continue
		}
		steps = append(steps, func(ctx context.Context) (string, int64, error) {
			_, remains, err := s.Store.EraseTable(ctx, e, t, false)
			return t.Name, remains, err
		})
	}
	return append(steps, func(ctx context.Context) (string, int64, error) {
		_, err := s.Store.RedactAudit(ctx, e, false)
		return log, 0, err
	})
}

// eachExhibit has the user's evidence dropped, or only counts it.
func (s *Service) eachExhibit(ctx context.Context, e Erasure, drop func([]evidence.Item) error) (number int64, err error) {
	for after := int64(0); ; {
		items, err := s.Store.EvidenceOfUser(ctx, e, after, itemsAtOnce)
		if err != nil || len(items) == 0 {
			return number, err
		}
		number, after = number+int64(len(items)), items[len(items)-1].ID
		if drop == nil {
			continue
		}
		if err := drop(items); err != nil {
			return number, err
		}
	}
}

// drop removes the copies first: a row whose copy is gone can be dropped again,
// a copy without a row would never be found. What has a copy that is out of reach
// is left, and counted.
func (s *Service) drop(ctx context.Context, e Erasure, items []evidence.Item) (left int64, err error) {
	var ids []int64
	for _, item := range items {
		if copied := item.Copy.State == evidence.Kept || item.Copy.State == evidence.Waiting; copied && s.Media == nil {
			left++
			continue
		}
		if s.Media != nil {
			if err := s.Media.RemoveCopy(ctx, item); err != nil {
				return left, err
			}
		}
		ids = append(ids, item.ID)
	}
	return left, s.Store.DropUserEvidence(ctx, e, ids)
}
