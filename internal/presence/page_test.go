package presence

import (
	"fmt"
	"testing"
	"time"
)

// crowd are users u00, u01, … who came one after the other.
func crowd(c *clock, size int) *Roster {
	r := New(Options{Now: c.read, Offline: func(string) time.Duration { return time.Hour }})
	for i := range size {
		r.Beat("a", fmt.Sprintf("u%02d", i))
		c.move(time.Millisecond)
	}
	return r
}

func TestPagesHaveBounds(t *testing.T) {
	t.Parallel()
	r := crowd(newClock(), 99)
	for _, c := range []struct{ number, size, want int }{
		{0, 0, 50}, {-1, -1, 50}, {1, 51, 50}, {1, 50, 50}, {2, 50, 49}, {1, 7, 7}, {3, 50, 0}, {1 << 40, 50, 0}, {1<<63 - 1, 50, 0},
	} {
		if page := r.Page("a", "", c.number, c.size); len(page) != c.want {
			t.Errorf("page %d of %d has %d, want %d", c.number, c.size, len(page), c.want)
		}
	}
	wantUsers(t, r.Page("a", "u01", 0, 2), "u00", "u02")
}

func TestAPageAskedForAgainIsTheSame(t *testing.T) {
	t.Parallel()
	r := crowd(newClock(), 9)
	r.Page("a", "u00", 1, 2)
	r.Leave("a", "u01")
	for range 3 {
		wantUsers(t, r.Page("a", "u00", 2, 2), "u03", "u04")
	}
	wantUsers(t, r.Page("a", "u00", 3, 2), "u05", "u06")
	wantUsers(t, r.Page("a", "u00", 2, 2), "u04", "u05") // back: by counting
}

func TestWhoComesStandsAtTheEnd(t *testing.T) {
	t.Parallel()
	c := newClock()
	r := crowd(c, 3)
	wantUsers(t, r.Page("a", "u01", 1, 5), "u00", "u02")
	wantUsers(t, r.Page("a", "u01", 2, 5))
	r.Beat("a", "a new one")
	wantUsers(t, r.Page("a", "u01", 2, 5), "a new one")
	wantUsers(t, r.Page("a", "u01", 3, 5))
}
