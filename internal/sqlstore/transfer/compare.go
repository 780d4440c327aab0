package transfer

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"iter"
	"strings"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// CodeDiffers is the stable code of two stores that are not equal.
const CodeDiffers = "stores_differ"

// Same is a table that is equal in two stores.
type Same struct {
	Table string `json:"table"`
	Rows  int64  `json:"rows"`
	Hash  string `json:"hash"` // SHA-256 of all rows' SHA-256 in the order of the key, in hex
}

// Compare reads both stores from end to end and holds each row of one against
// its like by their hashes. The first that differs is a Conflict fault with
// CodeDiffers that names it.
func Compare(ctx context.Context, a, b *sqlstore.Whole, tell func(Progress)) ([]Same, error) {
	tables, err := shared(ctx, a, b)
	if err != nil {
		return nil, err
	}
	var all []Same
	for i, t := range tables {
		one, err := compareTable(ctx, a, b, t, func(rows int64, done bool) {
			tell(Progress{Table: t.name, Tables: len(tables), Nth: i + 1, Rows: rows, Done: done})
		})
		if err != nil {
			return all, err
		}
		all = append(all, one)
	}
	return all, nil
}

func compareTable(ctx context.Context, a, b *sqlstore.Whole, t table, tell func(rows int64, done bool)) (Same, error) {
	whole := sha256.New()
	nextA, stopA := iter.Pull2(rowsOf(ctx, a, t, nil))
	defer stopA()
	nextB, stopB := iter.Pull2(rowsOf(ctx, b, t, nil))
	defer stopB()
	for rows := int64(0); ; rows++ {
		rowA, errA, moreA := nextA()
		rowB, errB, moreB := nextB()
		switch {
		case errA != nil:
			return Same{}, errA
		case errB != nil:
			return Same{}, errB
		case !moreA && !moreB:
			tell(rows, true)
			return Same{t.name, rows, hex.EncodeToString(whole.Sum(nil))}, nil
		case !moreA:
			return Same{}, differs(t, rowB, "is in the second store only")
		case !moreB:
			return Same{}, differs(t, rowA, "is in the first store only")
		}
		hashA, errA := rowHash(rowA)
		hashB, errB := rowHash(rowB)
		if errA != nil || errB != nil {
			return Same{}, fmt.Errorf("the table %s: %w", t.name, cmp.Or(errA, errB))
		}
		if hashA != hashB {
			return Same{}, differs(t, rowA, "has another row beside it, or is another one, in the second store")
		}
		whole.Write(hashA[:])
		if rows%batchRows == batchRows-1 {
			tell(rows+1, false)
		}
	}
}

func rowHash(row []any) (sum [sha256.Size]byte, err error) {
	text, err := appendRow(nil, row)
	return sha256.Sum256(text), err
}

// differs names a row by its key: its other values are nobody's business here.
func differs(t table, row []any, how string) error {
	var key strings.Builder
	for i, value := range t.keyOf(row) {
		fmt.Fprintf(&key, " %s=%.80s", t.key[i], fmt.Sprint(value))
	}
	return fault.New(fault.Conflict, CodeDiffers, "the stores differ: the row of %s with%s %s", t.name, key.String(), how)
}
