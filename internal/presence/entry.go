// Package presence knows who is here: whose last heartbeat is not longer ago
// than his app allows. It lives in memory; nodes tell each other through a
// Store, and one that hears nothing of the others goes on by itself.
package presence

import (
	"sync/atomic"
	"time"
)

// DefaultOffline is after how long without a heartbeat a user is offline, where
// his app does not say.
const DefaultOffline = 10 * time.Second

// MaxPage is how many users a page has at most.
const MaxPage = 50

// Entry is a user who is online.
type Entry struct {
	User  string
	First time.Time // his first heartbeat since he was last offline
	Last  time.Time // his last
}

// Change is that somebody came or went.
type Change struct {
	Entry
	App    string
	Online bool // false: he went
}

// key is a place in the list: first heartbeats in their order, then users.
type key struct {
	first int64 // unix milliseconds
	user  string
}

// member is an entry in memory. What is not atomic changes under the locks of
// its room's list and of its shard, and may be read under either.
type member struct {
	user  string
	first int64                    // unix milliseconds
	heard pulse                    // his last heartbeat
	mark  atomic.Pointer[bookmark] // where he is in the list that he pages through; nil: nowhere
	next  *member                  // in the wheel; under the list's lock
	link  **member                 // what points to him there; nil: he is in none
	state memberState              // under the shard's lock
}

// memberState is what the sharing between nodes needs to know.
type memberState struct {
	told bool // he waits to be told to the other nodes
	gone bool // he is in the room no more
}

func (m *member) key() key { return key{m.first, m.user} }

func (m *member) entry() Entry {
	return Entry{User: m.user, First: moment(m.first), Last: moment(m.heard.last())}
}

func moment(millis int64) time.Time { return time.UnixMilli(millis).UTC() }
