package sandbox

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// obstacle is why somebody who wanted to say something could not. Key is the
// same for the same reason, and begins with whom or what it binds and an "@".
type obstacle struct{ key, text string }

// obstacle asks the platform, before each line, whether somebody may speak.
func (s *scene) obstacle(p *person, v *venue) *obstacle {
	checks := []struct {
		held      func() (Penalty, bool)
		who, text string
	}{
		{func() (Penalty, bool) { return s.platform.LoginLimited(p.id) }, p.id, "〔已下线〕{谁} 想上线，但被限制登录，{多久}"},
		{func() (Penalty, bool) { return s.closed(v) }, v.id, "〔已关播〕{谁} 想进{哪}，但它被关闭了，{多久}"},
		{func() (Penalty, bool) { return s.dismissed(v) }, v.id, "〔已解散〕{谁} 找不到{哪}了"},
		{func() (Penalty, bool) { return s.kicked(p, v) }, p.id, "〔已踢出〕{谁} 想在{哪}说话，但已被踢出群"},
		{func() (Penalty, bool) { return s.platform.Muted(v.mt, v.id, p.id) }, p.id, "〔已禁言〕{谁} 想说话，但在{哪}被禁言，{多久}"},
	}
	for _, check := range checks {
		if penalty, held := check.held(); held {
			rest := left(penalty, s.platform.options.Now())
			return &obstacle{
				key:  check.who + "@" + v.id + check.text,
				text: tell(check.text, "{谁}", p.name, "{哪}", v.title(), "{多久}", rest),
			}
		}
	}
	return nil
}

func (s *scene) closed(v *venue) (Penalty, bool) {
	if v.mt != Show {
		return Penalty{}, false
	}
	return s.platform.Closed(v.id)
}

func (s *scene) dismissed(v *venue) (Penalty, bool) {
	if v.mt != Group {
		return Penalty{}, false
	}
	return s.platform.Dismissed(v.id)
}

func (s *scene) kicked(p *person, v *venue) (Penalty, bool) {
	if v.mt != Group {
		return Penalty{}, false
	}
	return s.platform.Kicked(v.id, p.id)
}

// left says how long a penalty still lasts.
func left(p Penalty, now time.Time) string {
	rest := p.Until.Sub(now)
	switch {
	case p.Until.IsZero():
		return "永久"
	case rest >= time.Hour:
		return fmt.Sprintf("还剩 %d 小时", int(rest.Hours()+0.5))
	}
	return fmt.Sprintf("还剩 %d 分钟", int(rest.Minutes()+0.5))
}

// say lets somebody say something of a kind, unless there is an obstacle.
func (s *scene) say(p *person, v *venue, kind habit) (*line, *obstacle) {
	if stopped := s.obstacle(p, v); stopped != nil {
		return nil, stopped
	}
	l := s.utter(p, v, kind)
	s.bring(held{v, l})
	return l, nil
}

// utterAs has somebody say a given text.
func (s *scene) utterAs(p *person, v *venue, text string) {
	s.bring(held{v, &line{id: s.messageID(), kind: 1, sender: p, text: text, habit: advertiser}})
}

// bring shows a line, or has it audited first.
func (s *scene) bring(h held) {
	if h.venue.mt != Show || s.hold == nil || !s.hold(h.venue, h.line) {
		s.show(h)
	}
}

// show puts a line where people see it.
func (s *scene) show(h held) {
	v := h.venue
	h.line.held = false
	v.recent = append(v.recent, h.line)
	if len(v.recent) > keepLines {
		v.recent = append([]*line(nil), v.recent[len(v.recent)-keepLines*3/4:]...)
	}
}

// utter makes a line: mostly text, sometimes a picture, a voice or a video.
func (s *scene) utter(p *person, v *venue, kind habit) *line {
	l := &line{id: s.messageID(), kind: 1, sender: p, habit: kind}
	shows := kind == ordinary || kind == advertiser || kind == lewd
	switch dice := s.rand.IntN(100); {
	case shows && dice < 4, kind == lewd && dice < 15:
		l.kind = 2
		l.url, l.thumb = s.picture("chat", p, kind)
	case kind == ordinary && dice < 6:
		l.kind = 3
		l.url = s.base + "/media/voice/" + l.id + ".wav"
	case kind == ordinary && dice < 8, kind == lewd && dice < 20:
		l.kind = 8
		l.url = s.base + "/media/video/" + l.id + ".webm"
	case kind == ordinary:
		l.text = s.writer.Chat(v.voice(p), p.name)
	default:
		l.text = s.writer.Bad(kind, v.letter(), p.name)
	}
	return l
}

// messageID is a new id, which no other run of the sandbox gives out again.
func (s *scene) messageID() string {
	s.lines++
	return s.run + "m" + strconv.Itoa(s.lines)
}

// chatter is one ordinary moment: somebody, somewhere, wants to say something.
func (s *scene) chatter() (*line, *obstacle) {
	v := s.somewhere()
	p := s.speaker(v)
	kind := ordinary
	if s.rand.IntN(2) == 0 {
		kind = p.habit
	}
	return s.say(p, v, kind)
}

// somewhere is a venue, the busy ones more often.
func (s *scene) somewhere() *venue {
	switch dice := s.rand.IntN(100); {
	case dice < 35:
		return s.hall
	case dice < 65:
		return pick(s.rand, s.shows)
	case dice < 85:
		return pick(s.rand, s.groups)
	}
	return pick(s.rand, s.privates)
}

// speaker is who speaks next in a venue: somebody online, and only now and then
// a violator.
func (s *scene) speaker(v *venue) *person {
	crowd := s.present(v)
	if v.mt == Show && s.rand.IntN(3) == 0 {
		crowd = v.stage()
	}
	violator := s.rand.IntN(100) < 4
	choice := pick(s.rand, crowd)
	for range 20 {
		if choice.online && (choice.habit != ordinary) == violator {
			return choice
		}
		choice = pick(s.rand, crowd)
	}
	return choice
}

// present is who may be met in a venue, besides a show's stage.
func (s *scene) present(v *venue) []*person {
	if v.members == nil {
		return s.people
	}
	return v.members
}

// voice is the letter of the texts from which somebody speaks there: hosts and
// guests have their own.
func (v *venue) voice(p *person) byte {
	if v.mt == Show && slices.Contains(v.stage(), p) {
		return 'S'
	}
	return v.letter()
}

// stage is the host and the guests of a show.
func (v *venue) stage() []*person { return append([]*person{v.owner}, v.guests...) }

// comeAndGo lets somebody go online or offline.
func (s *scene) comeAndGo() {
	p := pick(s.rand, s.people)
	if p.habit == ordinary && p.id != ProtectedUser {
		p.online = s.rand.IntN(10) < 9
	}
}

// online counts who is there and not kept out.
func (s *scene) online() int {
	n := len(s.admins)
	for _, p := range s.people {
		if _, limited := s.platform.LoginLimited(p.id); p.online && !limited {
			n++
		}
	}
	return n
}
