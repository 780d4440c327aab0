package sandbox

import "slices"

// accuseAlbum reports a picture that somebody has just put into the album.
func (s *scene) accuseAlbum() accusation {
	p, kind := s.exhibitor(s.people)
	return accusation{mod: 15, accused: p, lines: []*line{s.exhibit("album", p, kind)}, kind: kind}
}

func (s *scene) accuseShowPicture() (accusation, bool) {
	v := pick(s.rand, s.shows)
	if !s.isOpen(v) {
		return accusation{}, false
	}
	p, kind := s.exhibitor(append(v.stage(), v.members...))
	a := accusation{mod: 16, venue: v, accused: p, lines: []*line{s.exhibit("show", p, kind)}, kind: kind, witnesses: v.members}
	return a, true
}

func (s *scene) exhibit(folder string, p *person, kind habit) *line {
	l := &line{id: s.messageID(), kind: 2, sender: p, habit: kind}
	l.url, l.thumb = s.picture(folder, p, kind)
	return l
}

// exhibitor is who of a crowd uploads a picture that somebody reports: mostly
// one who sells something, with a picture of that kind.
func (s *scene) exhibitor(crowd []*person) (*person, habit) {
	wanted := s.rand.IntN(100) < 80
	for range 200 {
		p := pick(s.rand, crowd)
		sells := p.habit == advertiser || p.habit == lewd
		if _, limited := s.platform.LoginLimited(p.id); sells == wanted && !limited {
			return p, p.picturedHabit()
		}
	}
	p := pick(s.rand, crowd)
	return p, p.picturedHabit()
}

// picturedHabit is what the pictures of a person show.
func (p *person) picturedHabit() habit {
	if p.habit == advertiser || p.habit == lewd {
		return p.habit
	}
	return ordinary
}

// accuseGroup reports a group's profile, the least reported first.
func (s *scene) accuseGroup() (accusation, bool) {
	wanted := s.rand.IntN(100) < 75
	var found *venue
	for _, v := range s.groups {
		if v.bad == wanted && s.isOpen(v) && (found == nil || v.accused < found.accused) {
			found = v
		}
	}
	if found == nil {
		return accusation{}, false
	}
	found.accused++
	kind := ordinary
	if found.bad {
		kind = advertiser
	}
	return accusation{mod: 22, venue: found, accused: found.owner, kind: kind}, true
}

// accuseProfile reports a person's profile: mostly a violator's who is not shut
// out, the least reported first.
func (s *scene) accuseProfile() accusation {
	found := s.anyone()
	if s.rand.IntN(100) < 80 {
		found = slices.MinFunc(s.violators, func(a, b *person) int { return s.weariness(a) - s.weariness(b) })
	}
	found.accused++
	return accusation{mod: 23, accused: found, kind: found.habit}
}

// weariness is how little people want to report somebody's profile.
func (s *scene) weariness(p *person) int {
	if _, limited := s.platform.LoginLimited(p.id); limited {
		return p.accused + 1000
	}
	return p.accused
}
