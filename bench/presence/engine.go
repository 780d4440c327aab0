package main

import (
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"time"
)

// rival keeps who is online.
type rival interface {
	// beats are heartbeats, one of each user, whoever is first.
	beats(users []string) error
	// bytes is its memory now.
	bytes() (float64, error)
	// page reads a page of 50, counted from 1: in turn, or any.
	page(number int, inTurn bool) error
	// processor is the time of processors that it has used.
	processor() (time.Duration, error)
}

// engine is a rival and what was measured of it.
type engine struct {
	name  string
	rival rival
	again bool // the one before in another way: a tenth of the heartbeats, nothing else

	wall, processor []float64 // seconds a heartbeat
	perUser         float64
	turns, jumps    []time.Duration
}

// fill has everybody come online.
func (e *engine) fill(users []string) error {
	if e.again {
		return nil
	}
	before, err := e.rival.bytes()
	if err != nil {
		return err
	}
	if err := e.rival.beats(users); err != nil {
		return err
	}
	after, err := e.rival.bytes()
	e.perUser = (after - before) / float64(len(users))
	return err
}

// beats measures a round of heartbeats, in the order of no other list.
func (e *engine) beats(users []string) error {
	shuffled := slices.Clone(users)
	rand.Shuffle(len(users), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	if e.again {
		shuffled = shuffled[:len(users)/10]
	}
	used, err := e.rival.processor()
	if err != nil {
		return err
	}
	start := time.Now()
	if err := inParts(shuffled, e.rival.beats); err != nil {
		return err
	}
	e.wall = append(e.wall, time.Since(start).Seconds()/float64(len(shuffled)))
	now, err := e.rival.processor()
	e.processor = append(e.processor, (now-used).Seconds()/float64(len(shuffled)))
	return err
}

// inParts has every processor do its part.
func inParts(users []string, do func([]string) error) error {
	workers := runtime.GOMAXPROCS(0)
	errs := make([]error, workers)
	var all sync.WaitGroup
	for i := range workers {
		all.Go(func() { errs[i] = do(users[i*len(users)/workers : (i+1)*len(users)/workers]) })
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// pages measures pages while everybody beats on.
func (e *engine) pages(users []string, count int) error {
	if e.again {
		return nil
	}
	stop, stopped := make(chan struct{}), make(chan error)
	go func() { stopped <- e.background(users, stop) }()
	err := e.read(len(users)/50-1, count)
	close(stop)
	if failed := <-stopped; err == nil {
		err = failed
	}
	return err
}

func (e *engine) read(last, count int) error {
	slow := time.Now().Add(20 * time.Second)
	for i := 0; i < count && time.Now().Before(slow); i++ {
		for _, inTurn := range []bool{true, false} {
			number := 1 + i%last
			if !inTurn {
				number = 2 + rand.IntN(last-1)
			}
			start := time.Now()
			if err := e.rival.page(number, inTurn); err != nil {
				return err
			}
			took := time.Since(start)
			if inTurn {
				e.turns = append(e.turns, took)
			} else {
				e.jumps = append(e.jumps, took)
			}
		}
	}
	return nil
}

// background has each user beat every five seconds.
func (e *engine) background(users []string, stop chan struct{}) error {
	ticker := time.NewTicker(time.Millisecond)
	defer ticker.Stop()
	begun, done := time.Now(), 0
	for {
		select {
		case <-stop:
			return nil
		case <-ticker.C:
		}
		for due := int(float64(len(users)) * time.Since(begun).Seconds() / beatEvery.Seconds()); done < due; {
			from := done % len(users)
			part := users[from:min(from+100, from+due-done, len(users))]
			if err := e.rival.beats(part); err != nil {
				return err
			}
			done += len(part)
		}
	}
}

// heap is the memory of this process that is in use.
func heap() float64 {
	debug.FreeOSMemory()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return float64(stats.HeapAlloc)
}
