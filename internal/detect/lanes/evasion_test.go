package lanes_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/xiezhi/xiezhi/internal/detect/detecttest"
	"github.com/xiezhi/xiezhi/internal/detect/lanes"
	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/detect/starter"
)

// evader writes terms otherwise, with the tables that the lanes are made of.
type evader struct {
	random      *rand.Rand
	traditional map[string][]string
	sounds      map[string]string   // of a character
	homophones  map[string][]string // of a sound
	splits      map[string][]string
	pictures    map[string][]string // of a name
	alike       map[string][]string
}

func unpacked(t *testing.T, file string) []string {
	t.Helper()
	packed, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(plain)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(text)), "\n")
}

func newEvader(t *testing.T) *evader {
	e := &evader{rand.New(rand.NewPCG(5, 0)), map[string][]string{}, map[string]string{}, map[string][]string{}, map[string][]string{}, map[string][]string{}, map[string][]string{}}
	for _, line := range unpacked(t, "../normalize/data/opencc/TSCharacters.txt.gz") {
		from, to, _ := strings.Cut(line, "\t")
		if simple := strings.Fields(to)[0]; simple != from {
			e.traditional[simple] = append(e.traditional[simple], from)
		}
	}
	for _, line := range unpacked(t, "data/pinyin/kMandarin_8105.txt.gz") {
		fields := strings.Fields(line)
		if len(fields) >= 4 && strings.HasPrefix(line, "U+") {
			sound, character := lanes.Toneless(fields[1]), fields[3]
			e.sounds[character] = sound
			e.homophones[sound] = append(e.homophones[sound], character)
		}
	}
	for _, line := range unpacked(t, "data/chaizi/chaizi-jt.txt.gz") {
		cells := strings.Split(strings.TrimSpace(line), "\t")
		for _, split := range cells[1:] {
			// Bare strokes are no characters that one could type.
			if n := len(strings.Fields(split)); (n == 2 || n == 3) && strings.IndexFunc(split, isStroke) < 0 {
				e.splits[cells[0]] = append(e.splits[cells[0]], strings.ReplaceAll(split, " ", ""))
			}
		}
	}
	for _, line := range unpacked(t, "data/unicode/emoji-names-zh.tsv.gz") {
		picture, names, _ := strings.Cut(line, "\t")
		for name := range strings.FieldsSeq(names) {
			e.pictures[name] = append(e.pictures[name], picture)
		}
	}
	for _, line := range unpacked(t, "data/unicode/confusables-han.txt.gz") {
		from, to, _ := strings.Cut(line, ": ")
		for _, other := range strings.FieldsFunc(to, func(r rune) bool { return strings.ContainsRune("[]', \r", r) }) {
			if e.sounds[from] != "" && e.sounds[other] != "" {
				e.alike[from] = append(e.alike[from], other)
				e.alike[other] = append(e.alike[other], from)
			}
		}
	}
	return e
}

func isStroke(r rune) bool {
	return r != ' ' && (r < 0x4e00 || r > 0x9fff) || strings.ContainsRune("丨丶丿乀乁乚亅乛乙一", r)
}

func (e *evader) one(of []string) string { return of[e.random.IntN(len(of))] }

