package load

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"

	"github.com/xiezhi/xiezhi/internal/id"
	"github.com/xiezhi/xiezhi/internal/invent"
)

// prefix begins the ids of all users who are invented here, by which their cases
// are known.
const prefix = "bench-"

// badEvery is how many lines there are to one that breaks the rules.
const badEvery = 20

// crowd is the invented users of an app, and what they say.
type crowd struct {
	run  string // in all ids of one run, so that they are new
	size int

	mu     sync.Mutex
	number int64
	source *rand.Rand
	writer *invent.Writer
}

func newCrowd(size int, seed uint64) *crowd {
	source := rand.New(rand.NewPCG(seed, 1))
	c := &crowd{run: id.NewKey()[:8], size: size, source: source}
	c.writer = invent.NewWriter(source, func() string { return c.writer.Word("前") + c.writer.Word("后") })
	return c
}

// user is the id of the nth.
func user(n int) string { return fmt.Sprintf("%s%06d", prefix, n) }

// line is something that was said somewhere.
type line struct {
	id       string
	place    int // the show
	sender   int
	reporter int // somebody else
	name     string
	text     string
	kind     invent.Kind
}

// speak has somebody say something: two sentences, or else everything would have
// been said before after a few seconds.
func (c *crowd) speak(bad bool) line {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.number++
	l := line{
		id: c.run + "-" + strconv.FormatInt(c.number, 10), place: c.source.IntN(max(c.size/50, 1)),
		sender: c.source.IntN(c.size), name: c.writer.Word("前") + c.writer.Word("后"),
	}
	l.reporter = (l.sender + 1 + c.source.IntN(max(c.size-1, 1))) % c.size
	parts := []string{c.writer.Chat('h', l.name), c.writer.Chat('s', l.name)}
	if bad || c.source.IntN(badEvery) == 0 {
		l.kind = invent.Advertiser + invent.Kind(c.source.IntN(int(invent.Abuser)))
		parts[1] = c.writer.Bad(l.kind, 'h', l.name)
	}
	l.text = strings.Join(parts, "，")
	return l
}

// somebody is any user.
func (c *crowd) somebody() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.source.IntN(c.size)
}
