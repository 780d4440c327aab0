package evidence

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/media"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// Apps knows the apps.
type Apps interface {
	App(id string) (tenant.App, bool)
	All() []tenant.App
}

// Media copies what evidence shows and keeps it; see media.Service.
type Media interface {
	Open(ctx context.Context, wanted media.Wanted, form media.Form) (*media.File, error)
	Keep(ctx context.Context, wanted media.Wanted) (digest string, err error)
	Remove(ctx context.Context, wanted media.Wanted) error
}

// Sanctions lifts; see enforce.Service.
type Sanctions interface {
	ListSanctions(ctx context.Context, filter enforce.SanctionFilter) ([]enforce.Sanction, error)
	LiftOne(ctx context.Context, app tenant.App, sanctionID int64, by, memo string) (enforce.Sanction, error)
}

// Options are the parts of a Service. Nothing may be missing but Wake and Keeps.
type Options struct {
	Store     Store
	Reader    Reader
	Apps      Apps
	Media     Media
	Sanctions Sanctions
	Wake      func()                            // tells delivery that events may have been written
	Keeps     func(tenant.App) tenant.Retention // nil means tenant.ByDefault
	Now       func() time.Time
	Log       *slog.Logger
}

// Service keeps notices and works on them.
type Service struct {
	Options
	nudge   chan struct{} // a notice has come
	keeps   atomic.Int64  // notices that have come
	rush    rush
	stop    context.CancelFunc
	running sync.WaitGroup
}

// NewService makes a Service.
func NewService(o Options) *Service {
	if o.Wake == nil {
		o.Wake = func() {}
	}
	if o.Keeps == nil {
		o.Keeps = tenant.ByDefault
	}
	return &Service{Options: o, nudge: make(chan struct{}, 1)}
}

// Keep stores a notice, durably when it returns. What follows is the worker's.
func (s *Service) Keep(ctx context.Context, n Notice) error {
	if err := s.Store.KeepNotice(ctx, n); err != nil {
		return err
	}
	s.keeps.Add(1)
	select {
	case s.nudge <- struct{}{}:
	default: // the worker is to look anyway
	}
	return nil
}

// CaseEvidence is what is known of a case's evidence; see Store.
func (s *Service) CaseEvidence(ctx context.Context, app string, caseID int64) (Dossier, error) {
	return s.Store.CaseEvidence(ctx, app, caseID)
}

// Exhibit opens what an evidence of a case shows, in a form. What was not copied
// before its address expired is gone.
func (s *Service) Exhibit(ctx context.Context, app string, caseID int64, n int, form media.Form) (*media.File, error) {
	item, err := s.Store.CaseItem(ctx, app, caseID, n)
	if err != nil {
		return nil, err
	}
	if item.Shown == nil || item.Copy.State == NoCopy {
		return nil, fault.New(fault.NotFound, media.CodeGone, "this evidence shows nothing")
	}
	wanted, err := wantedOf(item)
	if err != nil {
		return nil, err
	}
	return s.Media.Open(ctx, wanted, form)
}

// How long notices that are done with are kept, and calls without evidence.
const (
	keepNotices = 3 * 24 * time.Hour
	keepCalls   = 30 * 24 * time.Hour
	dropAtOnce  = 200
)

// ForgetOld forgets what has been kept long enough, with its pictures.
func (s *Service) ForgetOld(ctx context.Context) error {
	now := s.Now()
	for _, app := range s.Apps.All() {
		if err := s.forget(ctx, app.ID, now.Add(-s.Keeps(app).Evidence.Length())); err != nil {
			return err
		}
	}
	return s.Store.DropTold(ctx, now.Add(-keepNotices), now.Add(-keepCalls))
}

func (s *Service) forget(ctx context.Context, app string, before time.Time) error {
	for {
		items, err := s.Store.DropEvidence(ctx, app, before, dropAtOnce)
		if err != nil {
			return err
		}
		for _, item := range items {
			if err := s.RemoveCopy(ctx, item); err != nil {
				return err
			}
		}
		if len(items) < dropAtOnce {
			return nil
		}
	}
}

// RemoveCopy removes the copy of what an evidence shows, if there is one.
func (s *Service) RemoveCopy(ctx context.Context, item Item) error {
	wanted, err := wantedOf(item)
	if item.Copy.State != Kept && item.Copy.State != Waiting || err != nil {
		return nil //nolint:nilerr // it shows nothing that could have been copied
	}
	if err := s.Media.Remove(ctx, wanted); err != nil {
		return fault.Wrap(fault.Internal, err, "a copy could not be removed")
	}
	return nil
}
