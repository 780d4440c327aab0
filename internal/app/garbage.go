package app

import (
	"context"
	"io/fs"
	"math"
	"os"
	"path"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"strings"
	"time"
)

// How the heap may grow between two collections: in percent of what is in use;
// under load, by what is taken in so long, within a part of the machine's memory.
const (
	garbageLeast = 200
	garbageMost  = 2000
	garbageLook  = 10 * time.Second

	garbagePart      = 16 // of the memory
	garbageLeastRoom = 192 << 20
	garbageMostRoom  = 1 << 30
)

// CollectRarely has the garbage collector of this process run less often than by
// itself, until ctx ends: under load every ten seconds, where there is memory for
// that. Word lists are large and stay, so that to look through them costs more than
// the garbage of a live message; and while it is done, all who wait for an answer
// wait longer. A process without work stays small.
func CollectRarely(ctx context.Context) {
	look := time.NewTicker(garbageLook)
	defer look.Stop()
	percent, room := garbageLeast, garbageRoom(memoryTotal(os.DirFS("/")))
	debug.SetGCPercent(percent)
	_, before := heapState()
	for {
		select {
		case <-ctx.Done():
			return
		case <-look.C:
		}
		inUse, allocated := heapState()
		if wanted := garbagePercent(inUse, min(allocated-before, room)); wanted != percent {
			percent = wanted
			debug.SetGCPercent(percent)
		}
		before = allocated
	}
}

// garbagePercent is in steps of 50, for to set it stops everything for a moment.
func garbagePercent(inUse, room uint64) int {
	percent := 100 * float64(room) / float64(max(inUse, 1))
	return max(garbageLeast, int(math.Round(min(percent, garbageMost)/50))*50)
}

// garbageRoom is how much garbage a machine of so much memory has room for.
func garbageRoom(memory uint64) uint64 {
	return min(max(memory/garbagePart, garbageLeastRoom), garbageMostRoom)
}

// heapState tells how many bytes the last collection found in use, and how many
// were ever allocated.
func heapState() (inUse, allocated uint64) {
	samples := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(samples)
	return samples[0].Value.Uint64(), samples[1].Value.Uint64()
}

// memoryTotal is how much memory this process may have: what the machine has, or
// its control group and those above it may (Linux); 0 where it cannot be told.
func memoryTotal(root fs.FS) uint64 {
	read := func(name string) string {
		text, _ := fs.ReadFile(root, name) // none is there elsewhere
		return string(text)
	}
	total := uint64(0)
	if fields := strings.Fields(read("proc/meminfo")); len(fields) > 1 && fields[0] == "MemTotal:" {
		kilobytes, _ := strconv.ParseUint(fields[1], 10, 64)
		total = kilobytes << 10
	}
	limits := []string{"sys/fs/cgroup/memory/memory.limit_in_bytes"} // of the first version, in a container
	_, group, _ := strings.Cut(read("proc/self/cgroup"), "0::")
	group, _, _ = strings.Cut(group, "\n")
	for dir := path.Clean("/" + group); ; dir = path.Dir(dir) {
		limits = append(limits, path.Join("sys/fs/cgroup", dir, "memory.max"))
		if dir == "/" {
			break
		}
	}
	for _, limit := range limits {
		if bytes, err := strconv.ParseUint(strings.TrimSpace(read(limit)), 10, 64); err == nil { // and not "max"
			total = min(total, bytes)
		}
	}
	return total
}
