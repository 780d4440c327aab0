package app

import (
	"context"
	"math"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// How the heap may grow between two collections: in percent of what is in use.
// While it is collected often, by so many bytes instead, within so many percent.
const (
	garbageLeast = 200
	garbageMost  = 400
	garbageRoom  = 192 << 20
	garbageLook  = 10 * time.Second
	garbageOften = 3 // collections from one look to the next
)

// CollectRarely has the garbage collector of this process run less often than by
// itself, until ctx ends. Word lists are large and stay, so that to look through
// them costs more than the garbage of a live message; and while it is done, all
// who wait for an answer wait longer. A process without work stays small.
func CollectRarely(ctx context.Context) {
	look := time.NewTicker(garbageLook)
	defer look.Stop()
	percent := garbageLeast
	debug.SetGCPercent(percent)
	_, before := heapState()
	for {
		select {
		case <-ctx.Done():
			return
		case <-look.C:
		}
		inUse, collections := heapState()
		if wanted := garbagePercent(inUse, collections-before); wanted != percent {
			percent = wanted
			debug.SetGCPercent(percent)
		}
		before = collections
	}
}

// garbagePercent is in steps of 50, for to set it stops everything for a moment.
func garbagePercent(inUse, collections uint64) int {
	if collections < garbageOften {
		return garbageLeast
	}
	room := 100 * float64(garbageRoom) / float64(max(inUse, 1))
	return max(garbageLeast, int(math.Round(min(room, garbageMost)/50))*50)
}

// heapState tells how many bytes the last collection found in use, and how many
// there were that began by themselves.
func heapState() (inUse, collections uint64) {
	samples := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/gc/cycles/automatic:gc-cycles"}}
	metrics.Read(samples)
	return samples[0].Value.Uint64(), samples[1].Value.Uint64()
}
