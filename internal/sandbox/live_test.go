package sandbox

import (
	"bytes"
	"context"
	"fmt"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"io"
	"net/http"
	"runtime/pprof"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// TestReports lets the app play until every entrance, an administrator's order,
// a repetition and several reporters of one thing were seen.
func TestReports(t *testing.T) {
	t.Parallel()
	x := newFakeXiezhi(t)
	l, h := startLive(t, x)
	entrances := func() int {
		mods := map[int]bool{}
		bodies, _, _ := x.seen()
		for _, body := range bodies {
			mods[body.Mod] = true
		}
		return len(mods)
	}
	until(t, "all twelve entrances", func() bool { return entrances() == 12 })
	until(t, "an administrator's order", func() bool { _, admins, _ := x.seen(); return admins > 0 && h.has("〔管理员指令〕") })
	until(t, "a repetition", func() bool { return h.has("〔再次举报〕", "→ 记录 #") })
	until(t, "several reporters", func() bool { bodies, _, _ := x.seen(); return shared(bodies) })
	if err := l.Stop(t.Context()); err != nil {
		t.Error(err)
	}
	if _, _, faults := x.seen(); len(faults) > 0 {
		t.Errorf("%d reports break the contract, first: %s", len(faults), faults[0])
	}
	if h.has("〔被拒〕") {
		t.Error("a report was refused")
	}
}

// shared reports whether two people reported one picture or message.
func shared(bodies []report) bool {
	reporters := map[string]string{}
	for _, body := range bodies {
		if len(body.Msgs) != 1 {
			continue
		}
		content := fmt.Sprint(body.Mod, body.Msgs[0].MsgID, body.Msgs[0].URL)
		if first, ok := reporters[content]; ok && first != body.Reporter {
			return true
		}
		reporters[content] = body.Reporter
	}
	return false
}

func TestOpeningFillsTheFirstPage(t *testing.T) {
	t.Parallel()
	platform := NewPlatform(PlatformOptions{})
	s := newScene(3, 300, platform, "http://127.0.0.1:9100", time.Unix(1_700_000_000, 0))
	for range warmUp {
		s.chatter()
	}
	filed, pictures, mods := 0, 0, map[int]bool{}
	for _, mod := range openingDeck {
		for range s.filings(mod)[:1] {
			filed++
			mods[mod] = true
			if mod == 15 || mod == 16 {
				pictures++
			}
		}
	}
	if filed != 25 || pictures != 12 || len(mods) != 12 {
		t.Errorf("%d reports, %d pictures, %d entrances; want 25, 12, 12", filed, pictures, len(mods))
	}
}

// TestMutedFallSilent mutes everybody in the hall but the administrators.
func TestMutedFallSilent(t *testing.T) {
	t.Parallel()
	l, h := startLive(t, newFakeXiezhi(t))
	c := caller{t, l.URL() + DefaultBasePath}
	for i := range 120 {
		c.wants(fmt.Sprintf("/silence/mt/1/uid/%d?mid=&mod=11&reason=1&timedelta=48&rid=22&cid=7&reporter=10003", firstUser+i), "")
	}
	if !h.has("〔处罚〕", "（10001）在大厅被禁言 48 小时，原因：广告（审核员 7，记录 #22）") {
		t.Error("the mute is not narrated")
	}
	said := func(venue func(*scene) *venue) string {
		l.mu.Lock()
		defer l.mu.Unlock()
		recent := venue(l.scene).recent
		return recent[len(recent)-1].id
	}
	hall := func(s *scene) *venue { return s.hall }
	last, other := said(hall), said(func(s *scene) *venue { return s.shows[0] })
	until(t, "a muted user tries", func() bool { return h.has("〔已禁言〕", "在大厅被禁言，还剩 48 小时") })
	until(t, "the shows talk on", func() bool { return said(func(s *scene) *venue { return s.shows[0] }) != other })
	if now := said(hall); now != last {
		t.Errorf("the hall is muted, yet %s was said after %s", now, last)
	}
	c.wants("/openmouth/hall?uid=10005&cid=7", "")
	until(t, "the lifted user speaks", func() bool { return h.has("〔恢复发言〕", "在大厅") })
	if now := said(hall); now == last {
		t.Error("nothing was said in the hall after the lift")
	}
}

// TestEffects carries out every other punishment, and the lifts.
func TestEffects(t *testing.T) {
	t.Parallel()
	l, h := startLive(t, newFakeXiezhi(t))
	c := caller{t, l.URL() + DefaultBasePath}
	l.mu.Lock()
	show, group := l.scene.shows[0], l.scene.groups[0]
	l.mu.Unlock()
	steps := []struct {
		path  string
		tells []string
	}{
		{"/close/mt/2/uid/" + show.owner.id + "?mid=" + show.id + rest, []string{"〔已关播〕", show.name, "还剩 48 小时"}},
		{"/unlock/show/" + show.id + "?cid=7", []string{"〔恢复发言〕", show.name}},
		{"/close/mt/4/uid/10003?mid=" + strings.Replace(rest, "48", "-1", 1), []string{"〔已下线〕", "被限制登录，永久"}},
		{"/unlock/user/10003?cid=7", []string{"〔解除〕", "（10003）可以重新登录"}},
		{"/silence/mt/2/uid/10004?mid=" + show.id + rest, []string{"〔已禁言〕", show.name}},
		{"/openmouth/show/" + show.id + "?uid=10004&cid=7", []string{"〔解除〕", "（10004）", show.name}},
		{"/kickout?uid=10005&mid=" + group.id + "&owner=1" + rest, []string{"〔已踢出〕", group.name}},
		{"/dismiss?uid=10005&mid=" + group.id + rest, []string{"〔已解散〕", group.name}},
		{"/pass?rid=9&cid=7&reporter=10006", []string{"〔通过〕", "记录 #9"}},
	}
	for _, step := range steps {
		c.wants(step.path, "")
		until(t, strings.Join(step.tells, " "), func() bool { return h.has(step.tells...) })
	}
	until(t, "the dismissed group vanishes", func() bool {
		l.mu.Lock()
		defer l.mu.Unlock()
		return l.scene.placeNamed(group.id) == nil
	})
}

func TestDeletedPictureIsGone(t *testing.T) {
	t.Parallel()
	x := newFakeXiezhi(t)
	l, h := startLive(t, x)
	var picture message
	until(t, "an album picture is reported", func() bool {
		bodies, _, _ := x.seen()
		for _, body := range bodies {
			if body.Mod == 15 {
				picture = body.Msgs[0]
			}
		}
		return picture.URL != ""
	})
	full, thumb := bounds(t, picture.URL), bounds(t, picture.ThumbURL)
	if full.Dx() != 4*thumb.Dx() {
		t.Errorf("picture %v, thumb %v", full, thumb)
	}
	c := caller{t, l.URL() + DefaultBasePath}
	check := "/res/check?uid=1&url=" + picture.URL
	c.wants(check, "")
	c.wants("/res/check?uid=1&url=http://127.0.0.1:1/other.png", "gone")
	c.wants("/res/del?uid=1&reason=2&mod=15&url="+picture.URL+"&thumb_url="+picture.ThumbURL+"&msgId=&cid=7", "")
	c.wants(check, "gone")
	for _, address := range []string{picture.URL, picture.ThumbURL, l.URL() + "/media/album/nobody.gif", l.URL() + "/media/../live.go"} {
		if status, _ := get(t, address); status != http.StatusNotFound {
			t.Errorf("%s: status %d, want 404", address, status)
		}
	}
	if !h.has("〔处罚〕", "内容被删除（图片、语音或视频），原因：色情") {
		t.Error("the deletion is not narrated")
	}
}

func bounds(t *testing.T, address string) image.Rectangle {
	t.Helper()
	status, body := get(t, address)
	drawn, _, err := image.Decode(bytes.NewReader(body))
	if status != http.StatusOK || err != nil {
		t.Fatalf("%s: status %d, %v", address, status, err)
	}
	return drawn.Bounds()
}

func get(t *testing.T, address string) (int, []byte) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, body
}

