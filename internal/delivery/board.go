package delivery

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/outbox"
)

// BoardLimit is where the counts of a Stat stop: that many means that many or
// more.
const BoardLimit = 10_000

// Stat is how much of an app has not arrived.
type Stat struct {
	App    string
	State  outbox.State // Pending or Dead
	Number int          // at most BoardLimit
	Oldest time.Time    // when the oldest of those counted was written
}

// Board is for those who look at how the deliveries go.
type Board interface {
	// Undelivered counts what waits and what was given up, by app and state;
	// what has neither is left out. An empty app counts all apps, each for
	// itself.
	Undelivered(ctx context.Context, app string) ([]Stat, error)
	// GivenUp is Undelivered for what was given up in all apps; it is cheap
	// enough to be asked every second.
	GivenUp(ctx context.Context) ([]Stat, error)
}
