package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// numbers are the last digits of the data ids.
func numbers(lines []screen.Record) []string {
	ids := []string{}
	for _, line := range lines {
		ids = append(ids, line.DataID[30:])
	}
	return ids
}

func TestLinesAreFound(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		rule := func(id, version int64) policy.Evidence {
			return policy.Evidence{Cause: policy.Cause{Kind: policy.Rule, ID: id, Version: version}, Want: policy.Deny, Sure: 1}
		}
		for i, line := range []struct {
			app, user, room, text string
			outcome               policy.Outcome
			found, shadow         []policy.Evidence
		}{
			{live, "u1", "r1", "晚上好", policy.Pass, nil, nil},
			{live, "u2", "r1", "加 Ｖ 信 xz88", policy.Deny, []policy.Evidence{rule(5, 1), rule(5, 1), rule(6, 1)}, nil},
			{live, "u1", "r2", "快加V信", policy.Mask, []policy.Evidence{rule(5, 2)}, []policy.Evidence{rule(5, 2)}},
			{"other", "u1", "r1", "加v信", policy.Deny, []policy.Evidence{rule(5, 2)}, nil},
			{live, "u1", "r1", "哦", policy.Pass, nil, []policy.Evidence{rule(7, 1)}},
		} {
			r := said(i, line.user, line.room)
			r.App, r.Line.Text, r.Outcome, r.Evidence, r.Shadow = line.app, line.text, line.outcome, line.found, line.shadow
			if i%2 == 0 {
				must(t, store.RecordLines(ctx, []screen.Record{r}))
			} else {
				must(t, store.RecordLine(ctx, r, nil))
			}
		}
		wantFound(t, store)
		must(t, store.PostLines(ctx, 1))
		wantFound(t, store)
	})
}

// Messages are found by user and room in whatever segment they are posted, and
// in none.
func TestPostedLinesAreFound(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		want := map[string][]string{}
		for i := range 60 {
			user, room := fmt.Sprint("u", i%7), fmt.Sprint("r", i%3)
			r := said(i, user, room)
			must(t, store.RecordLine(ctx, r, nil))
			for _, of := range []string{user, room, user + room} {
				want[of] = append(numbers([]screen.Record{r}), want[of]...)
			}
			if i%11 == 4 || i > 50 && i < 55 {
				must(t, store.PostLines(ctx, 1))
			}
		}
		found := func(f screen.LineFilter) (all []string) {
			for {
				page, err := store.Lines(ctx, f)
				must(t, err)
				all = append(all, numbers(page.Lines)...)
				if f.Before = page.Before; f.Before == 0 {
					return all
				}
			}
		}
		for _, limit := range []int{1, 2, 3, 100} {
			same(t, want["u3"], found(screen.LineFilter{App: live, UserID: "u3", Limit: limit}))
			same(t, want["r2"], found(screen.LineFilter{App: live, RoomID: "r2", Limit: limit}))
			same(t, want["u6r2"], found(screen.LineFilter{App: live, UserID: "u6", RoomID: "r2", Limit: limit}))
			same(t, nil, found(screen.LineFilter{App: live, UserID: "u9", Limit: limit}))
			same(t, nil, found(screen.LineFilter{App: "other", UserID: "u3", Limit: limit}))
		}
		must(t, store.PostLines(ctx, 1))
		page, err := store.Lines(ctx, screen.LineFilter{App: live, UserID: "u3"})
		must(t, err)
		same(t, len(want["u3"]), page.Looked) // and at nobody else's
		if _, err := store.PruneLines(ctx, screen.Prune{Before: at(30), Of: func(string) bool { return true }}); err != nil {
			t.Fatal(err)
		}
		left := slices.DeleteFunc(slices.Clone(want["u3"]), func(number string) bool { return number < "1e" })
		same(t, left, found(screen.LineFilter{App: live, UserID: "u3", Limit: 2}))
		if _, err := store.PruneLines(ctx, screen.Prune{Before: at(9999), Of: func(string) bool { return true }}); err != nil {
			t.Fatal(err)
		}
		same(t, nil, found(screen.LineFilter{App: live, UserID: "u3", Limit: 2}))
		must(t, store.RecordLine(ctx, said(61, "u3", "r1"), nil))
		must(t, store.PostLines(ctx, 1))
		same(t, []string{"3d"}, found(screen.LineFilter{App: live, UserID: "u3", Limit: 2}))
	})
}

