package native

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/xiezhi/xiezhi/internal/review"
)

// However much happens, looking takes a tenth of the time at most; and the last
// that happened is seen.
func TestTheFeedRests(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var waiting, looks atomic.Int64
		f := newFeed(func(context.Context) (view, error) {
			looks.Add(1)
			seen := view{queues: []review.QueueStat{{Waiting: int(waiting.Load())}}}
			<-time.After(time.Second) // it takes long
			return seen, nil
		}, func(err error) { t.Error(err) })
		defer f.stop()
		heard, err := f.listen("somebody")
		if err != nil {
			t.Fatal(err)
		}
		for range 10_000 {
			<-time.After(10 * time.Millisecond)
			waiting.Add(1)
			f.stir()
		}
		if n := looks.Load(); n < 9 || n > 11 {
			t.Errorf("%d looks of a second in 100 seconds", n)
		}
		<-time.After(12 * time.Second)
		<-heard.news
		if got, want := f.now().queues[0].Waiting, int(waiting.Load()); got != want {
			t.Errorf("it saw %d of %d", got, want)
		}
	})
}
