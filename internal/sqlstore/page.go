package sqlstore

import "math"

// The sizes of a page of a list.
const (
	defaultPage = 100
	maxPage     = 500
)

// pageSize is what a filter's Limit means: 0 is the default.
func pageSize(limit int) int32 {
	if limit <= 0 {
		limit = defaultPage
	}
	return bounded(min(limit, maxPage))
}

// pageCursor is what a filter's Before means: 0 begins at the newest.
func pageCursor(before int64) int64 {
	if before <= 0 {
		return math.MaxInt64
	}
	return before
}
