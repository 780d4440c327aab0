package sqlstore

import (
	"cmp"
	"context"
	"slices"

	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// segmentStep is how many segments a search asks about at once.
const segmentStep = 32

// key is what the filter's user or room is posted by, where that leads.
func (w *walk) key() (uint64, bool) {
	switch {
	case !w.posts || w.App == "" || w.Cause.Kind != "":
		return 0, false
	case w.UserID != "":
		return keyOfUser(w.App, w.UserID), true
	case w.RoomID != "":
		return keyOfRoom(w.App, w.RoomID), true
	}
	return 0, false
}

// stepPosted looks through what is not posted yet, and then at what is posted of
// the key.
func (w *walk) stepPosted(ctx context.Context, key uint64) (rows []query.StepLinesRow, next int64, err error) {
	last, err := w.q.LastPosted(ctx)
	if err != nil {
		return nil, 0, err
	}
	if w.before <= last+1 {
		return w.stepSegments(ctx, key)
	}
	rows, err = w.q.StepLines(ctx, query.StepLinesParams{Before: w.before, First: max(w.first, last+1), MaxLines: searchStep})
	if err != nil || len(rows) < searchStep {
		return rows, last + 1, err
	}
	return rows, rows[len(rows)-1].ID, nil
}

// stepSegments goes through segments until enough of them is found, or all were
// seen.
func (w *walk) stepSegments(ctx context.Context, key uint64) (rows []query.StepLinesRow, next int64, err error) {
	var ids []int64
	for before := w.before; before > w.first && next == 0; {
		segments, err := w.q.LinePostings(ctx, query.LinePostingsParams{Bucket: bucketOf(key), Before: before, MaxSegments: segmentStep})
		if err != nil {
			return nil, 0, err
		}
		before = 0
		for _, segment := range segments {
			ids, before = posted(ids, segment, key, w.before), segment.FirstID
			if len(ids) > int(w.size) {
				ids = ids[:w.size]
				next = ids[len(ids)-1]
				break
			}
		}
	}
	if len(ids) == 0 {
		return nil, 0, nil
	}
	found, err := w.q.StepThoseLines(ctx, ids)
	slices.SortFunc(found, func(a, b query.StepTheseLinesRow) int { return cmp.Compare(b.ID, a.ID) })
	return oneType(found), next, err
}
