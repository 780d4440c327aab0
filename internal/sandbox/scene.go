package sandbox

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/xiezhi/xiezhi/internal/invent"
)

// private marks a private chat among the venues; the contract's module for it
// is the user.
const private = User

// venue is somewhere to talk: the hall, a show, a group or a private chat.
type venue struct {
	mt             int
	id, name, desc string
	owner          *person   // the show's host, the group's owner; nil elsewhere
	guests         []*person // on the stage of a show, besides the host
	members        []*person // audience, members, or the two of a private chat; nil means everybody
	bad            bool      // the group itself is an advertisement
	recent         []*line
	accused        int // how often its profile was reported
}

// letter is the place's letter in the texts.
func (v *venue) letter() byte { return "?hsgp"[v.mt] }

// title is how people call it.
func (v *venue) title() string {
	switch v.mt {
	case Show:
		return "秀场「" + v.name + "」"
	case Group:
		return "群「" + v.name + "」"
	case private:
		return "私聊"
	}
	return "大厅"
}

// line is something said in a venue.
type line struct {
	id       string
	kind     int // msg_type: 1 text, 2 picture, 3 audio, 8 video
	sender   *person
	text     string
	url      string
	thumb    string
	habit    habit // what is wrong with it; ordinary means nothing
	reported bool
	held     bool // nobody sees it yet: it is audited
}

// keepLines is how many lines a venue keeps: enough for any report.
const keepLines = 40

// scene is the app's world. Its methods need the lock of the Live that owns it.
type scene struct {
	rand     *rand.Rand
	writer   *invent.Writer
	platform *Platform
	base     string // the sandbox's own address, for pictures
	run      string // tells this run's ids from an earlier run's

	people    []*person // in order of registration, without the administrators
	violators []*person
	admins    []*person
	byID      map[string]*person
	taken     map[string]bool // names
	hall      *venue
	shows     []*venue
	groups    []*venue
	privates  []*venue
	places    int              // shows and groups so far
	lines     int              // messages so far
	troubles  int              // violators at the start
	entrances []int            // mods yet to be reported through, see nextEntrance
	talks     []invent.Section // dialogues yet to be reported, see talk
	dialogues int              // reported so far

	calling map[*person]bool // who is in a call, or about to be
	duets   int              // calls so far

	hold func(*venue, *line) bool // takes a show's line to be audited; nil shows all
}

// newScene builds the world of a seed: users people, and where they meet.
func newScene(seed int64, users int, platform *Platform, base string, start time.Time) *scene {
	source := rand.New(rand.NewPCG(uint64(seed), 0x7865_7a68))
	s := &scene{
		rand: source, platform: platform, base: base, run: strconv.FormatInt(start.Unix(), 36),
		byID: map[string]*person{}, taken: map[string]bool{}, calling: map[*person]bool{}, hall: &venue{mt: Hall, name: "大厅"},
	}
	s.writer = invent.NewWriter(source, s.somebody)
	s.populate(users)
	for range 5 {
		s.openShow()
	}
	for i := range 9 {
		s.openGroup(i%4 == 2)
	}
	for _, p := range s.violators {
		s.openPrivate(p)
		s.openPrivate(p)
	}
	for range users / 10 {
		s.openPrivate(s.anyone())
	}
	return s
}

// habits is the order in which violators register, one in twelve of all.
var habits = []habit{advertiser, lewd, advertiser, rumour, abuser, advertiser, lewd, rumour}

func (s *scene) populate(users int) {
	for i := range users {
		kind := ordinary
		if i%12 == 0 { // the very first is RiskUser
			kind = habits[(i/12)%len(habits)]
		}
		s.newPerson(kind)
	}
	s.troubles = len(s.violators)
	for _, admin := range []*person{newAdmin(AdminOne, "管理员小谢"), newAdmin(AdminTwo, "管理员阿豸")} {
		s.admins = append(s.admins, admin)
		s.byID[admin.id] = admin
	}
}

func (s *scene) openShow() *venue {
	host := s.anyone()
	host.online = true
	v := &venue{
		mt: Show, owner: host, name: s.writer.Titled("秀场"), desc: s.writer.Named("秀场介绍"),
		guests: s.crowd(2+s.rand.IntN(2), host), members: append(s.crowd(30+s.rand.IntN(30), host), s.troublemakers(4)...),
	}
	if s.places == 0 {
		v.guests = append(v.guests, s.byID[ProtectedUser])
	}
	v.id = s.placeID("s")
	s.shows = append(s.shows, v)
	return v
}

func (s *scene) openGroup(bad bool) *venue {
	v := &venue{mt: Group, bad: bad, owner: s.anyone(), name: s.writer.Titled("群"), desc: s.writer.Named("群介绍")}
	if bad {
		v.owner, v.name, v.desc = s.troublemakers(1)[0], s.writer.Titled("坏群"), s.writer.Named("坏群介绍")
	}
	v.members = append(s.crowd(15+s.rand.IntN(25), v.owner), s.troublemakers(3)...)
	v.members = append(v.members, v.owner)
	v.id = s.placeID("g")
	s.groups = append(s.groups, v)
	return v
}

// keepPrivates bounds the private chats; a new one takes an old one's place.
const keepPrivates = 150

func (s *scene) openPrivate(p *person) {
	v := &venue{mt: private, members: append([]*person{p}, s.crowd(1, p)...)}
	if len(s.privates) >= keepPrivates {
		s.privates[s.rand.IntN(len(s.privates))] = v
		return
	}
	s.privates = append(s.privates, v)
}

func (s *scene) placeID(letter string) string {
	s.places++
	return fmt.Sprintf("%s%d", letter, 2000+s.places)
}

// crowd is up to n different ordinary people besides one.
func (s *scene) crowd(n int, besides *person) []*person {
	var list []*person
	for _, i := range s.rand.Perm(len(s.people)) {
		if p := s.people[i]; p != besides && p.habit == ordinary && len(list) < n {
			list = append(list, p)
		}
	}
	return list
}

// troublemakers is up to n different violators.
func (s *scene) troublemakers(n int) []*person {
	var list []*person
	for _, i := range s.rand.Perm(len(s.violators)) {
		if len(list) < n {
			list = append(list, s.violators[i])
		}
	}
	return list
}

// anyone is somebody ordinary.
func (s *scene) anyone() *person {
	for {
		if p := pick(s.rand, s.people); p.habit == ordinary {
			return p
		}
	}
}

// somebody is a name to be addressed.
func (s *scene) somebody() string { return pick(s.rand, s.people).name }

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// placeNamed finds a show or group; nil where there is none.
func (s *scene) placeNamed(id string) *venue {
	for _, list := range [][]*venue{s.shows, s.groups} {
		for _, v := range list {
			if v.id == id {
				return v
			}
		}
	}
	return nil
}
