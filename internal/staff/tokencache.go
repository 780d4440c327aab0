package staff

import (
	"sync"
	"time"
)

// cachedFor is how long a verified token is believed without asking the store.
const cachedFor = 2 * time.Second

// maxCached bounds how many tokens are remembered.
const maxCached = 10_000

// tokenCache remembers tokens that were good a moment ago, by their hash.
type tokenCache struct {
	mu    sync.Mutex
	kept  map[string]cached
	purge int // goes up when something is forgotten
}

type cached struct {
	token     Token
	principal Principal
	until     time.Time
}

// find returns what is remembered, and the moment for keep.
func (c *tokenCache) find(hash string, now time.Time) (entry cached, found bool, purge int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	entry, found = c.kept[hash]
	return entry, found && now.Before(entry.until), c.purge
}

// keep remembers a token, unless something was forgotten since find: it might
// be this one. A token that is remembered already is not believed for longer.
func (c *tokenCache) keep(hash string, entry cached, now time.Time, purge int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if purge != c.purge {
		return
	}
	entry.until = now.Add(cachedFor)
	if old, found := c.kept[hash]; found && now.Before(old.until) {
		entry.until = old.until
	}
	if len(c.kept) >= maxCached {
		clear(c.kept) // everybody asks the store once more
	}
	c.kept[hash] = entry
}

func (c *tokenCache) forgetAll() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.purge++
	clear(c.kept)
}

func (c *tokenCache) forget(id int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.purge++
	for hash, entry := range c.kept {
		if entry.token.ID == id {
			delete(c.kept, hash)
		}
	}
}
