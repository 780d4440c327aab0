package storetest

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/push"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

func pushed(key string, now time.Time, to ...string) push.Message {
	return push.Message{App: "live", To: to, Key: key, Body: json.RawMessage(`{"type":1101,"data":{"key":"` + key + `"}}`), At: now}
}

func keptBodies(t *testing.T, store *sqlstore.Store, app, user string, after int64, limit int) (string, int64) {
	t.Helper()
	list, top, err := store.PushedAfter(t.Context(), app, user, after, limit)
	must(t, err)
	text := ""
	for _, kept := range list {
		text += fmt.Sprintf("%d%s ", kept.Pos, kept.Body)
	}
	return text, top
}

func TestWhatIsPushedIsKeptOnceForEach(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := t.Context(), open()
		if text, top := keptBodies(t, store, "live", "u1", 0, 10); text != "" || top != 0 {
			t.Errorf("before anything: %q, %d", text, top)
		}
		first, until := pushed("k1", at(1), "u2", "u1"), at(100)
		first.Until = until
		for _, want := range [][]push.Place{
			{{User: "u1", Pos: 1}, {User: "u2", Pos: 1}},
			{{User: "u1", Pos: 1, Known: true}, {User: "u2", Pos: 1, Known: true}},
		} {
			got, err := store.KeepPush(ctx, first)
			must(t, err)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		}
		_, err := store.KeepPush(ctx, pushed("k2", at(2), "u1"))
		must(t, err)
		mixed, err := store.KeepPush(ctx, pushed("k2", at(2), "u1", "u2"))
		must(t, err)
		if diff := cmp.Diff([]push.Place{{User: "u1", Pos: 2, Known: true}, {User: "u2", Pos: 2}}, mixed); diff != "" {
			t.Error(diff)
		}
		list, top, err := store.PushedAfter(ctx, "live", "u1", 0, 10)
		must(t, err)
		want := []push.Kept{{Pos: 1, Body: first.Body, Until: until}, {Pos: 2, Body: pushed("k2", at(2)).Body}}
		if diff := cmp.Diff(want, list); diff != "" || top != 2 {
			t.Error(top, diff)
		}
		for _, part := range []struct {
			after int64
			limit int
			want  string
			top   int64
		}{{0, 1, `1{"type":1101,"data":{"key":"k1"}} `, 2}, {1, 5, `2{"type":1101,"data":{"key":"k2"}} `, 2}, {2, 5, "", 2}, {9, 5, "", 2}, {0, 0, "", 2}} {
			if text, top := keptBodies(t, store, "live", "u1", part.after, part.limit); text != part.want || top != part.top {
				t.Errorf("after %d, %d of them: %q, %d", part.after, part.limit, text, top)
			}
		}
		if text, top := keptBodies(t, store, "other", "u1", 0, 10); text != "" || top != 0 {
			t.Errorf("another app's user: %q, %d", text, top)
		}
	})
}

func TestOldAndTooManyPushedMessagesGo(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := t.Context(), open()
		const number = push.MaxKept + 100
		for n := range number {
			_, err := store.KeepPush(ctx, pushed(fmt.Sprint(n), at(n), "u1"))
			must(t, err)
		}
		list, top, err := store.PushedAfter(ctx, "live", "u1", 0, 2*number)
		must(t, err)
		if len(list) < push.MaxKept || len(list) > push.MaxKept+63 || top != number || list[len(list)-1].Pos != top {
			t.Errorf("%d are kept, up to %d", len(list), top)
		}
		must(t, store.DropPushed(ctx, at(number-10)))
		list, top, err = store.PushedAfter(ctx, "live", "u1", 0, 2*number)
		must(t, err)
		if len(list) != 10 || list[0].Pos != number-9 || top != number {
			t.Errorf("%d are left, up to %d", len(list), top)
		}
		must(t, store.DropPushed(ctx, at(2*number)))
		after, err := store.KeepPush(ctx, pushed("last", at(number), "u1"))
		must(t, err)
		if after[0].Pos != number+1 {
			t.Errorf("the numbers begin again: %+v", after)
		}
	})
}

func TestTheWordsOfWhatIsOfNoUseGo(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := t.Context(), open()
		const number = 600 // more than one step
		for n := range number {
			m := pushed(fmt.Sprint(n), at(0), "u1")
			m.Until = at(10 + n)
			_, err := store.KeepPush(ctx, m)
			must(t, err)
		}
		_, err := store.KeepPush(ctx, pushed("always", at(0), "u1"))
		must(t, err)
		must(t, store.BlankPushed(ctx, at(10+number-2), json.RawMessage(`{"type":0}`)))
		text, top := keptBodies(t, store, "live", "u1", number-2, 10)
		if want := `599{"type":0} 600{"type":1101,"data":{"key":"599"}} 601{"type":1101,"data":{"key":"always"}} `; text != want || top != number+1 {
			t.Errorf("%s, up to %d", text, top)
		}
		if text, _ := keptBodies(t, store, "live", "u1", 0, 1); text != `1{"type":0} ` {
			t.Error(text)
		}
	})
}

func TestOtherNodesHearOfPushes(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store, other := t.Context(), open(), open()
		_, err := store.KeepPush(ctx, pushed("k1", at(1), "u1"))
		must(t, err)
		must(t, store.CutPush(ctx, "live", "u2", at(2)))
		_, err = store.KeepPush(ctx, pushed("k2", at(3), "u2"))
		must(t, err)
		news := []push.News{{App: "live", User: "u1", Top: 1}, {App: "live", User: "u2", Top: 1, CutAt: at(2)}}
		for since, want := range map[int][]push.News{1: news, 2: news[1:], 3: news[1:], 4: {}} {
			got, err := other.PushNews(ctx, at(since))
			must(t, err)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("since %d: %s", since, diff)
			}
		}
		epoch, err := store.PushEpoch(ctx, "first")
		must(t, err)
		same, err := other.PushEpoch(ctx, "second")
		must(t, err)
		if epoch != "first" || same != epoch {
			t.Errorf("epochs %q and %q", epoch, same)
		}
	})
}

// TestPushesRace has two nodes keep for the same users at once, some messages
// twice: the numbers have no gap, and each message is there once.
func TestPushesRace(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, other := open(), open()
		const number = 40
		var all sync.WaitGroup
		for worker := range 4 {
			node := []*sqlstore.Store{store, other}[worker%2]
			users := []string{"u1", "u2"}
			if worker < 2 {
				users = []string{"u2", "u1"}
			}
			all.Go(func() {
				for n := range number {
					_, err := node.KeepPush(t.Context(), pushed(fmt.Sprint(n), at(n), users...))
					mustNot(t, err)
				}
			})
		}
		all.Wait()
		for _, user := range []string{"u1", "u2"} {
			list, top, err := store.PushedAfter(t.Context(), "live", user, 0, 1000)
			must(t, err)
			seen := map[string]bool{}
			for i, kept := range list {
				seen[string(kept.Body)] = true
				if kept.Pos != int64(i+1) {
					t.Fatalf("%s: place %d has number %d", user, i, kept.Pos)
				}
			}
			if len(seen) != number || top != number || len(list) != number {
				t.Errorf("%s has %d messages, %d different, up to %d", user, len(list), len(seen), top)
			}
		}
	})
}
