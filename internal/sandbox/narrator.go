package sandbox

import (
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode"
)

// narrator tells what happens, one short line each, from any goroutine.
type narrator struct {
	mu   sync.Mutex
	tell func(string)
	now  func() time.Time
}

// maxLine bounds a line, in characters.
const maxLine = 160

func (n *narrator) say(text string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.tell(n.now().Format("15:04:05") + "  " + clip(text, maxLine))
}

// clip makes text from outside fit for a terminal: one line, nothing that
// moves the cursor or turns the direction of writing.
func clip(text string, limit int) string {
	var out strings.Builder
	n := 0
	for _, r := range text {
		if n == limit {
			return out.String() + "…"
		}
		if !unicode.IsPrint(r) {
			r = ' '
		}
		out.WriteRune(r)
		n++
	}
	return out.String()
}

// tell fills a template's braces from pairs of brace and text.
func tell(template string, pairs ...string) string {
	return strings.NewReplacer(pairs...).Replace(template)
}

// quoted is the gist of what somebody said.
func quoted(text string) string {
	if text == "" {
		return ""
	}
	return "“" + clip(text, 22) + "”"
}

// length says how long a punishment lasts.
func length(hours int) string {
	if hours == Forever {
		return "永久"
	}
	return fmt.Sprintf(" %d 小时", hours)
}

// reasonNames are the punish reasons of seed 004, which are numbered otherwise
// than the report types.
var reasonNames = map[int]string{1: "广告", 2: "色情", 3: "敏感话题"}

// effects says in words what an order does at the platform.
var effects = map[Act]string{
	Silence:    "〔处罚〕{谁}在{哪}被禁言{多久}，原因：{何故}{由}",
	CloseShow:  "〔处罚〕{哪}被关闭{多久}（主播或当事人 {谁}），原因：{何故}{由}",
	LimitLogin: "〔处罚〕{谁}被限制登录{多久}，原因：{何故}{由}",
	Dismiss:    "〔处罚〕{哪}被解散，原因：{何故}{由}",
	KickOut:    "〔处罚〕{谁}被踢出{哪}，原因：{何故}{由}",
	DeleteRes:  "〔处罚〕{谁}的内容被删除{物}，原因：{何故}{由}",
	Pass:       "〔通过〕举报经审核无违规{由}",
	OpenHall:   "〔解除〕{谁}的大厅禁言{由}",
	OpenShow:   "〔解除〕{谁}在{哪}的禁言{由}",
	UnlockShow: "〔解除〕{哪}重新开放{由}",
	UnlockUser: "〔解除〕{谁}可以重新登录{由}",
}

// effect tells an order that was carried out; empty for a mere question.
func (s *scene) effect(o Order) string {
	return tell(effects[o.Act],
		"{谁}", s.callUser(o.UserID), "{哪}", s.callPlace(o), "{多久}", length(o.Hours),
		"{何故}", reasonNames[o.Reason], "{物}", thing(o), "{由}", s.by(o))
}

// callUser is how the app calls a user.
func (s *scene) callUser(uid string) string {
	if uid == "" {
		return "所有人"
	}
	if p, ok := s.byID[uid]; ok {
		return p.name + "（" + uid + "）"
	}
	return "用户 " + uid + " "
}

// callPlace is how the app calls the place of an order.
func (s *scene) callPlace(o Order) string {
	if o.Act == Silence && o.MT == Hall {
		return s.hall.title()
	}
	if v := s.placeNamed(o.PlaceID); v != nil {
		return v.title()
	}
	return "场所 " + o.PlaceID
}

func thing(o Order) string {
	switch {
	case o.URL != "":
		return "（图片、语音或视频）"
	case o.MessageID != "":
		return "（消息）"
	}
	return "（资料）"
}

// by tells who ordered it and on which record.
func (s *scene) by(o Order) string {
	who := "审核员 " + o.CID
	if p, ok := s.byID[o.CID]; ok && p.admin {
		who = p.name
	}
	if o.RecordID != "" {
		who += "，记录 #" + o.RecordID
	}
	return "（" + who + "）"
}
