package query

import (
	"slices"
	"testing"
)

// jsonLists takes lists.
type jsonLists struct{ DBTX }

func (jsonLists) TakesLists() {}

func TestAListIsOneArgument(t *testing.T) {
	t.Parallel()
	five := append(slices.Clone(three), params{4, `d"`, 0}, params{5, "e", 0}, params{5, "e", 0}, params{5, "e", 0})
	text, args, ok := asList(jsonLists{}, "SELECT a FROM t WHERE l IN ('r', 's') AND b IN ($2) AND c = $1 AND d = $3", five)
	want := []any{int64(1), `["a","b","c","d\"","e"]`, int64(7)}
	if !ok || text != "SELECT a FROM t WHERE l IN ('r', 's') AND b IN (SELECT value FROM json_each($2)) AND c = $1 AND d = $3" ||
		!slices.Equal(args, want) {
		t.Errorf("got %q with %v", text, args)
	}
	_, args, ok = asList(jsonLists{}, "SELECT a FROM t WHERE a IN ($1)", []int64{5, 6, 7, 8, 9, 9, 9, 9})
	if !ok || !slices.Equal(args, []any{"[5,6,7,8,9]"}) {
		t.Errorf("numbers became %v", args)
	}
	if _, _, ok := asList(jsonLists{}, "INSERT INTO t (a) VALUES ($1)", five); ok {
		t.Error("rows became a list")
	}
	if _, _, ok := asList(jsonLists{}, "SELECT a FROM t WHERE b IN ($1)", three); ok {
		t.Error("a short list was not written out")
	}
}