// TestXiezhiAway wants one line when nobody answers, one when it is over, and
// no report lost that was on its way.
func TestXiezhiAway(t *testing.T) {
	t.Parallel()
	x := newFakeXiezhi(t)
	x.setDown(true)
	l, h := startLive(t, x)
	until(t, "it is said", func() bool { return h.has("獬豸没有应答") })
	x.setDown(false)
	until(t, "it is over, and the opening arrives", func() bool {
		bodies, _, _ := x.seen()
		return h.has("獬豸恢复应答") && len(bodies) >= len(openingDeck)
	})
	if err := l.Stop(t.Context()); err != nil {
		t.Error(err)
	}
	if n := h.count("獬豸没有应答"); n != 1 {
		t.Errorf("said %d times that nobody answers", n)
	}
}

func TestSummary(t *testing.T) {
	t.Parallel()
	l, _ := startLive(t, newFakeXiezhi(t))
	text := l.summary() + l.courier.remaining(t.Context())
	for _, part := range []string{"在线 1", "消息 ", "举报 ", "执行处罚 0", "待审 消息 17 图片 4"} {
		if !strings.Contains(text, part) {
			t.Errorf("%q lacks %q", text, part)
		}
	}
}

// TestStopLeavesNothing finds the goroutines of a Live by a label, which they
// inherit, while it runs and after it was stopped.
func TestStopLeavesNothing(t *testing.T) {
	t.Parallel()
	x := newFakeXiezhi(t)
	running := func() bool {
		var profile bytes.Buffer
		if err := pprof.Lookup("goroutine").WriteTo(&profile, 1); err != nil {
			t.Error(err)
		}
		return strings.Contains(profile.String(), `"live":"stopping"`)
	}
	var l *Live
	pprof.Do(t.Context(), pprof.Labels("live", "stopping"), func(context.Context) { l, _ = startLive(t, x) })
	if !running() {
		t.Fatal("the label does not show")
	}
	l.Platform().Fail(FailHang)
	hung := make(chan struct{})
	go func() {
		defer close(hung)
		response, err := http.Post(l.URL()+DefaultBasePath+onePass, "", nil)
		if err == nil {
			response.Body.Close()
		}
	}()
	until(t, "a call hangs", func() bool { return l.Platform().Hanging() == 1 })
	if err := l.Stop(t.Context()); err != nil {
		t.Error(err)
	}
	<-hung
	until(t, "every goroutine ends", func() bool { return !running() })
}

