package sqlstore_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
)

// A segment has many rows, which are not written at once: what a process leaves of
// one when it is killed is written anew by the next.
func TestAHalfSegmentIsPostedAnew(t *testing.T) {
	t.Parallel()
	d := storetest.SQLite(t)
	store := d.Open(t, sqlstore.Options{})
	const lines, users = 100, 10
	for i := range lines {
		must(t, store.RecordLine(background, screen.Record{
			App: "live", Line: content.Line{RoomID: "r", UserID: fmt.Sprint("u", i%users), Text: "hello"},
			Answer: screen.Answer{DataID: fmt.Sprintf("%032x", i), Outcome: policy.Pass, Checked: true, At: time.UnixMilli(int64(i))},
		}, nil))
	}
	must(t, store.PostLines(background, 1))
	must(t, store.OnWriter(background, "DELETE FROM line_postings WHERE bucket < 100")) // the last rows come last
	must(t, store.Close())

	store = d.Open(t, sqlstore.Options{})
	for range 2 { // looked through, and posted
		for user := range users {
			found, err := store.Lines(background, screen.LineFilter{App: "live", UserID: fmt.Sprint("u", user), Limit: lines})
			must(t, err)
			if len(found.Lines) != lines/users {
				t.Errorf("%d messages of user %d, of %d", len(found.Lines), user, lines/users)
			}
		}
		must(t, store.PostLines(background, 1))
	}
}
