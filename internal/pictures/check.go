package pictures

import (
	"context"
	"fmt"
	"image"
	_ "image/jpeg" // what media draws
	_ "image/png"
	"runtime/debug"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/media"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// How often a picture is tried.
const (
	maxFetches = 2                // what cannot be fetched so often a person is told of
	maxBegun   = 4                // what was begun so often and never finished is not looked at again
	fetchAgain = 31 * time.Second // media answers a failure from memory for half a minute
	storeAgain = 5 * time.Second
)

// check looks at one picture and writes what came of it.
func (s *Service) check(ctx context.Context, check Check) {
	looking, cancel := context.WithTimeout(ctx, loan-loanSpare)
	result, again, err := s.result(looking, check)
	broken := looking.Err() != nil
	cancel()
	switch {
	case broken && err != nil: // the loan runs out, or the program ends: somebody begins anew
		return
	case err != nil:
		s.log.WarnContext(ctx, "a picture could not be checked", "data_id", check.Record.DataID, "error", err)
		again = storeAgain
	}
	ctx, cancel = context.WithTimeout(context.WithoutCancel(ctx), loanSpare/2) // what is known is kept, also at the end
	defer cancel()
	if again > 0 {
		err = s.store.PostponePicture(ctx, check, s.now().Add(again))
	} else {
		err = s.store.FinishPicture(ctx, check, result)
	}
	switch {
	case err == nil && again == 0 && result.Event != nil:
		s.wake()
	case err != nil && !fault.Is(err, fault.Conflict): // the loan runs out, and somebody looks again
		s.log.WarnContext(ctx, "what came of a picture could not be kept", "data_id", check.Record.DataID, "error", err)
	}
}

// result is what comes of a check, or after what time it is tried again. Its
// errors are those of the store.
func (s *Service) result(ctx context.Context, check Check) (result Result, again time.Duration, err error) {
	if check.Attempts > maxBegun {
		return s.unseen(check, fmt.Sprintf("it was begun %d times and never finished", maxBegun)), 0, nil
	}
	picture, err := s.look(ctx, check)
	if err != nil {
		if ctx.Err() != nil {
			return Result{}, 0, err
		}
		if fault.HasCode(err, media.CodeTimeout) && check.Attempts < maxFetches {
			return Result{}, fetchAgain, nil
		}
		return s.unseen(check, fault.As(err).Message), 0, nil
	}
	seen, err := s.weighSafely(ctx, check, picture)
	if err != nil {
		return Result{}, 0, err
	}
	result, err = s.seen(ctx, check, seen)
	return result, 0, err
}

// look fetches the picture.
func (s *Service) look(ctx context.Context, check Check) (image.Image, error) {
	app, _ := s.apps.App(check.Record.App) // one that is gone completes no address
	address, err := media.Resolve(check.Record.Line.Text, app.MediaBaseURL)
	if err != nil {
		return nil, err
	}
	return s.Fetch(ctx, media.Wanted{Address: address, Kind: media.Picture, Since: check.Record.At})
}

// weighSafely has a picture that makes somebody's library panic be one that a
// person looks at.
func (s *Service) weighSafely(ctx context.Context, check Check, picture image.Image) (seen Seen, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			s.log.ErrorContext(ctx, "panic at a picture", "data_id", check.Record.DataID, "cause", cause, "stack", string(debug.Stack()))
			seen, err = Seen{Decision: policy.Decision{Outcome: policy.Review, Label: verdict.Pass, Reasons: []string{"it could not be looked at"}}}, nil
		}
	}()
	r := check.Record
	who, err := s.store.Standing(ctx, r.App, r.Line.UserID, s.now().Add(-screen.Lately))
	if err != nil {
		return Seen{}, err
	}
	return s.Weigh(ctx, Subject{
		App: r.App, DataID: r.DataID, Line: r.Line, Picture: picture,
		Context: policy.Context{Risk: who.Risk, Protected: who.Protected, Offences: who.Offences},
	})
}

// unseen is the result of a picture that was not seen: a person decides, and is
// told why.
func (s *Service) unseen(check Check, why string) Result {
	r := check.Record
	r.Checked, r.Outcome, r.Label, r.Score = true, policy.Review, verdict.Pass, 0
	r.Reasons, r.Evidence = []string{"the picture was not looked at: " + why}, nil
	return Result{Record: r, Report: r.Complaint(check.Channel)}
}

// seen is the result of a picture that was.
func (s *Service) seen(ctx context.Context, check Check, seen Seen) (Result, error) {
	r, d := check.Record, seen.Decision
	r.Checked, r.Outcome, r.Label, r.Score, r.Reasons, r.Evidence = true, d.Outcome, d.Label, d.Score, d.Reasons, seen.Evidence
	r.Policy = policy.Version
	result := Result{Record: r}
	if seen.Print != (Print{}) {
		result.Print = &seen.Print
	}
	if d.Outcome != policy.Review {
		if check.Channel != "" {
			told := r.Told(check.Channel, s.now())
			result.Event = &told
		}
		return result, nil
	}
	result.Report = r.Complaint(check.Channel)
	var err error
	result.Group, err = s.groupOf(ctx, r.App, seen.Print)
	return result, err
}

// groupOf names what a picture's case is of: a waiting picture that is nearly
// the same, or else itself.
func (s *Service) groupOf(ctx context.Context, app string, p Print) (string, error) {
	if !p.Telling() {
		return "", nil
	}
	waiting, err := s.store.WaitingPictures(ctx, app)
	if err != nil {
		return "", err
	}
	group, least := "picture "+p.Hash.String(), 8*len(p.Hash)+1
	for _, w := range waiting {
		if distance := p.Distance(w.Print); p.Near(w.Print) && distance < least {
			group, least = w.Group, distance
		}
	}
	return group, nil
}
