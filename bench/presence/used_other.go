//go:build !unix

package main

import "time"

var begun = time.Now()

// used is the time since the start: nobody tells that of processors here.
func used() time.Duration { return time.Since(begun) }
