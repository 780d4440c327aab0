package sandbox

import (
	"hash/fnv"
	"strconv"
)

// habit is what sort of violator somebody is; the zero value is none.
type habit uint8

const (
	ordinary habit = iota
	advertiser
	lewd
	rumour
	abuser
)

var habitNames = [...]string{"正常", "广告", "色情", "敏感话题", "辱骂"}

// String is the section of the texts that the habit speaks from.
func (h habit) String() string { return habitNames[h] }

func habitNamed(name string) habit {
	for h, known := range habitNames {
		if known == name {
			return habit(h)
		}
	}
	panic("sandbox: no habit is called " + name)
}

// account is the section of the texts with the habit's names and signatures.
func (h habit) account() string {
	return [...]string{"", "广告", "色情", "敏感", "辱骂"}[h]
}

// complaint is the report type of seed 002 that fits: 1 色情, 2 广告, 3 敏感话题.
// Abuse has none of its own.
func (h habit) complaint() int {
	return [...]int{3, 2, 1, 3, 3}[h]
}

// Users whom a demo may put on its lists, and the app's administrators.
const (
	RiskUser      = "10001" // an advertiser
	ProtectedUser = "10002" // a regular guest of the first show
	AdminOne      = "900001"
	AdminTwo      = "900002"
)

const firstUser = 10001

// person is a user of the app. id, name, desc and habit never change.
type person struct {
	id, name, desc string
	habit          habit
	admin          bool

	online  bool
	uploads int // pictures so far; each gets a number of its own
	accused int // how often the profile was reported
}

// uucid is the account's opaque second name in the contract's messages.
func (p *person) uucid() string {
	h := fnv.New64a()
	_, _ = h.Write([]byte("uuc" + p.id))
	return strconv.FormatUint(h.Sum64(), 16)
}

// newPerson registers somebody under the next id.
func (s *scene) newPerson(kind habit) *person {
	p := &person{id: strconv.Itoa(firstUser + len(s.people)), habit: kind, online: s.rand.IntN(10) < 9}
	p.name, p.desc = s.nickname(kind), s.writer.named("签名")
	if kind != ordinary {
		p.online = true
		p.desc = s.writer.named(kind.account() + "签名")
	}
	s.people = append(s.people, p)
	s.byID[p.id] = p
	if kind != ordinary {
		s.violators = append(s.violators, p)
	}
	return p
}

// nickname is a name that nobody has yet. Half of the violators show in theirs
// what they are.
func (s *scene) nickname(kind habit) string {
	name := s.writer.word("前") + s.writer.word("后")
	if kind != ordinary && s.rand.IntN(2) == 0 {
		name = s.writer.word(kind.account() + "号")
	}
	for s.taken[name] {
		name += strconv.Itoa(s.rand.IntN(90) + 10)
	}
	s.taken[name] = true
	return name
}

func newAdmin(id, name string) *person {
	return &person{id: id, name: name, desc: "官方管理员", admin: true, online: true}
}
