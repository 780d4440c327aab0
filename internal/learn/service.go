package learn

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/xiezhi/xiezhi/internal/detect/classify"
	"github.com/xiezhi/xiezhi/internal/follow"
)

// Options of a Service. All are required.
type Options struct {
	Store Store
	Now   func() time.Time
	Log   *slog.Logger
}

// PollEvery is how often a started service asks whether another process has
// put another model in use.
const PollEvery = 500 * time.Millisecond

// Service trains models and has one of them in use. Started, it follows which
// one other processes put in use.
type Service struct {
	*follow.Follower

	store Store
	now   func() time.Time
	log   *slog.Logger

	inUse    atomic.Pointer[used]
	loading  sync.Mutex // one Refresh at a time
	training sync.Mutex
	life     context.Context // ends with Stop, and trainings with it
	end      context.CancelFunc
}

// used is what is in use. It never changes.
type used struct {
	revision int64
	version  int64 // 0: none
	model    *classify.Model
}

// NewService makes a Service, which has no model in use until its first
// Refresh.
func NewService(o Options) *Service {
	s := &Service{store: o.Store, now: o.Now, log: o.Log}
	s.life, s.end = context.WithCancel(context.Background())
	s.Follower = follow.New("the model in use is not up to date", PollEvery, o.Log, s.Refresh)
	s.inUse.Store(&used{revision: -1})
	return s
}

// InUse is the model in use and its version; 0 and nil where there is none.
func (s *Service) InUse() (version int64, model *classify.Model) {
	u := s.inUse.Load()
	return u.version, u.model
}

// Models lists the versions, the newest first, without their reports.
func (s *Service) Models(ctx context.Context) ([]Version, error) { return s.store.Models(ctx) }

// Version is one version with its report, or a NotFound fault.
func (s *Service) Version(ctx context.Context, number int64) (Version, error) {
	return s.store.Model(ctx, number)
}

// Model is a version's model, or a NotFound fault.
func (s *Service) Model(ctx context.Context, version int64) (*classify.Model, error) {
	if number, model := s.InUse(); number == version && model != nil {
		return model, nil
	}
	file, err := s.store.ModelFile(ctx, version)
	if err != nil {
		return nil, err
	}
	model := new(classify.Model)
	return model, model.UnmarshalBinary(file)
}

// Install puts a version in use: on every node within a second.
func (s *Service) Install(ctx context.Context, version int64) (Version, error) {
	if _, err := s.Model(ctx, version); err != nil { // one that cannot be read is in nobody's use
		return Version{}, err
	}
	if err := s.store.InstallModel(ctx, version); err != nil {
		return Version{}, err
	}
	s.Changed()
	return s.store.Model(ctx, version)
}

// RollBack puts what was in use before in use again. The answer is zero where
// that was nothing.
func (s *Service) RollBack(ctx context.Context) (Version, error) {
	if err := s.store.RollBackModel(ctx); err != nil {
		return Version{}, err
	}
	s.Changed()
	version, err := s.store.ModelInUse(ctx)
	if err != nil || version == 0 {
		return Version{}, err
	}
	return s.store.Model(ctx, version)
}
