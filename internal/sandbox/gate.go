package sandbox

import (
	"fmt"
	"net/http"
)

// maxHeld bounds the lines that wait for a person; the oldest are never shown.
const maxHeld = 2000

// categories are those of seed 003, 2.4.
var categories = map[int]string{0: "正常", 1: "政治", 2: "色情", 3: "违法", 4: "违规"}

// gate opens when the play has begun: what was said before was never audited.
func (l *Live) gate() {
	if l.options.AuditApp == "" {
		return
	}
	l.scene.hold = func(v *venue, said *line) bool {
		said.held = l.auditor.hold(held{v, said})
		return said.held
	}
}

// heard does with a line as it was ruled. While nobody answers, lines are shown.
func (l *Live) heard(h held, r ruling, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case err != nil:
		l.tellSeldom("audit", fmt.Sprintf("〔审核〕没有得到答复，秀场消息先放行（%v）", err))
		l.scene.show(h)
	case r.Code == codeDenied:
		l.denied++
		l.tellSeldom(h.line.sender.id+"@deny", l.describe("〔拦截〕{谁} 在{哪}的消息没有发出：{话}（{类}）", h, r.Category))
	case r.Code == codePassed && r.Content != "":
		l.tellSeldom(h.line.sender.id+"@mask", l.describe("〔打码〕{谁} 在{哪}：{话} → "+quoted(r.Content), h, r.Category))
		h.line.text = r.Content
		l.scene.show(h)
	case r.Code == codePassed:
		l.scene.show(h)
	default:
		l.tellSeldom(h.line.sender.id+"@wait", l.describe("〔待审〕{谁} 在{哪}的消息等待人工审核：{话}", h, r.Category))
		if len(l.held) >= maxHeld {
			clear(l.held)
		}
		l.held[r.DataID] = h
	}
}

func (l *Live) describe(template string, h held, category int) string {
	return tell(template, "{谁}", h.line.sender.name, "{哪}", h.venue.title(), "{话}", quoted(h.line.gist()), "{类}", categories[category])
}

// callback takes a verdict (seed 003, 3). One about a line of an earlier run is
// taken too: nobody could do better with it.
func (l *Live) callback(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, answerLimit)
	if err := r.ParseForm(); err != nil || r.PostForm.Get("dataId") == "" || r.PostForm.Get("appId") != l.options.AuditApp {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	id := r.PostForm.Get("dataId")
	h, waits := l.held[id]
	if !waits {
		return
	}
	delete(l.held, id)
	if r.PostForm.Get("result") != "1" {
		l.denied++
		l.narrator.say(l.describe("〔人工审核〕{谁} 在{哪}的消息被删除：{话}", h, 0))
		return
	}
	l.narrator.say(l.describe("〔人工审核〕{谁} 在{哪}的消息通过：{话}", h, 0))
	l.scene.show(h)
}

// The rhythm of floods, in chat lines.
const (
	floodEvery  = 150 // the mean between two
	floodLength = 14
)

// flood is somebody who says the same again and again.
type flood struct {
	person *person
	venue  *venue
	text   string
	left   int
}

// spam goes on with a flood, or begins one now and then.
func (l *Live) spam() {
	s := l.scene
	switch {
	case s.hold == nil:
	case l.flood.left > 0:
		l.flood.left--
		if s.obstacle(l.flood.person, l.flood.venue) == nil {
			s.utterAs(l.flood.person, l.flood.venue, l.flood.text)
		}
	case s.rand.IntN(floodEvery) == 0:
		p, v := pick(s.rand, s.violators), pick(s.rand, s.shows)
		l.flood = flood{p, v, s.writer.Chat(v.letter(), p.name), floodLength}
		l.narrator.say(fmt.Sprintf("〔刷屏〕%s 开始在%s刷屏：%s", p.name, v.title(), quoted(l.flood.text)))
	}
}
