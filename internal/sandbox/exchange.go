package sandbox

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// The kinds of notices (PROTOCOLS §6).
const (
	noticeStart    = 1
	noticeEnd      = 2
	noticeJoin     = 4
	noticeLeave    = 5
	noticeEvidence = 400
)

// The rhythm of calls, in chat lines.
const (
	openingCalls = 3
	callEvery    = 70  // the mean between two new calls
	maxCalls     = 6   // at once
	aloneFor     = 150 // how long the other waits for somebody who was put out
	togetherFor  = 80  // how long they talk on once he is back
	strangerFor  = 30  // how late the join of a stranger is told, at least
	lateNotices  = 16  // how late a notice may be told
	maxBarred    = 2000
)

// letter is a notice that is told in a while.
type letter struct {
	Notice
	due int
}

// barred is somebody on the list of those whom a room does not let in.
type barred struct{ room, uid string }

// exchange is the calls that go on, with the lock of the Live that owns it.
type exchange struct {
	duets  []*duet
	post   []letter
	barred map[barred]bool
	calls  int // so far
}

// dial has two people call each other, where the app does that.
func (l *Live) dial() {
	if l.options.CloudKey == "" || len(l.scene.calling) >= 2*maxCalls {
		return
	}
	d, ok := l.scene.duet(l.options.Now())
	if ok && !l.herald.connect(d) {
		l.scene.hang(d)
	}
}

// connected begins a call whose people have their numbers.
func (l *Live) connected(d *duet, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil {
		l.tellSeldom("call", fmt.Sprintf("〔通话〕没有接通（%v）", err))
		l.scene.hang(d)
		return
	}
	l.exchange.duets = append(l.exchange.duets, d)
	l.exchange.calls++
	l.narrator.say("〔通话〕" + d.title() + "开始（" + d.name + "）")
	l.write(noticeStart, d.event(l, nil), 0)
	for _, s := range d.seats {
		l.enter(d, s)
	}
}

func (l *Live) enter(d *duet, s *seat) {
	late := 0
	if s.stranger {
		late = strangerFor + l.scene.rand.IntN(strangerFor)
		l.narrator.say(fmt.Sprintf("〔通话〕uid %d 没有账号，加入事件要晚些才到", s.uid))
		s.stranger = false // by then he is known
	}
	s.in = true
	l.write(noticeJoin, d.event(l, s), late)
}

// converse is one moment of all calls.
func (l *Live) converse() {
	if l.options.CloudKey == "" {
		return
	}
	if l.scene.rand.IntN(callEvery) == 0 {
		l.dial()
	}
	going := l.exchange.duets[:0]
	for _, d := range l.exchange.duets {
		if l.goOn(d) {
			going = append(going, d)
		}
	}
	clear(l.exchange.duets[len(going):])
	l.exchange.duets = going
	l.mail()
}

// goOn is one moment of a call; false when it is over.
func (l *Live) goOn(d *duet) bool {
	d.age++
	for _, s := range d.seats {
		if s.tries > 0 {
			if s.tries--; s.tries == 0 {
				l.comeBack(d, s)
			}
		}
	}
	if d.watched && d.seats[0].in && d.left > 0 && d.age >= d.next {
		d.left--
		d.next = d.age + 20 + l.scene.rand.IntN(60)
		l.find(d)
	}
	if d.age < d.ends {
		return true
	}
	l.hangUp(d)
	l.narrator.say("〔通话〕" + d.title() + "结束")
	return false
}

// comeBack has somebody who was put out try to get in again.
func (l *Live) comeBack(d *duet, s *seat) {
	if l.exchange.barred[barred{d.name, strconv.FormatInt(s.uid, 10)}] {
		l.narrator.say("〔进不去〕" + s.person.name + " 想回到" + d.beside(s) + "，被云端拒绝")
		return
	}
	d.ends = max(d.ends, d.age+togetherFor)
	l.narrator.say("〔恢复通话〕" + s.person.name + " 回到" + d.beside(s))
	l.enter(d, s)
}

// hangUp ends a call for everybody who is in it.
func (l *Live) hangUp(d *duet) {
	for _, s := range d.seats {
		if s.in {
			l.write(noticeLeave, d.event(l, s), 0)
		}
	}
	l.scene.hang(d)
	l.write(noticeEnd, d.event(l, nil), 0)
}

// find tells an evidence. What is heard is told while it is still being
// understood, too.
func (l *Live) find(d *duet) {
	f := l.scene.finding(d)
	l.narrator.say(f.story(d))
	data := l.evidence(d, f)
	if f.words != "" && l.scene.rand.IntN(2) == 0 {
		l.write(noticeEvidence, data, 0)
		data = understood(data)
	}
	l.write(noticeEvidence, data, 0)
}

// write puts a notice on its way. Some come late and some twice, and the kind
// has one of two names, as with the cloud itself.
func (l *Live) write(kind int, data map[string]any, late int) {
	dice := l.scene.rand
	name := []string{"eventType", "type"}[dice.IntN(2)]
	body, err := json.Marshal(map[string]any{name: kind, "data": data})
	if err != nil {
		panic("sandbox: plain fields do not marshal: " + err.Error())
	}
	if late == 0 && dice.IntN(5) == 0 {
		late = 1 + dice.IntN(lateNotices)
	}
	l.exchange.post = append(l.exchange.post, letter{Notice{kind, string(body)}, late})
	if dice.IntN(4) == 0 {
		l.exchange.post = append(l.exchange.post, letter{Notice{kind, string(body)}, late + 1 + dice.IntN(lateNotices)})
	}
}

// untold tells that a notice was refused.
func (l *Live) untold(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tellSeldom("notice", fmt.Sprintf("〔云端〕一条事件没有被接收（%v）", err))
}

// mail hands over what is due.
func (l *Live) mail() {
	rest := l.exchange.post[:0]
	for _, p := range l.exchange.post {
		if p.due > 0 || !l.herald.tell(p.Notice) {
			p.due--
			rest = append(rest, p)
		}
	}
	l.exchange.post = rest
}

// Notices are the last deliveries of notices that Xiezhi took, in their order.
func (l *Live) Notices() []Notice { return l.herald.taken() }
