package gift

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// A transfer's sides sum up to nothing, nobody but the house falls below 0, and
// what is refused is what cannot be.
func TestPostMovesWhatThereIs(t *testing.T) {
	t.Parallel()
	amount := rapid.OneOf(rapid.Int64Range(1, 20), rapid.Int64Range(math.MaxInt64-20, math.MaxInt64), rapid.Int64Min(1))
	rapid.Check(t, func(rt *rapid.T) {
		transfer := Transfer{
			Payer: rapid.SampledFrom([]string{House, "a", "b"}).Draw(rt, "payer"), Payee: "c",
			Coins: amount.Draw(rt, "coins"), HouseBears: rapid.Bool().Draw(rt, "bears"),
		}
		before := map[string]int64{
			"a": amount.Draw(rt, "a") - 1, "b": amount.Draw(rt, "b") - 1, "c": amount.Draw(rt, "c") - 1, House: -amount.Draw(rt, "house"),
		}
		entries, err := transfer.Post(before)
		lacks := transfer.Payer != House && before[transfer.Payer] < transfer.Coins
		switch {
		case fault.HasCode(err, CodeNotEnough):
			if !lacks || transfer.HouseBears {
				rt.Fatalf("%v", err)
			}
			return
		case fault.HasCode(err, CodeTooMany):
			if transfer.Coins <= math.MaxInt64-before["c"] && transfer.Coins <= math.MaxInt64+before[House] {
				rt.Fatalf("%v", err)
			}
			return
		case err != nil:
			rt.Fatal(err)
		}
		var sum big.Int
		got := int64(0)
		for _, entry := range entries {
			if entry.Account == transfer.Payee {
				got = entry.Coins
			}
			sum.Add(&sum, big.NewInt(entry.Coins))
			after := new(big.Int).Add(big.NewInt(before[entry.Account]), big.NewInt(entry.Coins))
			if after.Cmp(big.NewInt(entry.Balance)) != 0 || entry.Balance < 0 && entry.Account != House || entry.Coins == 0 {
				rt.Fatalf("%+v of %v", entry, before)
			}
		}
		if sum.Sign() != 0 || got != transfer.Coins {
			rt.Fatalf("%+v", entries)
		}
	})
}

func TestSumsAndProductsAreCounted(t *testing.T) {
	t.Parallel()
	edge := rapid.OneOf(rapid.Int64(), rapid.Int64Range(-3, 3), rapid.Int64Range(math.MaxInt64-3, math.MaxInt64), rapid.Int64Range(math.MinInt64, math.MinInt64+3))
	rapid.Check(t, func(rt *rapid.T) {
		a, b := edge.Draw(rt, "a"), edge.Draw(rt, "b")
		exact := new(big.Int).Add(big.NewInt(a), big.NewInt(b))
		fits := exact.IsInt64() && exact.Int64() != math.MinInt64
		if sum, counted := plus(a, b); counted != fits || counted && sum != exact.Int64() {
			rt.Fatalf("%d + %d: %d, %v", a, b, sum, counted)
		}
		if a < 1 || b < 1 {
			return
		}
		exact.Mul(big.NewInt(a), big.NewInt(b))
		if product, counted := times(a, b); counted != exact.IsInt64() || counted && product != exact.Int64() {
			rt.Fatalf("%d * %d: %d, %v", a, b, product, counted)
		}
	})
}
