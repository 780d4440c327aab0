package pictures

import (
	"context"
	"image"
	"log/slog"
	"sync"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/media"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// keepFor is how long it is known what was seen: as long as cases may be looked
// at again.
const keepFor = 90 * 24 * time.Hour

// Media fetches and draws pictures; see media.Service.
type Media interface {
	Open(ctx context.Context, wanted media.Wanted, form media.Form) (*media.File, error)
	Decode(ctx context.Context, data []byte) (*image.RGBA, error)
}

// Apps knows the apps.
type Apps interface {
	App(id string) (tenant.App, bool)
}

// Judge weighs what codes say as it does messages; see screen.Judge.
type Judge interface {
	Judge(app string, line content.Line, c policy.Context) screen.Judgement
}

// Options are the parts of a Service. All but Wake are required.
type Options struct {
	Store      Store
	Banks      *Banks
	Media      Media
	Apps       Apps
	Caller     Caller // of detectors
	Judge      Judge
	Thresholds func(app string) policy.Thresholds
	Wake       func() // tells delivery that events may have been written; nil for nothing
	Now        func() time.Time
	Log        *slog.Logger
}

// Service looks at pictures.
type Service struct {
	store      Store
	banks      *Banks
	media      Media
	apps       Apps
	caller     Caller
	judge      Judge
	thresholds func(app string) policy.Thresholds
	wake       func()
	now        func() time.Time
	log        *slog.Logger

	breakers breakers
	reading  chan struct{} // places for reading codes

	stop    context.CancelFunc // set by Start
	running sync.WaitGroup
}

// NewService makes a Service; Start begins its work.
func NewService(o Options) *Service {
	if o.Wake == nil {
		o.Wake = func() {}
	}
	return &Service{
		store: o.Store, banks: o.Banks, media: o.Media, apps: o.Apps, caller: o.Caller, judge: o.Judge, thresholds: o.Thresholds,
		wake: o.Wake, now: o.Now, log: o.Log, reading: make(chan struct{}, readAtOnce),
	}
}

// readAtOnce is how many pictures' codes are read at once: it is the work that
// keeps a processor busy.
const readAtOnce = 2

// codes reads a picture's codes when there is a place.
func (s *Service) codes(ctx context.Context, picture image.Image) ([]string, error) {
	select {
	case s.reading <- struct{}{}:
		defer func() { <-s.reading }()
		ctx, cancel := context.WithTimeout(ctx, codeTime)
		defer cancel()
		return codesIn(ctx, picture)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// detector is the app's own; nil where it has none.
func (s *Service) detector(app string) *tenant.Detector {
	found, known := s.apps.App(app)
	if !known || found.Audit == nil {
		return nil
	}
	return found.Audit.Detector
}

// Try tells what would become of a picture that nobody in particular sends.
// Nothing is kept. The errors of what is no picture are those of media.
func (s *Service) Try(ctx context.Context, app string, data []byte) (Seen, error) {
	picture, err := s.media.Decode(ctx, data)
	if err != nil {
		return Seen{}, err
	}
	return s.Weigh(ctx, Subject{App: app, Line: content.Line{Type: content.PictureLine}, Picture: picture})
}

// Print draws a picture that came by itself and takes its print.
func (s *Service) Print(ctx context.Context, data []byte) (Print, error) {
	picture, err := s.media.Decode(ctx, data)
	if err != nil {
		return Print{}, err
	}
	return PrintOf(picture), nil
}

// Fetch gets a picture and draws it.
func (s *Service) Fetch(ctx context.Context, wanted media.Wanted) (image.Image, error) {
	file, err := s.media.Open(ctx, wanted, media.Full)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()   // a failed close of what was read changes nothing
	picture, _, err := image.Decode(file) // drawn by us: within bounds, a JPEG or a PNG
	return picture, err
}

// CasePrint is the print of a message of a case: what was seen when it came, or
// else what is at its address now.
func (s *Service) CasePrint(ctx context.Context, caseID int64, first bool, wanted media.Wanted) (Print, error) {
	if first {
		if kept, err := s.store.CasePrint(ctx, caseID); err == nil {
			return kept, nil
		}
	}
	picture, err := s.Fetch(ctx, wanted)
	if err != nil {
		return Print{}, err
	}
	return PrintOf(picture), nil
}

// ForgetOld drops what has been known for long enough.
func (s *Service) ForgetOld(ctx context.Context) error {
	_, err := s.store.PrunePictures(ctx, s.now().Add(-keepFor))
	return err
}
