package sandbox

import (
	"fmt"
	"slices"
)

// How much of the world must be left for the play to go on.
const (
	fewShows  = 3
	fewGroups = 6
	maxPeople = 2000 // registrations in all
	maxShows  = 40   // closed ones included
)

// renew makes up for what was punished away: dismissed groups vanish and
// others are founded, new shows open where most are closed, and violators
// register again where too many were shut out. It tells what is new.
func (s *scene) renew() []string {
	var news []string
	s.groups = slices.DeleteFunc(s.groups, func(v *venue) bool {
		_, gone := s.dismissed(v)
		return gone
	})
	for len(s.groups) < fewGroups {
		news = append(news, "〔新建〕"+s.openGroup(s.rand.IntN(3) == 0).title())
	}
	for s.running() < fewShows {
		s.shows = slices.Delete(s.shows, 0, max(0, len(s.shows)+1-maxShows)) // long forgotten ones
		news = append(news, "〔开播〕"+s.openShow().title())
	}
	if p := s.comeback(); p != nil {
		news = append(news, fmt.Sprintf("〔注册〕新用户 %s（%s）", p.name, p.id))
	}
	return news
}

// running counts the shows that are not closed.
func (s *scene) running() int {
	n := 0
	for _, v := range s.shows {
		if _, closed := s.closed(v); !closed {
			n++
		}
	}
	return n
}

// comeback registers a new violator where a third of them is shut out.
func (s *scene) comeback() *person {
	free := 0
	for _, p := range s.violators {
		if _, limited := s.platform.LoginLimited(p.id); !limited {
			free++
		}
	}
	if free*3 > s.troubles*2 || len(s.people) >= maxPeople {
		return nil
	}
	p := s.newPerson(habits[len(s.violators)%len(habits)])
	s.openPrivate(p)
	for _, v := range []*venue{pick(s.rand, s.shows), pick(s.rand, s.groups)} {
		v.members = append(v.members, p)
	}
	return p
}