// each writes every character that can be, the others as they are.
func (e *evader) each(term string, write func(character string) string) string {
	var out strings.Builder
	for _, r := range term {
		if to := write(string(r)); to != "" {
			out.WriteString(to)
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}

func (e *evader) from(table map[string][]string) func(string) string {
	return func(character string) string {
		if options := table[character]; len(options) > 0 {
			return e.one(options)
		}
		return ""
	}
}

func (e *evader) separated(term string) string {
	marks := []string{"*", ".", " ", "\u200b", "-", "，", "|", "。", "~", "❤️", "\ufeff", "…", "😂"}
	mark := e.one(marks[:len(marks)-1])
	return strings.Join(strings.Split(term, ""), mark)
}

func (e *evader) spelt(term string) string {
	blank := e.one([]string{"", "", " "})
	var parts []string
	for _, r := range term {
		parts = append(parts, e.sounds[string(r)])
	}
	return strings.Join(parts, blank)
}

func (e *evader) homophone(term string) string {
	return e.each(term, func(character string) string {
		options := slices.DeleteFunc(slices.Clone(e.homophones[e.sounds[character]]), func(o string) bool { return o == character })
		if len(options) == 0 {
			return ""
		}
		return e.one(options)
	})
}

func (e *evader) initials(term string) string {
	return e.each(term, func(character string) string { return e.sounds[character][:1] })
}

// pictured writes the longest part that is a picture's name as that picture.
func (e *evader) pictured(term string) string {
	runes := []rune(term)
	for size := 3; size > 0; size-- {
		for at := 0; at+size <= len(runes); at++ {
			if options := e.pictures[string(runes[at:at+size])]; len(options) > 0 {
				return string(runes[:at]) + e.one(options) + string(runes[at+size:])
			}
		}
	}
	return term
}

// alikeOne writes one character as one that looks like it.
func (e *evader) alikeOne(term string) string {
	runes := []rune(term)
	for _, at := range e.random.Perm(len(runes)) {
		if options := e.alike[string(runes[at])]; len(options) > 0 {
			return string(runes[:at]) + e.one(options) + string(runes[at+1:])
		}
	}
	return term
}

// catcher runs all lanes.
type catcher struct {
	words *lexicon.Snapshot
	lanes *lanes.Snapshot
	text  lexicon.Scratch
	more  lanes.Scratch
}

func newCatcher(terms []lexicon.Term) *catcher {
	words, _ := lexicon.Compile(terms)
	return &catcher{words: words, lanes: lanes.Build(words)}
}

func (c *catcher) find(text string) (lexicon.Found, []lanes.Hit) {
	found := c.words.Find(&c.text, text, lexicon.Where{})
	return found, c.lanes.Find(&c.more, &c.text, found, lexicon.Where{})
}

// chinese are the terms of three Chinese characters and more whose sounds are known.
func (e *evader) chinese(terms []lexicon.Term) []string {
	var out []string
	for _, term := range terms {
		runes := []rune(term.Text)
		unknown := func(r rune) bool { return !unicode.Is(unicode.Han, r) || e.sounds[string(r)] == "" }
		if term.Mode != lexicon.Allow && len(runes) >= 3 && len(runes) <= 12 && !slices.ContainsFunc(runes, unknown) {
			out = append(out, term.Text)
		}
	}
	return out
}

// evasions are the ways of writing, and how many of a hundred terms so written
// must be caught.
func (e *evader) evasions() []struct {
	name  string
	want  float64
	write func(string) string
} {
	return []struct {
		name  string
		want  float64
		write func(string) string
	}{
		{"traditional characters", 99, func(s string) string { return e.each(s, e.from(e.traditional)) }},
		{"separators", 99, e.separated},
		{"full pinyin", 95, e.spelt},
		{"homophones", 86, e.homophone},
		{"split characters", 95, func(s string) string { return e.each(s, e.from(e.splits)) }},
		{"initials", 80, e.initials},
		{"pictures", 70, e.pictured},
		{"one look-alike", 50, e.alikeOne},
	}
}

// terms are the starter's, or those of the folder that XIEZHI_LEXICONS names.
func terms(t *testing.T) []lexicon.Term {
	if os.Getenv(detecttest.Lexicons) == "" {
		return starter.Terms("starter")
	}
	texts, err := detecttest.Terms(50_000, detecttest.Benign())
	if err != nil {
		t.Fatal(err)
	}
	out := make([]lexicon.Term, len(texts))
	for i, text := range texts {
		out[i] = lexicon.Term{Text: text, Action: lexicon.Review}
	}
	return out
}

func TestEvasions(t *testing.T) {
	t.Parallel()
	all := terms(t)
	e, c := newEvader(t), newCatcher(all)
	chinese := e.chinese(all)
	table := "\n"
	for _, evasion := range e.evasions() {
		tried, caught := 0, 0
		var missed []string
		for _, term := range chinese {
			text := evasion.write(term)
			if text == term {
				continue
			}
			tried++
			found, more := c.find("大家好，" + text + "，在吗")
			if len(found.Hits)+len(more) > 0 {
				caught++
			} else if len(missed) < 12 {
				missed = append(missed, term+"→"+text)
			}
		}
		rate := 100 * float64(caught) / float64(tried)
		table += fmt.Sprintf("%-24s %5.1f %% of %d caught, wanted %.0f %%\n", evasion.name, rate, tried, evasion.want)
		if rate < evasion.want {
			t.Errorf("%s: %.1f %% caught, wanted %.0f %%; missed %q", evasion.name, rate, evasion.want, missed)
		}
	}
	t.Log(table + c.harmless(t))
}

// harmless holds each lane to one point of harmless lines flagged.
func (c *catcher) harmless(t *testing.T) string {
	lines := detecttest.Benign()
	flagged := map[lanes.Lane]int{}
	examples := map[lanes.Lane][]string{}
	plain := 0
	for _, line := range lines {
		found, more := c.find(line)
		if len(found.Hits) > 0 {
			plain++
		}
		seen := map[lanes.Lane]bool{}
		for _, hit := range more {
			if !seen[hit.Lane] {
				flagged[hit.Lane]++
				seen[hit.Lane] = true
			}
			if len(examples[hit.Lane]) < 15 {
				examples[hit.Lane] = append(examples[hit.Lane], line[hit.Start:hit.End]+"="+c.words.Term(hit.Term).Text)
			}
		}
	}
	table := fmt.Sprintf("\nof %d harmless lines flagged: in plain letters %d", len(lines), plain)
	for lane, n := range flagged {
		table += fmt.Sprintf(", %s %d %q", lane, n, examples[lane])
		if n*100 > len(lines) {
			t.Errorf("%s flags %d of %d harmless lines: %q", lane, n, len(lines), examples[lane])
		}
	}
	return table
}
