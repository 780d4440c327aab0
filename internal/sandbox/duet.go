package sandbox

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// duet is a call between two people. Their numbers belong to the herald until
// they are connected.
type duet struct {
	id      int64  // channelId
	name    string // channelName
	habit   habit  // what the first does; ordinary means nothing bad
	seats   [2]*seat
	watched bool // the cloud was asked to look
	age     int  // lines since they were connected
	ends    int  // at which age they hang up
	next    int  // at which age something is found
	left    int  // how often something is still found
	found   int  // how often it was
}

// seat is somebody's place in a call.
type seat struct {
	person   *person
	uid      int64 // 0: his account is to say it
	stranger bool  // has no account: only his join, which comes late, says who he is
	in       bool
	tries    int // lines until he tries to come back; 0: he does not
}

// other is whom somebody talks with.
func (d *duet) other(s *seat) *seat {
	if d.seats[0] == s {
		return d.seats[1]
	}
	return d.seats[0]
}

func (d *duet) seatOf(uid string) *seat {
	for _, s := range d.seats {
		if strconv.FormatInt(s.uid, 10) == uid {
			return s
		}
	}
	return nil
}

// title is how everybody calls it, and beside how it is called where one of the
// two was named.
func (d *duet) title() string { return d.seats[0].person.name + d.beside(d.seats[0]) }

func (d *duet) beside(s *seat) string { return " 与 " + d.other(s).person.name + " 的通话" }

// callDeck is what calls are about, in turn.
var callDeck = []habit{lewd, advertiser, abuser, lewd, rumour, ordinary, advertiser, ordinary}

// strangerEvery is how many calls there are to one of somebody without an
// account; strangerFirst is the first.
const (
	strangerEvery = 5
	strangerFirst = 2
)

// largestStranger bounds the numbers of those without accounts. Accounts'
// numbers are longer.
const largestStranger = 90_000_000

// duet finds two who call each other; ok is false where nobody is free.
func (s *scene) duet(now time.Time) (d *duet, ok bool) {
	kind := callDeck[s.duets%len(callDeck)]
	first, second := s.free(kind), s.free(ordinary)
	if first == nil || second == nil || first == second {
		return nil, false
	}
	d = &duet{
		id: now.UnixMilli()*1000 + int64(s.duets%1000), name: "1v1-" + s.run + "-" + strconv.Itoa(s.duets+1), habit: kind,
		seats: [2]*seat{{person: first}, {person: second}}, next: 4 + s.rand.IntN(8),
	}
	switch {
	case kind != ordinary:
		d.left, d.ends = 2+s.rand.IntN(4), 500+s.rand.IntN(400)
	default:
		d.left, d.ends = s.rand.IntN(3), 60+s.rand.IntN(120)
	}
	if s.duets%strangerEvery == strangerFirst {
		d.seats[0].uid, d.seats[0].stranger = 10_000_000+s.rand.Int64N(largestStranger-10_000_000), true
	}
	s.duets++
	s.calling[first], s.calling[second] = true, true
	return d, true
}

// free is somebody of a habit who can call; nil where nobody was found.
func (s *scene) free(kind habit) *person {
	for range 100 {
		p := pick(s.rand, s.people)
		if kind != ordinary {
			p = pick(s.rand, s.violators)
		}
		if _, limited := s.platform.LoginLimited(p.id); p.habit == kind && !limited && !s.calling[p] {
			return p
		}
	}
	return nil
}

// finding is what the cloud sees or hears in a call.
type finding struct {
	label, level int    // PROTOCOLS §6; 0: nothing was found, and a person there says so
	sub          int    // opaque
	words        string // of a sound; empty for a picture
	hits         []string
	film         bool
	shows        habit // of a picture
}

// The labels of what violators show and say.
var (
	seenLabels  = map[habit]int{advertiser: 210, lewd: 100}
	heardLabels = map[habit]int{advertiser: 200, lewd: 100, rumour: 500, abuser: 600}
)

// labelNames are the contract's.
var labelNames = map[int]string{
	0: "正常", 100: "色情", 110: "性感", 200: "广告", 210: "二维码", 500: "涉政", 600: "辱骂", 1020: "黑屏", 1030: "挂机", 1100: "涉价值观",
}

// blackScreen is the habit whose pictures of calls show nothing: what a rumour
// says cannot be seen.
const blackScreen = rumour

// finding is what is found next. Who advertises, or worse, is seen and heard in
// turn; everybody else is suspected for nothing.
func (s *scene) finding(d *duet) finding {
	d.found++
	label, seen := seenLabels[d.habit]
	seen = seen && d.found%2 == 1
	switch {
	case d.habit == ordinary:
		return s.suspicion()
	case seen && d.habit == lewd && d.found > 1:
		return finding{label: 110, level: 1, sub: 11003, shows: lewd, film: s.rand.IntN(3) == 0}
	case seen:
		return finding{label: label, level: 1 + s.rand.IntN(2), sub: label*100 + 1, shows: d.habit}
	}
	label = heardLabels[d.habit]
	f := finding{label: label, level: 1 + s.rand.IntN(2), sub: label*1000 + 9}
	f.words, f.hits = s.writer.Heard(d.habit)
	return f
}

// suspicion is of somebody who does nothing bad.
func (s *scene) suspicion() finding {
	switch s.rand.IntN(4) {
	case 0:
		return finding{label: 1020, level: 1, shows: blackScreen}
	case 1:
		return finding{shows: ordinary} // somebody at the cloud has looked at it
	case 2:
		return finding{label: 110, level: 1, sub: 11001, shows: ordinary}
	}
	f := finding{label: 600, level: 1, sub: 600002}
	f.words, f.hits = s.writer.Heard(ordinary)
	return f
}

// story tells what was found.
func (f finding) story(d *duet) string {
	sure := map[int]string{0: "云端人工通过", 1: "疑似", 2: "确定"}[f.level]
	what := "截图"
	switch {
	case f.words != "":
		what = quoted(f.words)
	case f.film:
		what = "录像"
	}
	return fmt.Sprintf("〔云端证据〕%s%s：%s（%s，%s）", d.seats[0].person.name, d.beside(d.seats[0]), what, labelNames[f.label], sure)
}

// hang takes both out of those who call.
func (s *scene) hang(d *duet) {
	for _, seat := range d.seats {
		seat.in = false
		delete(s.calling, seat.person)
	}
}

// duetNamed finds a call that goes on; nil where there is none.
func duetNamed(list []*duet, name string) *duet {
	if i := slices.IndexFunc(list, func(d *duet) bool { return d.name == name }); i >= 0 {
		return list[i]
	}
	return nil
}
