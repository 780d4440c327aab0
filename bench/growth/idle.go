package main

import (
	"os"
	"strconv"
	"strings"
)

// idle tells how much of the machine nobody used since it was made.
type idle struct{ waited, all float64 }

func newIdle() idle { return now() }

// share is from 0 to 1; 0 also where the machine does not tell.
func (i idle) share() float64 {
	later := now()
	return (later.waited - i.waited) / max(later.all-i.all, 1)
}

// now reads the first line of Linux's /proc/stat, whose fourth and fifth number are the time
// in which nothing was to be done.
func now() idle {
	raw, err := os.ReadFile("/proc/stat")
	if err != nil {
		return idle{}
	}
	first, _, _ := strings.Cut(string(raw), "\n")
	var sum idle
	for i, field := range strings.Fields(first) {
		ticks, _ := strconv.ParseFloat(field, 64) // the first is a name
		sum.all += ticks
		if i == 4 || i == 5 {
			sum.waited += ticks
		}
	}
	return sum
}
