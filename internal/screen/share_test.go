package screen

import (
	"fmt"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/policy"
)

// together are conducts that tell each other.
func together(number int) []*Conduct {
	list := make([]*Conduct, number)
	for i := range list {
		list[i] = NewConduct()
		list[i].seed, list[i].tells = 77, true
	}
	return list
}

// exchange has all tell all others, in pieces of which each is counted.
func exchange(all []*Conduct, now time.Time) (pieces int) {
	for i, c := range all {
		c.tell(func(data []byte) {
			pieces++
			for j, other := range all {
				if i != j {
					other.hear(data, now)
				}
			}
		})
	}
	return pieces
}

// TestNodesCountTogether: what is said to three nodes in turn is counted as what
// is said to one.
func TestNodesCountTogether(t *testing.T) {
	t.Parallel()
	everything := Needs{Repeats: true, Same: true, Near: true, Lines: true}
	for name, row := range map[string]struct {
		needs Needs
		say   func(i int) content.Line
	}{
		"the same by one": {everything, func(int) content.Line { return content.Line{UserID: "u", Text: "加我微信领取福利呀"} }},
		"the same by many": {everything, func(i int) content.Line {
			return content.Line{UserID: fmt.Sprint(i), Text: "加我微信领取福利呀"}
		}},
		"nearly the same": {everything, func(i int) content.Line {
			return content.Line{UserID: fmt.Sprint(i), Text: fmt.Sprint("家人们注册就送金币，点击主页链接领取", i)}
		}},
		"lines alone":       {Needs{Lines: true}, func(i int) content.Line { return content.Line{UserID: "u", Text: fmt.Sprint("第", i)} }},
		"repetitions alone": {Needs{Repeats: true}, func(i int) content.Line { return content.Line{UserID: "u", Text: fmt.Sprint("第", i%2)} }},
		"short texts":       {everything, func(i int) content.Line { return content.Line{UserID: fmt.Sprint(i), Text: "顶"} }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			alone, all := together(1)[0], together(3)
			var want, got policy.Context
			for i := range 30 {
				line := row.say(i)
				line.Type = content.UserLine
				want, got = alone.Note("live", line, row.needs, noon), all[i%3].Note("live", line, row.needs, noon)
				if n := exchange(all, noon); n != 1 {
					t.Fatalf("told in %d pieces", n)
				}
			}
			if got != want {
				t.Errorf("three count %+v, one %+v", got, want)
			}
		})
	}
}

// TestWhatIsToldIsBounded: a flood on one node is not one on the line, and what
// is cut off harms nobody.
func TestWhatIsToldIsBounded(t *testing.T) {
	t.Parallel()
	all, sizes, last := together(2), 0, []byte(nil)
	needs := Needs{Repeats: true, Same: true, Near: true, Lines: true}
	for i := range 2 * maxUntold {
		all[0].Note("live", content.Line{Type: content.UserLine, UserID: fmt.Sprint(i), Text: "家人们注册就送金币"}, needs, noon)
	}
	pieces := 0
	all[0].tell(func(data []byte) {
		if len(data) > 60<<10 {
			t.Errorf("a piece of %d bytes", len(data))
		}
		pieces, sizes, last = pieces+1, sizes+len(data), data
	})
	if pieces != maxUntold/tellAtATime || sizes != maxUntold*len(last)/tellAtATime {
		t.Errorf("%d pieces of %d bytes", pieces, sizes)
	}
	for size := range 200 {
		NewConduct().hear(last[:size], noon)
	}
	alone := NewConduct()
	alone.Note("live", content.Line{Type: content.UserLine, UserID: "u", Text: "x"}, needs, noon)
	if len(alone.untold) != 0 {
		t.Error("a node alone remembers for others")
	}
}

// BenchmarkHear is a line of another node.
func BenchmarkHear(b *testing.B) {
	all := together(2)
	var data []byte
	for i := range tellAtATime {
		all[0].Note("live", content.Line{Type: content.UserLine, UserID: fmt.Sprint(i), Text: "今天的主播唱得真好听啊"}, Needs{Same: true, Near: true, Lines: true}, noon)
	}
	all[0].tell(func(told []byte) { data = told })
	now := noon
	for b.Loop() {
		now = now.Add(10 * time.Millisecond)
		all[1].hear(data, now)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*tellAtATime), "ns/line")
}
