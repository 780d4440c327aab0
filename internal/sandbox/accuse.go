package sandbox

import (
	"slices"
)

// entranceDeck is how often each entrance is used, relative to the others.
var entranceDeck = []int{
	11, 11, 11, 12, 12, 13, 13, 14, 14, 14, 15, 15, 15, 15, 16, 16,
	21, 21, 22, 23, 23, 24, 24, 25, 26, 26,
}

// openingDeck is what is reported at the start, so that there is a page of
// pictures and something of every entrance to review at once.
var openingDeck = []int{
	15, 15, 15, 15, 15, 15, 15, 16, 16, 16, 16, 16,
	11, 12, 13, 14, 21, 22, 23, 24, 25, 26, 11, 14, 13,
}

// nextEntrance draws from the shuffled deck, so that all twelve come.
func (s *scene) nextEntrance() int {
	if len(s.entrances) == 0 {
		s.entrances = slices.Clone(entranceDeck)
		s.rand.Shuffle(len(s.entrances), func(i, j int) { s.entrances[i], s.entrances[j] = s.entrances[j], s.entrances[i] })
	}
	last := len(s.entrances) - 1
	mod := s.entrances[last]
	s.entrances = s.entrances[:last]
	return mod
}

// accuse finds something to report through an entrance; ok is false where there
// is nothing just now.
func (s *scene) accuse(mod int) (accusation, bool) {
	switch mod {
	case 15:
		return s.accuseAlbum(), true
	case 16:
		return s.accuseShowPicture()
	case 22:
		return s.accuseGroup()
	case 23:
		return s.accuseProfile(), true
	case 11, 12, 13, 14:
		return s.accuseLine(mod, false)
	}
	return s.accuseLine(mod, true)
}

// moduleOf is the kind of venue of a chat entrance.
var moduleOf = map[int]int{
	11: Hall, 12: private, 13: Group, 14: Show,
	21: Hall, 24: Show, 25: private, 26: Group,
}

// accuseLine reports one line or, for a unit, mostly what was said around it.
func (s *scene) accuseLine(mod int, unit bool) (accusation, bool) {
	v, l := s.suspect(moduleOf[mod])
	if l == nil {
		return accusation{}, false
	}
	l.reported = true
	a := accusation{mod: mod, venue: v, accused: l.sender, lines: []*line{l}, kind: l.habit, witnesses: v.members}
	if unit && s.rand.IntN(10) < 7 {
		a.lines = s.around(v, l)
	}
	if len(a.lines) > 1 && v.mt != private {
		a.accused = nil
	}
	return a, true
}

// suspect is a line to report: a bad one, made to order if there is none, and
// now and then one that is only disliked. Line is nil where nobody spoke.
func (s *scene) suspect(mt int) (*venue, *line) {
	if s.rand.IntN(100) < 85 {
		if v, l := s.find(mt, func(l *line) bool { return l.habit != ordinary }); l != nil {
			return v, l
		}
		if v, l := s.provoke(mt); l != nil {
			return v, l
		}
	}
	return s.find(mt, func(l *line) bool { return l.habit == ordinary && l.sender.habit == ordinary })
}

// find looks for an unreported line that is still there, beginning anywhere.
func (s *scene) find(mt int, wanted func(*line) bool) (*venue, *line) {
	venues := s.venues(mt)
	for _, i := range s.rand.Perm(len(venues)) {
		v := venues[i]
		for _, l := range slices.Backward(v.recent) {
			if !l.reported && wanted(l) && s.isOpen(v) && !s.platform.Deleted(l.id) {
				return v, l
			}
		}
	}
	return nil, nil
}

func (s *scene) venues(mt int) []*venue {
	switch mt {
	case Hall:
		return []*venue{s.hall}
	case Show:
		return s.shows
	case Group:
		return s.groups
	}
	return s.privates
}

// isOpen reports whether a venue still takes people in.
func (s *scene) isOpen(v *venue) bool {
	_, closed := s.closed(v)
	_, dismissed := s.dismissed(v)
	return !closed && !dismissed
}

// provoke has a violator say something bad in a venue of a kind.
func (s *scene) provoke(mt int) (*venue, *line) {
	for range 12 {
		v := pick(s.rand, s.venues(mt))
		p := pick(s.rand, s.present(v))
		if mt == Hall {
			p = pick(s.rand, s.violators)
		}
		if p.habit == ordinary && mt != private {
			p = pick(s.rand, s.present(v))
		}
		if p.habit == ordinary {
			continue
		}
		switch l, _ := s.say(p, v, p.habit); {
		case l != nil && l.held: // who can tell whether anybody will see it
			return nil, nil
		case l != nil:
			return v, l
		}
	}
	return nil, nil
}

// around is what a reporter of a unit sends: the latest lines, with the one
// that annoyed. A show's stage and audience have ten each (seed 002, 24).
func (s *scene) around(v *venue, annoying *line) []*line {
	room := map[bool]int{false: 10, true: 10}
	if v.mt != Show {
		room[true] = 0
	}
	stage := map[*person]bool{}
	if v.mt == Show {
		for _, p := range v.stage() {
			stage[p] = true
		}
	}
	room[stage[annoying.sender]]--
	var lines []*line
	for _, l := range slices.Backward(v.recent) {
		side := stage[l.sender]
		switch {
		case l == annoying:
			lines = append(lines, l)
		case room[side] > 0 && !s.platform.Deleted(l.id):
			room[side]--
			lines = append(lines, l)
		}
	}
	slices.Reverse(lines)
	return lines
}
