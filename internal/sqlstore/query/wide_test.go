package query

import (
	"reflect"
	"slices"
	"testing"
)

type params struct {
	A int64
	B string
	C int64
}

var three = []params{{1, "a", 7}, {2, "b", 8}, {3, "c", 9}}

func TestAStatementIsWidened(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, want string
		args       []any
	}{
		{"INSERT INTO t (a, b, c) VALUES ($1, 'x', $2) ON CONFLICT DO UPDATE SET c = $3",
			"INSERT INTO t (a, b, c) VALUES ($1, 'x', $2), ($3, 'x', $4), ($5, 'x', $6) ON CONFLICT DO UPDATE SET c = $7",
			[]any{int64(1), "a", int64(2), "b", int64(3), "c", int64(7)}},
		{"SELECT a FROM t WHERE l IN ('r', 's') AND b IN ($2) AND c = $1",
			"SELECT a FROM t WHERE l IN ('r', 's') AND b IN ($1, $2, $3) AND c = $4",
			[]any{"a", "b", "c", int64(1)}},
	} {
		got := widen(c.text, 3)
		if args := arguments(got, three); got.text != c.want || !slices.Equal(args, c.args) {
			t.Errorf("got %q with %v, want %q with %v", got.text, args, c.want, c.args)
		}
	}
	one := "INSERT INTO t (a, b) VALUES ($1, $2)"
	if got := widen(one, 1); got.text != one {
		t.Errorf("for one row %q became %q", one, got.text)
	}
}

func TestChunksAreFewTexts(t *testing.T) {
	t.Parallel()
	for n := range 3 * widest {
		rows := make([]int, n)
		for i := range rows {
			rows[i] = i
		}
		var joined []int
		for chunk := range chunks(rows, widest) {
			if size := len(chunk); size&(size-1) != 0 || size > widest {
				t.Fatalf("%d rows gave a chunk of %d", n, size)
			}
			joined = append(joined, chunk...)
		}
		if !slices.Equal(joined, rows) {
			t.Fatalf("%d rows became %v", n, joined)
		}
	}
}

// narrow takes no more than eight.
type narrow struct{ DBTX }

func (narrow) Widest() int { return 8 }

// Where a member came twice, what it counts would be counted twice.
func TestNoTwoStatementsGetTheSameMember(t *testing.T) {
	t.Parallel()
	for n := 1; n < 70; n++ {
		rows := make([]int, n)
		for i := range rows {
			rows[i] = i
		}
		last := -1
		for chunk := range chunks(padded(narrow{}, rows), narrow{}.Widest()) {
			if chunk[0] <= last {
				t.Fatalf("of %d, %d is in two statements", n, chunk[0])
			}
			last = chunk[len(chunk)-1]
		}
		if last != n-1 {
			t.Fatalf("of %d, the last is %d", n, last)
		}
	}
}

func TestAListIsPaddedToOneStatement(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]int{0: 0, 1: 1, 3: 4, 8: 8, 33: 64, 64: 64, 65: 128, 128: 128} {
		rows := make([]int, n)
		if got := padded(nil, rows); len(got) != want {
			t.Errorf("%d became %d, not %d", n, len(got), want)
		}
	}
}

func TestAStatementTakesArrays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, want string
		args       []any
	}{
		{"INSERT INTO t (a, b, c) VALUES ($1, 'x', $2) ON CONFLICT DO UPDATE SET c = $3",
			"INSERT INTO t (a, b, c) SELECT many.c1, 'x', many.c2 FROM unnest($1::bigint[], $2::text[]) AS many (c1, c2) ON CONFLICT DO UPDATE SET c = $3",
			[]any{[]int64{1, 2, 3}, []string{"a", "b", "c"}, int64(7)}},
		{"WITH v (a) AS (VALUES (CAST($1 AS BIGINT))) UPDATE t SET b = $2 FROM v WHERE t.a = v.a",
			"WITH v (a) AS (SELECT CAST(many.c1 AS BIGINT) FROM unnest($1::bigint[]) AS many (c1)) UPDATE t SET b = $2 FROM v WHERE t.a = v.a",
			[]any{[]int64{1, 2, 3}, "a"}},
		{"SELECT a FROM t WHERE l IN ('r', 's') AND c = $1 AND b IN ($2)",
			"SELECT a FROM t WHERE l IN ('r', 's') AND c = $1 AND b = ANY ($2::text[])",
			[]any{int64(1), []string{"a", "b", "c"}}},
	} {
		got := unnested(c.text, reflect.TypeFor[params]())
		if args := listsOf(got, three); got.text != c.want || !reflect.DeepEqual(args, c.args) {
			t.Errorf("got %q with %v, want %q with %v", got.text, args, c.want, c.args)
		}
	}
	got := unnested("SELECT a FROM t WHERE b IN ($1)", reflect.TypeFor[int64]())
	if want := "SELECT a FROM t WHERE b = ANY ($1::bigint[])"; got.text != want || !reflect.DeepEqual(listsOf(got, []int64{4, 5}), []any{[]int64{4, 5}}) {
		t.Errorf("got %q, want %q", got.text, want)
	}
}
