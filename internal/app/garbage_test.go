package app

import "testing"

func TestGarbagePercent(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		inUse, collections uint64
		want               int
	}{
		{0, 0, 200},
		{48 << 20, 2, 200}, // it has nothing to do
		{0, 3, 400},
		{10 << 20, 30, 400},
		{48 << 20, 3, 400},
		{64 << 20, 3, 300},
		{96 << 20, 3, 200},
		{1 << 30, 3, 200},
	} {
		if got := garbagePercent(c.inUse, c.collections); got != c.want {
			t.Errorf("%d MB in use, collected %d times: %d %%, want %d", c.inUse>>20, c.collections, got, c.want)
		}
	}
	if inUse, collections := heapState(); inUse == 0 && collections > 0 {
		t.Error("the runtime does not tell what is in use")
	}
}
