// Package transfer copies a whole store into another one, on whichever engines
// they are, and proves that the two are equal.
package transfer
