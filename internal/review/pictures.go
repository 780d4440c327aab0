package review

import (
	"context"
	"sync"
	"time"

	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// ResourceCheck asks the app's business platform whether a user's picture is
// still there (PROTOCOLS §2, /res/check).
type ResourceCheck func(ctx context.Context, app tenant.App, userID, url string) (there bool, err error)

// Gone is the verdict on a picture that its owner had removed before anybody
// saw it. It is the system's, and nothing follows from it.
const Gone verdict.Label = "gone"

// checkTimeout bounds how long a reviewer waits for one batch of checks.
const checkTimeout = 3 * time.Second

// NextPictures lends the reviewer up to limit pictures, those he holds first.
// Where the app asks for it, a picture that is gone is closed instead of
// handed out; one that could not be asked about is handed out.
func (s *Service) NextPictures(ctx context.Context, app tenant.App, who Reviewer, risk bool, limit int) ([]Case, error) {
	return s.claimPictures(ctx, Claim{
		App: app.ID, Queues: []Queue{AlbumQueue}, Risk: risk,
		Reviewer: who.ID, Senior: who.Senior, Limit: min(limit, MaxClaim), Lease: s.Lease(),
		KeepFollowUps: true,
	}, func(string) (tenant.App, bool) { return app, true })
}

// claimPictures claims until something is there to be handed out, or nothing
// waits.
func (s *Service) claimPictures(ctx context.Context, claim Claim, apps func(id string) (tenant.App, bool)) ([]Case, error) {
	for {
		cases, err := s.store.ClaimCases(ctx, claim, s.now())
		if err != nil || s.check == nil {
			return cases, err
		}
		there, err := s.closeGone(ctx, apps, cases)
		if err != nil || len(there) > 0 || len(cases) == 0 {
			return there, err
		}
	}
}

// closeGone asks about the pictures of the apps that want it, all at once,
// closes the cases of those that are gone, and returns the others.
func (s *Service) closeGone(ctx context.Context, apps func(id string) (tenant.App, bool), cases []Case) ([]Case, error) {
	asking, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	gone := make([]bool, len(cases))
	var wait sync.WaitGroup
	for i, c := range cases {
		app, known := apps(c.App)
		if !known || !app.Carries() || !app.Uplus.CheckBeforeReview {
			continue
		}
		wait.Go(func() {
			there, err := s.check(asking, app, c.First.Accused, c.First.Messages[0].URL)
			gone[i] = err == nil && !there
		})
	}
	wait.Wait()

	var there []Case
	for i, c := range cases {
		if !gone[i] {
			there = append(there, c)
			continue
		}
		err := s.store.RecordRuling(ctx, c.App, c.ID, s.now(), func(c Case, _ Reports) (*Ruling, error) {
			if c.State == Decided {
				return nil, nil
			}
			return &Ruling{Decision: Decision{App: c.App, CaseID: c.ID, RecordID: c.ID,
				Author: Author{Kind: BySystem, ID: "res_check"}, At: s.now(), Verdict: Gone}}, nil
		})
		if err != nil {
			return nil, err
		}
	}
	return there, nil
}
