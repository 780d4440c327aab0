package sandbox

import (
	"slices"
	"strings"
)

// obeyCloud does what the call cloud was asked to do.
func (l *Live) obeyCloud(o cloudOrder) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.scene == nil {
		return
	}
	if o.act == tellUsers {
		l.message(o)
		return
	}
	for _, room := range o.rooms {
		d := duetNamed(l.exchange.duets, room)
		switch o.act {
		case putOut:
			l.putOut(room, o.uid, d)
		case letBack:
			l.letBack(room, o.uid, d)
		case closeRoom:
			l.closeCall(room, d)
		case watchRoom, leaveRoom:
			if d != nil {
				d.watched = o.act == watchRoom
			}
		}
	}
}

// putOut takes somebody out of a call. He tries to come back soon.
func (l *Live) putOut(room, uid string, d *duet) {
	l.moved++
	if len(l.exchange.barred) >= maxBarred {
		clear(l.exchange.barred)
	}
	l.exchange.barred[barred{room, uid}] = true
	var s *seat
	if d != nil {
		s = d.seatOf(uid)
	}
	if s == nil || !s.in {
		l.narrator.say("〔踢出〕通话 " + room + " 的 uid " + uid + " 已不在通话中，之后也不能再进")
		return
	}
	l.narrator.say("〔踢出〕" + s.person.name + " 被移出" + d.beside(s) + "，" + d.other(s).person.name + " 还在等")
	s.in, s.tries = false, 4+l.scene.rand.IntN(8)
	d.ends = min(d.ends, d.age+aloneFor)
	l.write(noticeLeave, d.event(l, s), 0)
}

// letBack lets somebody into a call again.
func (l *Live) letBack(room, uid string, d *duet) {
	delete(l.exchange.barred, barred{room, uid})
	var s *seat
	if d != nil {
		s = d.seatOf(uid)
	}
	if s == nil {
		l.narrator.say("〔解除〕uid " + uid + " 可以再进通话 " + room + "，但通话已经结束")
		return
	}
	l.narrator.say("〔解除〕" + s.person.name + " 可以回到" + d.beside(s))
	if !s.in {
		s.tries = 2 + l.scene.rand.IntN(4)
		d.ends = max(d.ends, d.age+togetherFor)
	}
}

// closeCall ends a call at once.
func (l *Live) closeCall(room string, d *duet) {
	l.moved++
	if d == nil {
		l.narrator.say("〔关闭〕通话 " + room + " 已经结束")
		return
	}
	l.narrator.say("〔关闭〕" + d.title() + "被云端关闭")
	l.hangUp(d)
	l.exchange.duets = slices.DeleteFunc(l.exchange.duets, func(other *duet) bool { return other == d })
}

// messageNames are the types of IM messages that the app's clients know.
var messageNames = map[int]string{400: "违规提示", 3000: "解禁通知", 1004: "礼物消息", 1007: "小秘书的消息"}

// message tells who gets an IM message.
func (l *Live) message(o cloudOrder) {
	name, known := messageNames[o.kind]
	if !known {
		return
	}
	var names []string
	for _, user := range o.users {
		names = append(names, strings.TrimSpace(l.scene.callUser(user)))
	}
	l.narrator.say("〔IM〕" + strings.Join(names, "、") + " 收到" + name)
}
