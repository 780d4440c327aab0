package gift

import (
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/fault"
)

func TestCataloguesThatAreNone(t *testing.T) {
	t.Parallel()
	good := Gift{ID: 1, Name: strings.Repeat("花", maxName), Price: 1}
	if err := checkGifts([]Gift{good, {ID: 2, Name: "a", Price: 1 << 62, Off: true}}); err != nil {
		t.Error(err)
	}
	if err := checkGifts(Defaults().Gifts); err != nil {
		t.Error(err)
	}
	for name, bad := range map[string]func(*Gift){
		"id": func(g *Gift) { g.ID = 0 }, "free": func(g *Gift) { g.Price = 0 }, "paid": func(g *Gift) { g.Price = -1 },
		"unnamed": func(g *Gift) { g.Name = "" }, "long": func(g *Gift) { g.Name += "花" }, "spaced": func(g *Gift) { g.Name = " a" },
		"bytes": func(g *Gift) { g.Name = "\xff" }, "NUL": func(g *Gift) { g.Name = "a\x00b" }, "twice": func(g *Gift) { g.ID = 7 },
	} {
		one := good
		bad(&one)
		if err := checkGifts([]Gift{{ID: 7, Name: "a", Price: 1}, one}); !fault.Is(err, fault.Invalid) || fault.As(err).Field != "gifts" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := checkGifts(make([]Gift, MaxGifts+1)); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
}
