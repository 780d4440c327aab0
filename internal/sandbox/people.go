package sandbox

import (
	"hash/fnv"
	"strconv"

	"github.com/xiezhi/xiezhi/internal/invent"
)

// habit is what sort of violator somebody is; the zero value is none.
type habit = invent.Kind

const (
	ordinary   = invent.Ordinary
	advertiser = invent.Advertiser
	lewd       = invent.Lewd
	rumour     = invent.Rumour
	abuser     = invent.Abuser
)

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
	p.name, p.desc = s.nickname(kind), s.writer.Named("签名")
	if kind != ordinary {
		p.online = true
		p.desc = s.writer.Named(kind.Account() + "签名")
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
	name := s.writer.Word("前") + s.writer.Word("后")
	if kind != ordinary && s.rand.IntN(2) == 0 {
		name = s.writer.Word(kind.Account() + "号")
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
