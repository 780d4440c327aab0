package rules

import (
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/xiezhi/xiezhi/internal/screen"
)

func TestProblemsSayWhere(t *testing.T) {
	t.Parallel()
	for expression, want := range map[string]string{
		``:                                      "",
		"   ":                                   "   ",
		`message.text`:                          `message.text`,
		`message.txt == "a"`:                    `txt`,
		`"😀" == "a" && sender.riks`:             `riks`,
		"sender.risk &&\n  nobody > 3":          `nobody`,
		`sender.risk && `:                       ``,
		`message.text.replace("a", "b") == "c"`: `replace`,
		`[message.text].join(",") == "c"`:       `join`,
		`"%s".format([1]) == "1"`:               `format`,
		`message.text.matches(room)`:            `room`,
		`message.text.matches("(")`:             `"`,
		`message.text.matches("[a-c]{1000}")`:   `"`,
		`message.text.has("  ")`:                `"`,
		`message == message`:                    `message`,
		`[1, 2].exists(found, found > 1)`:       `exists`,
		`Message{text: "a"}.text == "a"`:        `Message`,
		`dyn(1) == 1`:                           `dyn`,
		`type(1) == int`:                        `type`,
		`timestamp("2026-01-01T00:00:00Z") < timestamp("2027-01-01T00:00:00Z")`: `timestamp`,
		`"a" + 1 == "a1"`:       `+`,
		`found.label(ad) > 1.0`: `ad`,
		`1`:                     `1`,

		`"` + strings.Repeat("a", MaxExpression) + `" == ""`: `"` + strings.Repeat("a", MaxExpression) + `" == ""`,
		"true && \xff": "true && \ufffd",
	} {
		problems := Problems(expression)
		if len(problems) == 0 {
			t.Errorf("%.80s: nothing is wrong", expression)
			continue
		}
		units := utf16.Encode([]rune(expression))
		p := problems[0]
		if p.From < 0 || p.To < p.From || p.To > len(units) || p.Message == "" {
			t.Errorf("%.80s: %+v of %d", expression, p, len(units))
			continue
		}
		if got := string(utf16.Decode(units[p.From:p.To])); !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%.80s: at %q: %s", expression, got, p.Message)
		}
	}
}

// Whatever is written: no panic, and the places are inside of it.
func TestAnyTextHasItsProblemsInside(t *testing.T) {
	t.Parallel()
	piece := rapid.SampledFrom([]string{"message", ".", "text", "has", "(", ")", `"a"`, `"😀`, " && ", "\n", "found", "exists", "f", ",", "[", "]", "1", " ? ", ":", "!", "matches", "-", "=="})
	rapid.Check(t, func(r *rapid.T) {
		expression := strings.Join(rapid.SliceOfN(piece, 0, 30).Draw(r, "pieces"), "")
		length := len(utf16.Encode([]rune(expression)))
		for _, p := range Problems(expression) {
			if p.From < 0 || p.To < p.From || p.To > length {
				r.Fatalf("%q: %+v of %d", expression, p, length)
			}
		}
	})
}

func TestNeedsAreThoseOfTheExpression(t *testing.T) {
	t.Parallel()
	for expression, want := range map[string]screen.Needs{
		`sender.id == "1" && found.label("ad") > 0.5`: {},
		`sender.risk`: {Sender: true},
		`[1].exists(x, x > 0 && sender.offences > x)`:                {Sender: true},
		`room == "1" && (!sender.protected || now.hour > 3)`:         {Sender: true},
		`sender.lines_10s > 1`:                                       {Lines: true},
		`found.size() > 0 ? sender.lines_60s > 1 : false`:            {Lines: true},
		`same.senders_60s > 3`:                                       {Same: true},
		`same.by_sender_10s + sender.lines_10s > 3`:                  {Same: true, Lines: true},
		`same.near_senders_60s > 3`:                                  {Near: true},
		`"".matches("a") || same.near_senders_60s > sender.offences`: {Near: true, Sender: true},
	} {
		c, problems := compile(expression)
		if len(problems) > 0 {
			t.Errorf("%s: %v", expression, problems)
			continue
		}
		if diff := cmp.Diff(want, c.needs); diff != "" {
			t.Errorf("%s:\n%s", expression, diff)
		}
	}
}

// What may be said is explained, and what is explained may be said.
func TestTheVocabularyIsWhole(t *testing.T) {
	t.Parallel()
	explained := map[string]bool{}
	for _, word := range Vocabulary() {
		for _, name := range strings.Fields(word.Name) {
			explained[name] = true
		}
		if problems := Problems(word.Example); len(problems) > 0 {
			t.Errorf("%s: %s: %v", word.Name, word.Example, problems)
		}
		if word.Kind == variable && !strings.Contains(word.Example, word.Name) || word.Type == "" || word.Doc == "" {
			t.Errorf("%s is not explained: %+v", word.Name, word)
		}
	}
	var said []string
	for object, fields := range objects {
		for _, f := range fields {
			said = append(said, object+"."+f.name)
		}
	}
	for _, name := range append(said, allowed...) {
		if isName := name[0] >= 'a' && name[0] <= 'z'; isName && !explained[name] {
			t.Errorf("%s is not explained", name)
		}
	}
	for _, name := range append(texts, "found") {
		if !explained[name] {
			t.Errorf("%s is not explained", name)
		}
	}
	for _, f := range ofFinding {
		if list := Vocabulary()[indexOf("found")]; !strings.Contains(list.Doc, "f."+f.name) {
			t.Errorf("f.%s is not explained", f.name)
		}
	}
}

func indexOf(name string) int {
	for i, word := range Vocabulary() {
		if word.Name == name {
			return i
		}
	}
	return -1
}
