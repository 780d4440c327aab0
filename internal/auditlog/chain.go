package auditlog

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Genesis stands before the first link: the hash of nothing yet.
var Genesis = strings.Repeat("0", hex.EncodedLen(sha256.Size))

// Link binds an entry to all that were linked before it.
type Link struct {
	Position int64 // from 1, without gaps
	EntryID  int64
	Prev     string // the hash before, in hex; Genesis for the first
	Hash     string // in hex
	Entry    *Entry // nil where the entry is gone
}

// Anchor is a link's place and hash, remembered outside the database. Only by
// one can a log be told from a shorter or a wholly rewritten one. The zero
// Anchor is that of an empty log.
type Anchor struct {
	Position int64
	Hash     string // in hex
}

// Hash is the hash of the link that follows prev, which is in hex, and holds
// the entry.
func Hash(prev string, entry Entry) string {
	before, _ := hex.DecodeString(prev) // one of ours; a forged one leads to another hash
	sum := sha256.Sum256(append(before, entry.Canonical()...))
	return hex.EncodeToString(sum[:])
}
