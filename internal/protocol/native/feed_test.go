package native

import (
	"context"
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
		var waiting, looks int
		f := newFeed(func(context.Context) (view, error) {
			looks++
			seen := view{queues: []review.QueueStat{{Waiting: waiting}}}
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
			waiting++
			f.stir()
		}
		if looks < 9 || looks > 11 {
			t.Errorf("%d looks of a second in 100 seconds", looks)
		}
		<-time.After(12 * time.Second)
		<-heard.news
		if got := f.now().queues[0].Waiting; got != waiting {
			t.Errorf("it saw %d of %d", got, waiting)
		}
	})
}
