package words

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/detect/classify"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/follow"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// Apps knows the apps.
type Apps interface {
	// App finds an app by its id.
	App(id string) (tenant.App, bool)
}

// Options of a Service. All but Model are required.
type Options struct {
	Store Store
	Apps  Apps
	Now   func() time.Time
	Log   *slog.Logger
	// Model is the linear model in use, with its version; nil where there is none.
	// It must be fast.
	Model func() (version int64, model *classify.Model)
}

// PollEvery is how often a started service asks whether another process has
// changed a list.
const PollEvery = 500 * time.Millisecond

// Service keeps the lists, and finds their terms in messages. Started, it
// follows what other processes change.
type Service struct {
	*follow.Follower

	store Store
	apps  Apps
	now   func() time.Time
	log   *slog.Logger
	model func() (int64, *classify.Model)

	book      atomic.Pointer[book]
	loading   sync.Mutex       // one Refresh at a time
	shelves   map[int64]*shelf // by list; of the Refresh
	scratches sync.Pool        // of *detect.Scratch
	curating  sync.Mutex       // one Curate at a time
}

// NewService makes a Service, which finds nothing until its first Refresh.
func NewService(o Options) *Service {
	if o.Model == nil {
		o.Model = func() (int64, *classify.Model) { return 0, nil }
	}
	s := &Service{store: o.Store, apps: o.Apps, now: o.Now, log: o.Log, model: o.Model, shelves: map[int64]*shelf{}}
	s.scratches.New = newScratch
	s.Follower = follow.New("the word lists are not up to date", PollEvery, o.Log, s.Refresh)
	s.book.Store(emptyBook())
	return s
}

// Lists returns every list, the shared ones first.
func (s *Service) Lists(ctx context.Context) ([]List, error) { return s.store.WordLists(ctx) }

// List returns one list, or a NotFound fault.
func (s *Service) List(ctx context.Context, id int64) (List, error) { return s.store.WordList(ctx, id) }

// PutList makes the list with the ID so; without an ID, the app's list of that
// name, which is made where there is none.
func (s *Service) PutList(ctx context.Context, list List) (List, error) {
	if err := list.Check(); err != nil {
		return List{}, err
	}
	if _, known := s.apps.App(list.App); list.App != "" && !known {
		return List{}, fault.Field("app", "there is no app %.64q", list.App)
	}
	list.UpdatedAt = s.now()
	put, err := s.store.PutWordList(ctx, list)
	s.changed(err)
	return put, err
}

// EnsureList returns the app's list of that name, which is made, enabled, where
// there is none.
func (s *Service) EnsureList(ctx context.Context, app, name string) (list List, made bool, err error) {
	lists, err := s.store.WordLists(ctx)
	if err != nil {
		return List{}, false, err
	}
	for _, list := range lists {
		if list.App == app && list.Name == name {
			return list, false, nil
		}
	}
	list, err = s.PutList(ctx, List{App: app, Name: name, Enabled: true})
	return list, err == nil, err
}

// DeleteList deletes a list with its terms.
func (s *Service) DeleteList(ctx context.Context, id int64) error {
	err := s.store.DeleteWordList(ctx, id)
	s.changed(err)
	return err
}

// Terms returns a part of a list, the newest first.
func (s *Service) Terms(ctx context.Context, listID int64, filter Filter) ([]Term, error) {
	if _, err := s.store.WordList(ctx, listID); err != nil {
		return nil, err
	}
	return s.store.WordTerms(ctx, listID, filter)
}

// AddTerms adds terms to a list and changes those that it has. All are checked
// before any is added; the fault names the first wrong one as terms[i].
func (s *Service) AddTerms(ctx context.Context, listID int64, terms []Term) (Counts, error) {
	if len(terms) > MaxAdded {
		return Counts{}, fault.Field("terms", "are more than %d; import them", MaxAdded)
	}
	checked, err := allReady(terms)
	if err != nil {
		return Counts{}, err
	}
	return s.put(ctx, listID, distinct(checked), auditlog.WordsAdd, false)
}

// RemoveTerms removes terms by id and counts those that there were.
func (s *Service) RemoveTerms(ctx context.Context, listID int64, ids []int64) (int, error) {
	removed, err := s.store.RemoveWordTerms(ctx, listID, ids)
	s.changed(err)
	return removed, err
}

// changed has the snapshots follow a change that was made here.
func (s *Service) changed(err error) {
	if err == nil {
		s.Changed()
	}
}
