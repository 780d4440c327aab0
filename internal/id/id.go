// Package id makes the keys that must not be guessed: idempotency keys, lease
// tokens, request ids. Records have numbers, which the store gives out.
package id

import (
	"crypto/rand"
	"encoding/hex"
)

// NewKey returns 32 hex digits from 128 random bits.
func NewKey() string {
	var raw [16]byte
	_, _ = rand.Read(raw[:]) // never fails: crypto/rand aborts the program instead
	return hex.EncodeToString(raw[:])
}
