//go:build !proof

package main

import "time"

// clock is the machine's: who can set it for this program alone has a program
// of its own, built with the tag proof.
func clock() func() time.Time { return time.Now }
