package evidence

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
)

// How the work is spread. A loan outlasts everything that one notice may take.
const (
	noticesAtOnce = 64
	workers       = 8
	loan          = 2 * time.Minute
	lookEvery     = 250 * time.Millisecond
)

// UnknownAfter is how long an evidence waits for somebody to say whose it is.
// Then it is nobody's, and still a case.
const UnknownAfter = 24 * time.Hour

// longestPause is between two looks at a notice that waits or fails.
const longestPause = 5 * time.Minute

// Start begins to work; Stop ends it.
func (s *Service) Start() {
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	s.running.Go(func() { s.repeat(ctx, "notices of calls wait", s.nudge, s.workAll) })
	s.running.Go(func() { s.repeat(ctx, "pictures of evidence wait", nil, s.copyAll) })
}

// Stop breaks off what is under way and waits for it. Whoever works on this
// store does it again. Without a Start it does nothing.
func (s *Service) Stop() {
	if s.stop != nil {
		s.stop()
		s.running.Wait()
	}
}

// repeat does rounds of work: at once as long as there is more, else when it is
// nudged or some time has passed.
func (s *Service) repeat(ctx context.Context, trouble string, nudge <-chan struct{}, round func(context.Context) (bool, error)) {
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	failing := false
	for ctx.Err() == nil {
		more, err := round(ctx)
		if err != nil && !failing && ctx.Err() == nil { // said once, not four times a second
			s.Log.ErrorContext(ctx, trouble, "error", err)
		}
		failing = err != nil
		if more && err == nil {
			continue
		}
		select {
		case <-nudge:
		case <-ticker.C:
		case <-ctx.Done():
		}
	}
}

// each does n pieces of work, a few at a time.
func (s *Service) each(n int, do func(i int)) {
	places := make(chan struct{}, workers)
	var all sync.WaitGroup
	for i := range n {
		places <- struct{}{}
		all.Go(func() {
			defer func() { <-places }()
			do(i)
		})
	}
	all.Wait()
}

// workAll works on what is due, and reports whether more may be.
func (s *Service) workAll(ctx context.Context) (more bool, err error) {
	now := s.Now()
	if s.rush.waits(s.keeps.Load(), now) {
		return false, nil
	}
	notices, err := s.Store.ClaimNotices(ctx, noticesAtOnce, now, now.Add(loan))
	if err != nil {
		return false, err
	}
	s.each(len(notices), func(i int) { s.workOne(ctx, notices[i]) })
	if len(notices) > 0 {
		s.Wake()
	}
	return len(notices) == noticesAtOnce, nil
}

// workOne does what a notice asks for. One that fails is tried again, ever less
// often, so that it holds up no others.
func (s *Service) workOne(ctx context.Context, n Notice) {
	err := s.work(ctx, n)
	if err == nil || ctx.Err() != nil || fault.Is(err, fault.Conflict) {
		return
	}
	s.Log.ErrorContext(ctx, "a notice of a call failed", "notice", n.ID, "attempts", n.Attempts, "error", err)
	if err := s.Store.PostponeNotice(ctx, n, s.Now().Add(pause(n.Attempts)), content.Seat{}); err != nil && !fault.Is(err, fault.Conflict) {
		s.Log.ErrorContext(ctx, "a notice of a call was not given back", "notice", n.ID, "error", err)
	}
}

func pause(attempts int) time.Duration {
	return min(time.Second<<min(attempts, 16), longestPause)
}

var errNothing = errors.New("evidence: the notice tells nothing")

func (s *Service) work(ctx context.Context, n Notice) error {
	told, err := s.Reader.Read(n.Kind, n.Body)
	if err != nil {
		return err
	}
	switch {
	case told.Step != nil:
		return s.step(ctx, n, *told.Step)
	case told.Evidence != nil:
		return s.found(ctx, n, *told.Evidence)
	case told.Lifted != nil:
		return s.lifted(ctx, n, *told.Lifted)
	}
	return errNothing
}
