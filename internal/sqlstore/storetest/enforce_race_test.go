package storetest

import (
	"context"
	"sync"
	"testing"

	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// interloper mutes u1 in s1 for ever, once, in the middle of somebody else's
// transaction. PostgreSQL lets it; on SQLite it waits until that has ended.
type interloper struct {
	t      *testing.T
	store  *sqlstore.Store
	caseID int64
	waits  bool
	once   sync.Once
	done   chan struct{}
}

func newInterloper(t *testing.T, d Database) *interloper {
	t.Helper()
	store := d.Open(t, sqlstore.Options{})
	return &interloper{t: t, store: store, waits: !d.Postgres, caseID: opened(t, store, complaint(1, "a")), done: make(chan struct{})}
}

func (i *interloper) mute() {
	i.once.Do(func() {
		go func() {
			defer close(i.done)
			mustNot(i.t, rule(i.store, i.caseID, func(review.Case, review.Reports) (*review.Ruling, error) {
				return &review.Ruling{Decision: review.Decision{App: live, CaseID: i.caseID, At: start},
					Sanctions: []enforce.Sanction{mute("u1", "s1", 0)}, Events: []outbox.Event{event("user:u1", "mute", start)}}, nil
			}))
		}()
		if !i.waits {
			<-i.done
		}
	})
}

// agree checks that the platform, which carries out the last order of the
// lane, and we hold the same.
func (i *interloper) agree() {
	i.t.Helper()
	<-i.done
	sent, err := i.store.Deliveries(context.Background(), delivery.Filter{App: live, Lane: "user:u1"})
	must(i.t, err)
	same(i.t, sent[0].Kind == "mute", len(inForce(i.t, i.store, "u1", 11)) == 1)
}

func TestMuteInTheMiddleOfALiftAgreesWithIt(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		i := newInterloper(t, d)
		_, err := d.Open(t, sqlstore.Options{}).LiftSanctions(context.Background(), enforce.Match{App: live, UserID: "u1", Action: verdict.Mute}, "7", "", at(11),
			func([]enforce.Sanction) []outbox.Event {
				i.mute()
				return []outbox.Event{event("user:u1", "lift", start)}
			})
		must(t, err)
		i.agree()
	})
}

func TestMuteInTheMiddleOfAnEndIsNotUndoneByIt(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		i := newInterloper(t, d)
		impose(t, i.store, mute("u1", "s1", 10))
		_, err := d.Open(t, sqlstore.Options{}).EndSanctions(context.Background(), at(11), 9, func(_ enforce.Sanction, covered bool) []outbox.Event {
			i.mute()
			if covered {
				return nil
			}
			return []outbox.Event{event("user:u1", "lift", start)}
		})
		must(t, err)
		i.agree()
	})
}
