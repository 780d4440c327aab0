package review

import (
	"testing"
	"time"
)

func TestAccuracyGivesTheRank(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		agreed, disagreed int
		want              Rank
	}{
		{0, 0, Ordinary},
		{4, 0, Ordinary}, {0, 4, Ordinary}, // too few to tell
		{5, 0, Urgent}, {0, 5, Doubtful},
		{4, 1, Urgent}, {1, 4, Doubtful}, // exactly four and one in five
		{79, 21, Ordinary}, {21, 79, Ordinary},
		{3, 2, Ordinary}, {2, 3, Ordinary},
		{8000, 2000, Urgent}, {2000, 8000, Doubtful},
	} {
		if got := (Accuracy{Agreed: row.agreed, Disagreed: row.disagreed}).Rank(); got != row.want {
			t.Errorf("agreed %d, disagreed %d: rank %d, want %d", row.agreed, row.disagreed, got, row.want)
		}
	}
}

func TestDoubtEnds(t *testing.T) {
	t.Parallel()
	opened := time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC)
	for _, row := range []struct {
		rank  Rank
		waits time.Duration
		want  Rank
	}{
		{Doubtful, 0, Doubtful}, {Doubtful, DoubtEnds - time.Millisecond, Doubtful},
		{Doubtful, DoubtEnds, Ordinary}, {Doubtful, 100 * time.Hour, Ordinary},
		{Ordinary, 100 * time.Hour, Ordinary}, {Urgent, 100 * time.Hour, Urgent},
	} {
		if got := row.rank.Now(opened, opened.Add(row.waits)); got != row.want {
			t.Errorf("rank %d after %s: %d, want %d", row.rank, row.waits, got, row.want)
		}
	}
}