func TestSameSeedSamePlay(t *testing.T) {
	t.Parallel()
	play := func(seed int64) string {
		s := newScene(seed, 100, NewPlatform(PlatformOptions{}), "http://127.0.0.1:9100", time.Unix(1_700_000_000, 0))
		var out strings.Builder
		for range 300 {
			said, _ := s.chatter()
			out.WriteString(said.sender.name + said.text + said.url)
			for _, f := range s.filings(s.nextEntrance()) {
				out.WriteString(f.story)
			}
		}
		return out.String()
	}
	first := play(1)
	if play(1) != first {
		t.Error("the same seed plays otherwise")
	}
	if play(2) == first {
		t.Error("another seed plays the same")
	}
}

func TestEffectsAreWrittenAsChineseIs(t *testing.T) {
	t.Parallel()
	for _, text := range effects {
		if halfWidth.MatchString(text) {
			t.Errorf("a mark of half width: %s", text)
		}
	}
}

func TestStartRefusesOthers(t *testing.T) {
	t.Parallel()
	for _, o := range []Options{{Target: "http://example.org"}, {Target: "http://127.0.0.1:1", Listen: "0.0.0.0:0"}} {
		if err := New(o).Start(t.Context()); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v", o, err)
		}
	}
	if err := New(Options{}).Stop(t.Context()); err != nil {
		t.Errorf("stopping what never started: %v", err)
	}
}

func TestClip(t *testing.T) {
	t.Parallel()
	if got := clip("a\x1b[31m红\n\u202e", 20); got != "a [31m红  " {
		t.Errorf("%q", got)
	}
	if got := clip("一二三四", 3); got != "一二三…" {
		t.Errorf("%q", got)
	}
}
