package app

import (
	"runtime"
	"testing"
)

func TestGarbagePercent(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		inUse, room uint64
		want        int
	}{
		{0, 0, 200},
		{48 << 20, 1 << 20, 200}, // it has nothing to do
		{0, 192 << 20, 2000},
		{10 << 20, 1 << 30, 2000},
		{48 << 20, 192 << 20, 400},
		{64 << 20, 1 << 30, 1600},
		{64 << 20, 192 << 20, 300},
		{1 << 30, 192 << 20, 200},
	} {
		if got := garbagePercent(c.inUse, c.room); got != c.want {
			t.Errorf("%d MB in use, room for %d: %d %%, want %d", c.inUse>>20, c.room>>20, got, c.want)
		}
	}
	for memory, want := range map[uint64]uint64{0: 192 << 20, 2 << 30: 192 << 20, 8 << 30: 512 << 20, 64 << 30: 1 << 30} {
		if got := garbageRoom(memory); got != want {
			t.Errorf("%d MB have room for %d, want %d", memory>>20, got>>20, want>>20)
		}
	}
	if inUse, allocated := heapState(); allocated == 0 || inUse > allocated {
		t.Errorf("%d bytes in use, %d allocated", inUse, allocated)
	}
	if memory := memoryTotal(); (memory < 64<<20) == (runtime.GOOS == "linux") {
		t.Errorf("this machine has %d bytes", memory)
	}
}
