package review

import (
	"context"
	"slices"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// Queues lists every queue.
func Queues() []Queue {
	return []Queue{MessageQueue, AlbumQueue, LiveQueue, DialogueQueue, EvidenceQueue, ProfileQueue}
}

// ClaimRequest asks for cases of one queue.
type ClaimRequest struct {
	App   string // empty means any app
	Queue Queue
	Risk  *bool // nil means both, the high-risk ones first
	Who   Reviewer
	Limit int     // 0 means 1; at most MaxClaim
	IDs   []int64 // exactly these, as far as they are free; then Risk and Limit mean nothing. At most MaxClaim
}

// Claim lends the reviewer up to Limit cases, those he holds first. Pictures
// that are gone are closed instead of handed out, as by NextPictures, where the
// app asks for it. Nothing waiting is no error.
func (s *Service) Claim(ctx context.Context, r ClaimRequest) ([]Case, error) {
	if !slices.Contains(Queues(), r.Queue) {
		return nil, fault.Field("queue", "%q is none of %v", r.Queue, Queues())
	}
	if r.Limit < 0 || r.Limit > MaxClaim {
		return nil, fault.Field("limit", "must be from 1 to %d", MaxClaim)
	}
	if len(r.IDs) > MaxClaim {
		return nil, fault.Field("ids", "are more than %d", MaxClaim)
	}
	claim := Claim{
		App: r.App, Queues: []Queue{r.Queue}, AnyRisk: r.Risk == nil, Risk: r.Risk != nil && *r.Risk,
		Reviewer: r.Who.ID, Senior: r.Who.Senior, Limit: max(r.Limit, 1), Lease: s.Lease(),
	}
	claim.KeepFollowUps = r.Queue == AlbumQueue
	switch {
	case len(r.IDs) > 0:
		return s.claimChosen(ctx, claim, r.IDs)
	case r.Queue != AlbumQueue:
		return s.store.ClaimCases(ctx, claim, s.now())
	}
	return s.claimPictures(ctx, claim, s.apps)
}

// claimChosen lends exactly the cases, less pictures that are gone.
func (s *Service) claimChosen(ctx context.Context, claim Claim, ids []int64) ([]Case, error) {
	cases, err := s.store.ClaimChosen(ctx, claim, ids, s.now())
	if err != nil || s.check == nil || claim.Queues[0] != AlbumQueue {
		return cases, err
	}
	return s.closeGone(ctx, s.apps, cases)
}

// noApps knows no app.
func noApps(string) (app tenant.App, known bool) { return app, false }
