package invent

import (
	"embed"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
)

// texts holds all that invented people say and are called. A file is made
// of sections, each with a head "== name places" and one line per sentence;
// what stands in braces is filled in when it is said.
//
//go:embed text/*.txt
var texts embed.FS

// Section is one head with its lines. Places are letters: h hall, s show, g
// group, p private chat, S a show's stage; empty means that it is not said anywhere.
type Section struct {
	Name, Places string
	Lines        []string
}

// Dialogues are whole conversations: a line is who speaks, a space and the
// words. Places is why it was reported.
func Dialogues() []Section { return sections("dialogues.txt") }

func sections(file string) []Section {
	raw, err := texts.ReadFile("text/" + file)
	if err != nil {
		panic("invent: an embedded text is not there: " + err.Error())
	}
	var list []Section
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSpace(line)
		head, isHead := strings.CutPrefix(line, "== ")
		switch {
		case line == "" || strings.HasPrefix(line, "# "):
		case isHead:
			name, places, _ := strings.Cut(head, " ")
			list = append(list, Section{Name: name, Places: places})
		default:
			last := &list[len(list)-1]
			last.Lines = append(last.Lines, line)
		}
	}
	return list
}

// script is the texts, sorted for use. It never changes.
type script struct {
	chat  map[byte][]string          // by place
	bad   map[Kind]map[byte][]string // by kind of violator and place
	calls map[Kind][]string          // said in calls, see heard
	names map[string][]string        // by the section's name, one per line
	words map[string][]string        // short words, many per line
}

var loadScript = sync.OnceValue(func() *script {
	s := &script{chat: map[byte][]string{}, bad: map[Kind]map[byte][]string{}, calls: map[Kind][]string{}, names: map[string][]string{}, words: map[string][]string{}}
	for _, file := range []string{"chat_live.txt", "chat_life.txt", "chat_more.txt", "chat_group.txt", "chat_private.txt"} {
		for _, sec := range sections(file) {
			for _, place := range []byte(sec.Places) {
				s.chat[place] = append(s.chat[place], sec.Lines...)
			}
		}
	}
	for _, sec := range sections("bad.txt") {
		kind := KindNamed(sec.Name)
		s.bad[kind] = map[byte][]string{}
		for _, place := range []byte(sec.Places) {
			s.bad[kind][place] = sec.Lines
		}
	}
	for _, sec := range sections("calls.txt") {
		s.calls[KindNamed(sec.Name)] = sec.Lines
	}
	for _, file := range []string{"names.txt", "slots.txt"} {
		for _, sec := range sections(file) {
			s.names[sec.Name] = sec.Lines
			s.words[sec.Name] = strings.Fields(strings.Join(sec.Lines, " "))
		}
	}
	return s
})

// Writer makes sentences: it draws from shuffled decks, so that nothing is said
// twice before everything was said once, and fills in what stands in braces. It is
// not for several goroutines at once.
type Writer struct {
	script *script
	rand   *rand.Rand
	decks  map[string]*deck
	friend func() string // somebody's name, for {name}
}

// NewWriter makes a writer. Friend gives the name of somebody whom the speaker
// knows.
func NewWriter(source *rand.Rand, friend func() string) *Writer {
	return &Writer{script: loadScript(), rand: source, decks: map[string]*deck{}, friend: friend}
}

type deck struct {
	cards []string
	left  int
}

// draw takes a card of the named deck, which is made of cards when it is new.
func (w *Writer) draw(name string, cards []string) string {
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

// Chat is an ordinary sentence for a place.
func (w *Writer) Chat(place byte, me string) string {
	return w.Fill(w.draw("chat"+string(place), w.script.chat[place]), me)
}

// Bad is what a violator says in a place. Abuse is not said in private.
func (w *Writer) Bad(kind Kind, place byte, me string) string {
	lines, ok := w.script.bad[kind][place]
	if !ok {
		kind = Advertiser
		lines = w.script.bad[kind][place]
	}
	return w.Fill(w.draw("bad"+kind.String()+string(place), lines), me)
}

// Named draws a line of a section of names.txt.
func (w *Writer) Named(section string) string {
	return w.Fill(w.draw(section, w.script.names[section]), "")
}

// Word draws a short word of a section.
func (w *Writer) Word(section string) string {
	return w.draw("word"+section, w.script.words[section])
}

// Titled draws a place's name, which is a word with braces in it.
func (w *Writer) Titled(section string) string { return w.Fill(w.Word(section), "") }

// Fill replaces what stands in braces. An unknown brace stays, and a test looks
// for such.
func (w *Writer) Fill(text, me string) string {
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

func (w *Writer) slot(name, me string) string {
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
	return w.Word(name)
}

// Heard is something said in a call, and by which words of it the cloud knows
// it.
func (w *Writer) Heard(kind Kind) (words string, hits []string) {
	text := w.Fill(w.draw("call"+kind.String(), w.script.calls[kind]), "")
	for rest := text; ; {
		_, after, open := strings.Cut(rest, "[")
		hit, next, closed := strings.Cut(after, "]")
		if !open || !closed {
			return strings.NewReplacer("[", "", "]", "").Replace(text), hits
		}
		hits = append(hits, hit)
		rest = next
	}
}

// handle is an account that does not exist, as advertisers write them.
func (w *Writer) handle() string {
	heads := []string{"xiezhi_", "demo-", "ceshi", "jiade_", "yanshi"}
	return heads[w.rand.IntN(len(heads))] + strconv.Itoa(1000+w.rand.IntN(9000))
}
