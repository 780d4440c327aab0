package sandbox

import (
	"embed"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
)

// texts holds all that people in the sandbox say and are called. A file is made
// of sections, each with a head "== name places" and one line per sentence;
// what stands in braces is filled in when it is said.
//
//go:embed text/*.txt
var texts embed.FS

// section is one head with its lines. Places are letters: h hall, s show, g
// group, p private chat, S a show's stage; empty means that it is not said anywhere.
type section struct {
	name, places string
	lines        []string
}

func sections(file string) []section {
	raw, err := texts.ReadFile("text/" + file)
	if err != nil {
		panic("sandbox: an embedded text is not there: " + err.Error())
	}
	var list []section
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSpace(line)
		head, isHead := strings.CutPrefix(line, "== ")
		switch {
		case line == "" || strings.HasPrefix(line, "# "):
		case isHead:
			name, places, _ := strings.Cut(head, " ")
			list = append(list, section{name: name, places: places})
		default:
			last := &list[len(list)-1]
			last.lines = append(last.lines, line)
		}
	}
	return list
}

// script is the texts, sorted for use. It never changes.
type script struct {
	chat  map[byte][]string           // by place
	bad   map[habit]map[byte][]string // by kind of violator and place
	calls map[habit][]string          // said in calls, see heard
	names map[string][]string         // by the section's name, one per line
	words map[string][]string         // short words, many per line
}

var loadScript = sync.OnceValue(func() *script {
	s := &script{chat: map[byte][]string{}, bad: map[habit]map[byte][]string{}, calls: map[habit][]string{}, names: map[string][]string{}, words: map[string][]string{}}
	for _, file := range []string{"chat_live.txt", "chat_life.txt", "chat_more.txt", "chat_group.txt", "chat_private.txt"} {
		for _, sec := range sections(file) {
			for _, place := range []byte(sec.places) {
				s.chat[place] = append(s.chat[place], sec.lines...)
			}
		}
	}
	for _, sec := range sections("bad.txt") {
		kind := habitNamed(sec.name)
		s.bad[kind] = map[byte][]string{}
		for _, place := range []byte(sec.places) {
			s.bad[kind][place] = sec.lines
		}
	}
	for _, sec := range sections("calls.txt") {
		s.calls[habitNamed(sec.name)] = sec.lines
	}
	for _, file := range []string{"names.txt", "slots.txt"} {
		for _, sec := range sections(file) {
			s.names[sec.name] = sec.lines
			s.words[sec.name] = strings.Fields(strings.Join(sec.lines, " "))
		}
	}
	return s
})

// writer makes sentences: it draws from shuffled decks, so that nothing is said
// twice before everything was said once, and fills in what stands in braces.
type writer struct {
	script *script
	rand   *rand.Rand
	decks  map[string]*deck
	friend func() string // somebody's name, for {name}
}

type deck struct {
	cards []string
	left  int
}

// draw takes a card of the named deck, which is made of cards when it is new.
func (w *writer) draw(name string, cards []string) string {
	d, ok := w.decks[name]
	if !ok {
		d = &deck{cards: append([]string(nil), cards...)}
		w.decks[name] = d
	}
	if d.left == 0 {
		w.rand.Shuffle(len(d.cards), func(i, j int) { d.cards[i], d.cards[j] = d.cards[j], d.cards[i] })
		d.left = len(d.cards)
	}
	d.left--
	return d.cards[d.left]
}

// chat is an ordinary sentence for a place.
func (w *writer) chat(place byte, me string) string {
	return w.fill(w.draw("chat"+string(place), w.script.chat[place]), me)
}

// bad is what a violator says in a place. Abuse is not said in private.
func (w *writer) bad(kind habit, place byte, me string) string {
	lines, ok := w.script.bad[kind][place]
	if !ok {
		kind = advertiser
		lines = w.script.bad[kind][place]
	}
	return w.fill(w.draw("bad"+kind.String()+string(place), lines), me)
}

// named draws a line of a section of names.txt.
func (w *writer) named(section string) string {
	return w.fill(w.draw(section, w.script.names[section]), "")
}

// word draws a short word of a section.
func (w *writer) word(section string) string {
	return w.draw("word"+section, w.script.words[section])
}

// titled draws a place's name, which is a word with braces in it.
func (w *writer) titled(section string) string { return w.fill(w.word(section), "") }

// fill replaces what stands in braces. An unknown brace stays, and a test looks
// for such.
func (w *writer) fill(text, me string) string {
	var out strings.Builder
	for {
		before, rest, open := strings.Cut(text, "{")
		slot, after, closed := strings.Cut(rest, "}")
		out.WriteString(before)
		if !open || !closed {
			return out.String()
		}
		out.WriteString(w.slot(slot, me))
		text = after
	}
}

func (w *writer) slot(name, me string) string {
	switch name {
	case "n":
		return strconv.Itoa(2 + w.rand.IntN(58))
	case "pay":
		return strconv.Itoa(10 * (8 + w.rand.IntN(80)))
	case "pay2":
		return strconv.Itoa(10 * (90 + w.rand.IntN(60)))
	case "wx":
		return w.handle()
	case "me":
		return me
	case "name":
		return w.friend()
	}
	if _, ok := w.script.words[name]; !ok {
		return "{" + name + "}"
	}
	return w.word(name)
}

// handle is an account that does not exist, as advertisers write them.
func (w *writer) handle() string {
	heads := []string{"xiezhi_", "demo-", "ceshi", "jiade_", "yanshi"}
	return heads[w.rand.IntN(len(heads))] + strconv.Itoa(1000+w.rand.IntN(9000))
}
