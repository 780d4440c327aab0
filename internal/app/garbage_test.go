package app

import (
	"os"
	"runtime"
	"testing"
	"testing/fstest"
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
}

func TestMemoryTotal(t *testing.T) {
	t.Parallel()
	if memory := memoryTotal(os.DirFS("/")); (memory < 64<<20) == (runtime.GOOS == "linux") {
		t.Errorf("this machine has %d bytes", memory)
	}
	const machine = "MemTotal:       1048576 kB\nMemFree:  1 kB\n"
	for _, c := range []struct {
		files map[string]string
		want  uint64
	}{
		{nil, 0},
		{map[string]string{"proc/meminfo": machine}, 1 << 30},
		{map[string]string{"proc/meminfo": machine, "proc/self/cgroup": "0::/\n", "sys/fs/cgroup/memory.max": "1000\n"}, 1000},
		{map[string]string{"proc/meminfo": machine, "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n"}, 1 << 30},
		{map[string]string{"proc/meminfo": machine, "sys/fs/cgroup/memory/memory.limit_in_bytes": "2000\n"}, 2000},
		{map[string]string{
			"proc/meminfo": machine, "proc/self/cgroup": "1:name=systemd:/x\n0::/system.slice/xiezhi.service\n",
			"sys/fs/cgroup/system.slice/memory.max": "3000\n", "sys/fs/cgroup/system.slice/xiezhi.service/memory.max": "max\n",
		}, 3000},
	} {
		root := fstest.MapFS{}
		for name, text := range c.files {
			root[name] = &fstest.MapFile{Data: []byte(text)}
		}
		if got := memoryTotal(root); got != c.want {
			t.Errorf("%v: %d, want %d", c.files, got, c.want)
		}
	}
}
