package evidence

import (
	"context"
	"strconv"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/media"
)

// How pictures are copied. The address expires, so that the tries are soon.
const (
	copiesAtOnce = 8
	copyLoan     = 3 * time.Minute
	copyTries    = 8
	firstRetry   = 5 * time.Second
)

// elsewhere is how long a picture that was fetched, and could not be put where
// it is to be, may lie with a node that is away.
const elsewhere = 7 * 24 * time.Hour

// wantedOf is what an evidence shows. Its copy is its own: what lies at the
// address later is another evidence's.
func wantedOf(item Item) (media.Wanted, error) {
	if item.Shown == nil {
		return media.Wanted{}, fault.New(fault.NotFound, media.CodeGone, "this evidence shows nothing")
	}
	kind := media.Picture
	if item.Shown.Type == content.ShownFilm {
		kind = media.Clip
	}
	address, err := media.Resolve(item.Shown.URL, "")
	return media.Wanted{Address: address, Kind: kind, Name: "evidence " + strconv.FormatInt(item.ID, 10)}, err
}

// copyAll copies what is due, and reports whether more may be.
func (s *Service) copyAll(ctx context.Context) (more bool, err error) {
	now := s.Now()
	items, err := s.Store.ClaimCopies(ctx, copiesAtOnce, now, now.Add(copyLoan))
	if err != nil {
		return false, err
	}
	s.each(len(items), func(i int) { s.copyOne(ctx, items[i]) })
	return len(items) == copiesAtOnce, nil
}

func (s *Service) copyOne(ctx context.Context, item Item) {
	made, due := s.copied(ctx, item)
	if ctx.Err() != nil {
		return // whoever works on this store tries again
	}
	if err := s.Store.FinishCopy(ctx, item, made, due); err != nil && !fault.Is(err, fault.Conflict) {
		s.Log.ErrorContext(ctx, "the copy of an evidence was not noted", "evidence", item.ID, "error", err)
	}
}

// copied copies a picture, and says when to try again where that failed. What
// our own store does not take waits for as long as that takes.
func (s *Service) copied(ctx context.Context, item Item) (made Copy, due time.Time) {
	wanted, err := wantedOf(item)
	if err == nil {
		var digest string
		if digest, err = s.Media.Keep(ctx, wanted); err == nil {
			return Copy{State: Kept, Digest: digest}, time.Time{}
		}
	}
	code, now := fault.As(err).StableCode(), s.Now()
	if code == media.CodeAway || item.Copy.Problem == media.CodeAway && now.Sub(item.ReceivedAt) < elsewhere {
		return Copy{State: Waiting, Problem: media.CodeAway}, now.Add(min(firstRetry<<min(item.Tries, 16), longestPause))
	}
	passing := code == media.CodeTimeout || fault.As(err).Kind == fault.Unavailable || fault.As(err).Kind == fault.Internal
	if passing && item.Tries < copyTries {
		return Copy{State: Waiting, Problem: code}, now.Add(firstRetry << item.Tries)
	}
	return Copy{State: Failed, Problem: code}, time.Time{}
}