func wantFound(t *testing.T, store *sqlstore.Store) {
	t.Helper()
	ctx := context.Background()
	for i, test := range []struct {
		filter screen.LineFilter
		want   []string
	}{
		{screen.LineFilter{}, []string{"04", "03", "02", "01", "00"}},
		{screen.LineFilter{App: live}, []string{"04", "02", "01", "00"}},
		{screen.LineFilter{App: live, UserID: "u1"}, []string{"04", "02", "00"}},
		{screen.LineFilter{UserID: "u1"}, []string{"04", "03", "02", "00"}},
		{screen.LineFilter{App: live, RoomID: "r1"}, []string{"04", "01", "00"}},
		{screen.LineFilter{App: live, RoomID: "r1", UserID: "u1"}, []string{"04", "00"}},
		{screen.LineFilter{App: live, Outcome: policy.Deny}, []string{"01"}},
		{screen.LineFilter{Outcome: policy.Deny}, []string{"03", "01"}},
		{screen.LineFilter{App: live, Outcome: policy.Pass}, []string{"04", "00"}},
		{screen.LineFilter{Text: "加ｖ信"}, []string{"03", "02", "01"}},
		{screen.LineFilter{Text: "加ｖ信", App: live, Outcome: policy.Deny}, []string{"01"}},
		{screen.LineFilter{Cause: policy.Cause{Kind: policy.Rule, ID: 5}}, []string{"03", "02", "01"}},
		{screen.LineFilter{Cause: policy.Cause{Kind: policy.Rule, ID: 5, Version: 2}}, []string{"03", "02"}},
		{screen.LineFilter{Cause: policy.Cause{Kind: policy.Rule, ID: 5}, App: live, UserID: "u2"}, []string{"01"}},
		{screen.LineFilter{Cause: policy.Cause{Kind: policy.Rule, ID: 7}}, []string{"04"}},
		{screen.LineFilter{Cause: policy.Cause{Kind: policy.List, ID: 5}}, []string{}},
		{screen.LineFilter{From: at(1), To: at(3)}, []string{"02", "01"}},
		{screen.LineFilter{From: at(99999)}, []string{}},
		{screen.LineFilter{To: at(-99999)}, []string{}},
	} {
		page, err := store.Lines(ctx, test.filter)
		must(t, err)
		if got := numbers(page.Lines); !slices.Equal(got, test.want) || page.Before != 0 {
			t.Errorf("%d: %v, and there is more: %v; want %v", i, got, page.Before != 0, test.want)
		}
		var paged []string
		for f := test.filter; ; {
			f.Limit = 1
			page, err := store.Lines(ctx, f)
			must(t, err)
			paged = append(paged, numbers(page.Lines)...)
			if f.Before = page.Before; f.Before == 0 {
				break
			}
		}
		if !slices.Equal(paged, test.want) && len(test.want) > 0 {
			t.Errorf("%d, one by one: %v, want %v", i, paged, test.want)
		}
	}
}

// A search that finds little ends all the same, says how far it came, and goes
// on from there.
func TestASearchIsBounded(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		const all = 52_000
		for from := 0; from < all; from += 4000 {
			records := make([]screen.Record, 4000)
			for i := range records {
				records[i] = said(from+i, fmt.Sprint("u", i%7), "r1")
				records[i].Evidence, records[i].Shadow = nil, nil
			}
			if from == 0 {
				records[0].Line.Text = "针"
			}
			must(t, store.RecordLines(ctx, records))
		}
		page, err := store.Lines(ctx, screen.LineFilter{App: live, Text: "针"})
		must(t, err)
		if len(page.Lines) != 0 || page.Looked >= all || page.Looked < 50_000 || !page.Until.Equal(at(all-page.Looked)) || page.Before == 0 {
			t.Fatalf("%d lines, %d looked at, until %s, before %d", len(page.Lines), page.Looked, page.Until, page.Before)
		}
		page, err = store.Lines(ctx, screen.LineFilter{App: live, Text: "针", Before: page.Before})
		must(t, err)
		same(t, []string{"00"}, numbers(page.Lines))
		same(t, int64(0), page.Before)

		page, err = store.Lines(ctx, screen.LineFilter{App: live, Text: "针", To: at(2000)})
		must(t, err)
		same(t, []string{"00"}, numbers(page.Lines))
		if page.Looked > 2000+400 { // five minutes of margin
			t.Errorf("%d were looked at for a period of 2000", page.Looked)
		}
	})
}
