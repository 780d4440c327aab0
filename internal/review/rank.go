package review

import "time"

// Rank says how soon a waiting case is looked at. It comes from how often those
// who reported it were right before.
type Rank int

// The ranks. A claim takes the lower number first, and of one rank the oldest.
const (
	Urgent   Rank = 0
	Ordinary Rank = 1
	Doubtful Rank = 2
)

// DoubtEnds is how long a doubtful case waits behind the ordinary ones. Then it
// counts as one of them, so that none waits for ever.
const DoubtEnds = time.Hour

// Crowd is the number of reports from which a case is no longer doubtful,
// whoever filed them.
const Crowd = 3

// enoughJudged is how many of a reporter's cases must have been decided before
// his accuracy counts; from trusted on he was right so often that his cases
// come first, up to doubted so seldom that they come last.
const (
	enoughJudged = 5
	trusted      = 0.8
	doubted      = 0.2
)

// Accuracy is how the cases of a reporter were decided. The zero value knows
// nothing of him.
type Accuracy struct {
	Agreed    int // decided otherwise than by a pass
	Disagreed int // passed
}

// Rank is the rank of a case that this reporter opens. A case with several
// reports has the best rank of all of them, and with a Crowd of them at least
// Ordinary.
func (a Accuracy) Rank() Rank {
	judged := a.Agreed + a.Disagreed
	if judged < enoughJudged {
		return Ordinary
	}
	switch right := float64(a.Agreed) / float64(judged); {
	case right >= trusted:
		return Urgent
	case right <= doubted:
		return Doubtful
	}
	return Ordinary
}

// Now is the rank, at a moment, of a case that waits since openedAt.
func (r Rank) Now(openedAt, now time.Time) Rank {
	if r == Doubtful && !openedAt.After(now.Add(-DoubtEnds)) {
		return Ordinary
	}
	return r
}

// PassesThatStand is how many of the last decisions about one content must have
// been passes for further reports of it to open no new case: they are counted
// on the last of those cases until the content changes.
const PassesThatStand = 2
