package staff

import (
	"container/list"
	"net/netip"
	"sync"
	"time"
)

// Failed log-ins drain from a bucket: so many at once, then one each pause.
type allowance struct {
	burst float64
	pause time.Duration
}

// An account allows fewer than an address: many people may share an address.
var (
	perAccount = allowance{burst: 10, pause: 30 * time.Second}
	perAddress = allowance{burst: 30, pause: 5 * time.Second}
)

// throttleKeys bounds how many accounts and addresses are remembered. The one
// that failed longest ago is forgotten first.
const throttleKeys = 20_000

// throttle counts failed log-ins. Successful ones cost nothing.
type throttle struct {
	now    func() time.Time
	mu     sync.Mutex
	byKey  map[string]*list.Element
	recent *list.List // of *bucket, the latest failure first
	limit  int
}

// bucket is how many failures a key has left to live down, as of a moment.
type bucket struct {
	key   string
	level float64
	asOf  time.Time
}

func newThrottle(now func() time.Time) *throttle {
	return &throttle{now: now, byKey: map[string]*list.Element{}, recent: list.New(), limit: throttleKeys}
}

// wait is how long it takes until the key may fail again; 0 means that it may.
func (t *throttle) wait(key string, a allowance) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	element, known := t.byKey[key]
	if !known {
		return 0
	}
	over := element.Value.(*bucket).levelAt(t.now(), a) - (a.burst - 1)
	return max(0, time.Duration(over*float64(a.pause)))
}

func (b *bucket) levelAt(now time.Time, a allowance) float64 {
	return max(0, b.level-float64(now.Sub(b.asOf))/float64(a.pause))
}

// failed counts a failure.
func (t *throttle) failed(key string, a allowance) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	element, known := t.byKey[key]
	if !known {
		element = t.recent.PushFront(&bucket{key: key})
		t.byKey[key] = element
	}
	b := element.Value.(*bucket)
	b.level, b.asOf = min(b.levelAt(now, a)+1, a.burst), now
	t.recent.MoveToFront(element)
	if t.recent.Len() > t.limit {
		oldest := t.recent.Remove(t.recent.Back()).(*bucket)
		delete(t.byKey, oldest.key)
	}
}

// addressKey is the network that one guesser can be taken to own: an IPv4
// address, or an IPv6 /64.
func addressKey(address string) string {
	parsed, err := netip.ParseAddr(address)
	if err != nil {
		return "address " + address[:min(len(address), 64)]
	}
	parsed = parsed.Unmap().WithZone("")
	if parsed.Is6() {
		network, _ := parsed.Prefix(64) // 64 bits fit every IPv6 address
		return "address " + network.String()
	}
	return "address " + parsed.String()
}
