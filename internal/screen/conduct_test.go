package screen

import (
	"fmt"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// The same text is the same however it is typed; nine times within ten seconds
// is a flood, and so it stays until there is a pause.
func TestFloods(t *testing.T) {
	t.Parallel()
	r := newRoom(nil)
	for i, text := range []string{"来我的房间", "来我的房间！", "來我的房間", "来 我 的 房 间", "来我的房间", "来我的房间~", "来我的\u200b房间", "来我的房间"} {
		if got := r.says(t, "u1", text); got.Outcome != policy.Pass {
			t.Fatalf("%d: %+v", i, got)
		}
	}
	if got := r.says(t, "u1", "来我的房间"); got.Outcome != policy.Deny || got.Label != verdict.Spam {
		t.Errorf("the ninth: %+v", got)
	}
	for _, other := range []content.Line{{UserID: "u2", Text: "来我的房间"}, {UserID: "u1", Text: "去我的房间"}} {
		if got := r.sends(t, other); got.Outcome != policy.Pass {
			t.Errorf("%+v: %+v", other, got)
		}
	}
	r.now = r.now.Add(11 * time.Second)
	if got := r.says(t, "u1", "来我的房间"); got.Outcome != policy.Pass {
		t.Errorf("later: %+v", got)
	}
}

// A gift is announced in the same words each time.
func TestWhatTheAppWritesIsNoFlood(t *testing.T) {
	t.Parallel()
	r := newRoom(nil)
	for range 20 {
		for _, kind := range []content.LineType{content.SystemLine, content.GiftLine, content.FollowLine, content.RedPacket} {
			if got := r.sends(t, content.Line{Type: kind, UserID: "u1", Text: "送出 玫瑰"}); got.Outcome != policy.Pass {
				t.Fatalf("%+v", got)
			}
		}
	}
}

func TestWaves(t *testing.T) {
	t.Parallel()
	r := newRoom(func(t *policy.Thresholds) { t.Spread = 5 })
	say := func(user int) policy.Outcome { return r.says(t, fmt.Sprint("u", user), "免费领皮肤").Outcome }
	for user := range 5 {
		for range 2 {
			if got := say(user); got != policy.Pass {
				t.Fatalf("sender %d: %s", user, got)
			}
		}
	}
	if got := say(5); got != policy.Review {
		t.Errorf("the sixth sender: %s", got)
	}
	if got := say(0); got != policy.Review {
		t.Errorf("the first again: %s", got)
	}
	r.now = r.now.Add(time.Minute + longSlot)
	if got := say(6); got != policy.Pass {
		t.Errorf("after a minute: %s", got)
	}
}

// Waves whose senders change their texts a little are seen, ordinary talk is not.
func TestNearWaves(t *testing.T) {
	t.Parallel()
	r := newRoom(func(t *policy.Thresholds) { t.Near = 20 })
	for user := range 300 {
		if got := r.says(t, fmt.Sprint("u", user), fmt.Sprintf("%c%c%c%c%c%c唱得真好听", 0x4e00+user*7, 0x4f00+user*13, 0x5000+user*3, 0x5100+user*5, 0x5200+user*11, 0x5300+user*2)); got.Outcome != policy.Pass {
			t.Fatalf("ordinary talk %d: %+v", user, got)
		}
	}
	seen := 0
	for user := range 100 {
		text := fmt.Sprintf("家人们注册就送%d金币，点击主页链接领取皮肤%c", 100+user*37, 0x4e00+user*31)
		if r.says(t, fmt.Sprint("w", user), text).Outcome == policy.Review {
			seen++
		}
	}
	if seen < 50 {
		t.Errorf("%d of the wave's 100 lines were held", seen)
	}
	r.now = r.now.Add(time.Minute + longSlot)
	if got := r.says(t, "w99", "家人们注册就送5金币，点击主页链接领取皮肤"); got.Outcome != policy.Pass {
		t.Errorf("after a minute: %+v", got)
	}
}

// BenchmarkNote reports also the longest that a line waited for its count, with
// 20,000 different lines a second.
func BenchmarkNote(b *testing.B) {
	for name, needs := range map[string]Needs{"repeats": {Repeats: true}, "same": {Same: true}, "all": {Same: true, Near: true, Lines: true}} {
		b.Run(name, func(b *testing.B) {
			c, now := NewConduct(), noon
			var worst time.Duration
			for i := range b.N {
				now = now.Add(50 * time.Microsecond)
				line := content.Line{UserID: fmt.Sprint(i % 5000), Text: fmt.Sprint("今天的主播唱得真好听啊", i)}
				start := time.Now()
				c.Note("live", line, needs, now)
				worst = max(worst, time.Since(start))
			}
			b.ReportMetric(float64(worst.Microseconds()), "worst-µs")
		})
	}
}
