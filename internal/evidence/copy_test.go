package evidence

import (
	"context"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/media"
)

// keeper answers every Keep alike.
type keeper struct {
	Media
	err error
}

func (k keeper) Keep(context.Context, media.Wanted) (string, error) {
	if k.err != nil {
		return "", k.err
	}
	return "digest", nil
}

// TestAPictureWaitsForOurOwnStore as long as that takes; for its address only so
// often, unless another node may have fetched it.
func TestAPictureWaitsForOurOwnStore(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_800_000_000, 0)
	shown := content.Evidence{Shown: &content.Shown{Type: 1, URL: "https://cdn.example/1.jpg"}}
	gone := fault.New(fault.NotFound, media.CodeGone, "gone")
	slow := fault.New(fault.Unavailable, media.CodeTimeout, "slow")
	away := fault.New(fault.Unavailable, media.CodeAway, "away")
	for name, row := range map[string]struct {
		item  Item
		err   error
		state CopyState
		why   string
		wait  time.Duration
	}{
		"kept":                      {Item{Evidence: shown}, nil, Kept, "", 0},
		"gone":                      {Item{Evidence: shown}, gone, Failed, media.CodeGone, 0},
		"slow":                      {Item{Evidence: shown, Tries: 1}, slow, Waiting, media.CodeTimeout, 10 * time.Second},
		"slow for too long":         {Item{Evidence: shown, Tries: copyTries}, slow, Failed, media.CodeTimeout, 0},
		"our store is away":         {Item{Evidence: shown, Tries: 1}, away, Waiting, media.CodeAway, 10 * time.Second},
		"for a day":                 {Item{Evidence: shown, Tries: 300, ReceivedAt: now.Add(-24 * time.Hour)}, away, Waiting, media.CodeAway, longestPause},
		"another node has it":       {Item{Evidence: shown, ReceivedAt: now.Add(-time.Hour), Copy: Copy{Problem: media.CodeAway}}, gone, Waiting, media.CodeAway, 5 * time.Second},
		"another node had it":       {Item{Evidence: shown, ReceivedAt: now.Add(-elsewhere), Copy: Copy{Problem: media.CodeAway}}, gone, Failed, media.CodeGone, 0},
		"it is nothing to be shown": {Item{}, nil, Failed, media.CodeGone, 0},
	} {
		s := NewService(Options{Media: keeper{err: row.err}, Now: func() time.Time { return now }})
		made, due := s.copied(t.Context(), row.item)
		wait := due.Sub(now)
		if due.IsZero() {
			wait = 0
		}
		if made.State != row.state || made.Problem != row.why || wait != row.wait || (made.Digest != "") != (row.state == Kept) {
			t.Errorf("%s: %+v in %s", name, made, wait)
		}
	}
}
