package presence

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"
)

// Everybody at once: what is in the list, the shards and the wheel must be the
// same people in the end, and every listener's story must make sense.
func TestEverybodyAtOnce(t *testing.T) {
	t.Parallel()
	c := newClock()
	r := New(Options{Now: c.read, Offline: func(string) time.Duration { return 20 * time.Millisecond }})
	here := map[string]bool{}
	r.Listen(func(c Change) {
		if here[c.User] == c.Online {
			t.Errorf("%s was told twice to be online: %v", c.User, c.Online)
		}
		here[c.User] = c.Online
	})
	var all sync.WaitGroup
	for i := range 8 {
		random := rand.New(rand.NewPCG(1, uint64(i)))
		all.Go(func() {
			for range 3000 {
				act(r, c, random)
			}
		})
	}
	all.Wait()
	c.move(time.Millisecond)
	r.Sweep()
	room := r.room("a")
	listed := room.order.Len()
	for user, online := range here {
		if _, found := r.Online("a", user); found != online {
			t.Errorf("%s is online: %v, listeners heard %v", user, found, online)
		}
		if online {
			listed--
		}
	}
	if listed != 0 {
		t.Errorf("%d more are listed than online", listed)
	}
	c.move(time.Second)
	if n := r.Count("a"); n != 0 {
		t.Errorf("%d stay for ever", n)
	}
}

func act(r *Roster, c *clock, random *rand.Rand) {
	user := fmt.Sprint("u", random.IntN(40))
	switch random.IntN(10) {
	case 0:
		r.Leave("a", user)
	case 1:
		c.move(time.Millisecond)
	case 2:
		r.Page("a", user, 1+random.IntN(4), 5)
	case 3:
		r.Sweep()
	case 4:
		r.Online("a", user)
	default:
		r.Beat("a", user)
	}
}
