package words_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
	"github.com/xiezhi/xiezhi/internal/words"
)

// Whatever changes: who follows every change finds what one finds who comes
// anew.
func TestFollowingIsReadingAnew(t *testing.T) {
	t.Parallel()
	store := storetest.SQLite(t).Open(t, sqlstore.Options{})
	follows := service(store)
	lists := []words.List{listed(t, follows, "", "base"), listed(t, follows, "live", "own"), listed(t, follows, "live", "more")}
	text := ""
	for i := range 12 {
		text += fmt.Sprintf("甲%d号,", i)
	}
	steps := 0
	rapid.Check(t, func(r *rapid.T) {
		for range rapid.IntRange(1, 6).Draw(r, "changes") {
			steps++
			list := &lists[rapid.IntRange(0, 2).Draw(r, "list")]
			switch rapid.IntRange(0, 5).Draw(r, "kind") {
			case 0:
				list.Enabled = !list.Enabled
				must(t, errorOf(follows.PutList(t.Context(), *list)))
			case 1:
				list.Name = fmt.Sprint("name", steps)
				must(t, errorOf(follows.PutList(t.Context(), *list)))
			case 2:
				kept, err := follows.Terms(t.Context(), list.ID, words.Filter{})
				must(t, err)
				if len(kept) > 0 {
					gone := kept[rapid.IntRange(0, len(kept)-1).Draw(r, "gone")].ID
					must(t, errorOf(follows.RemoveTerms(t.Context(), list.ID, []int64{gone})))
				}
			default:
				one := term(fmt.Sprintf("甲%d号", rapid.IntRange(0, 11).Draw(r, "term")), lexicon.Review)
				if rapid.Bool().Draw(r, "fullwidth") {
					one.Text = fmt.Sprintf("甲 %d 号", rapid.IntRange(0, 11).Draw(r, "term"))
				}
				must(t, errorOf(follows.AddTerms(t.Context(), list.ID, []words.Term{one})))
			}
		}
		anew := service(store)
		must(t, follows.Refresh(t.Context()))
		must(t, anew.Refresh(t.Context()))
		for _, app := range []string{"live", "other"} {
			if diff := cmp.Diff(found(anew, app, text), found(follows, app, text)); diff != "" {
				r.Fatalf("%s (-anew +following):\n%s", app, diff)
			}
		}
	})
}
