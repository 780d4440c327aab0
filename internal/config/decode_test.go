package config

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

type pet struct {
	Name string `yaml:"name"`
	Legs int    `yaml:"legs"`
}

type inner struct {
	Tail bool `yaml:"tail"`
}

type house struct {
	inner `yaml:",inline"`

	Street string        `yaml:"street"`
	Rest   time.Duration `yaml:"rest"`
	Pets   []pet         `yaml:"pets"`
	Tags   []string      `yaml:"tags"`
	Main   *pet          `yaml:"main"`
}

func environment(name string) (string, bool) {
	value, set := map[string]string{"STREET": "Long: Road", "LEGS": "4", "EMPTY": ""}[name]
	return value, set
}

func TestDecode(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, text string
		want       house
	}{
		{"empty", "", house{}},
		{"only a comment", "# nothing\n", house{}},
		{"null", "street:\n", house{}},
		{"number as text", "street: 007\ntags: [1, 2.50, true]", house{Street: "007", Tags: []string{"1", "2.50", "true"}}},
		{"length of time", "rest: 1h30m", house{Rest: 90 * time.Minute}},
		{"inline", "tail: true", house{inner: inner{Tail: true}}},
		{"one for a list", "pets: {name: 旺财, legs: 4}", house{Pets: []pet{{"旺财", 4}}}},
		{"list", "pets:\n  - name: a\n  - {name: b, legs: 2}\n", house{Pets: []pet{{"a", 0}, {"b", 2}}}},
		{"pointer", "main: {name: a}", house{Main: &pet{Name: "a"}}},
		{"json", `{"street": "x", "pets": [{"name": "y"}]}`, house{Street: "x", Pets: []pet{{Name: "y"}}}},
		{"reference", "street: at ${STREET}!\npets: {legs: \"${LEGS}\"}", house{Street: "at Long: Road!", Pets: []pet{{Legs: 4}}}},
		{"escaped reference", "street: a$${STREET} $5", house{Street: "a${STREET} $5"}},
		{"empty variable", `street: "${EMPTY}"`, house{}},
		{"block", "street: |\n  one\n  two\n", house{Street: "one\ntwo\n"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var got house
			if _, err := decode("f.yaml", []byte(c.text), &got, environment); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(house{}, inner{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDecodeKeepsWhatIsNotMentioned(t *testing.T) {
	t.Parallel()
	got := house{Street: "kept", Rest: time.Second}
	if _, err := decode("f.yaml", []byte("rest: 2s"), &got, environment); err != nil {
		t.Fatal(err)
	}
	if got.Street != "kept" || got.Rest != 2*time.Second {
		t.Errorf("got %+v", got)
	}
}

func TestDecodeNamesTheLine(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, text, want string }{
		{"unknown key", "street: a\nstret: b", `f.yaml:2: stret: unknown key; did you mean street? Allowed are: tail, street,`},
		{"unknown key far from any", "\n\nzzzzzzzz: b", `f.yaml:3: zzzzzzzz: unknown key; allowed are: tail, street,`},
		{"unknown key inside", "pets:\n  - name: a\n    legz: 3", `f.yaml:3: pets[0].legz: unknown key; did you mean legs?`},
		{"twice", "street: a\nrest: 1s\nstreet: b", `f.yaml:3: street: is given twice, first in line 1`},
		{"text for number", "pets:\n- legs: four", `f.yaml:2: pets[0].legs: must be a whole number, not "four"`},
		{"number without unit", "rest: 10", `f.yaml:1: rest: must be a length of time with its unit, such as 30s, 10m or 1h30m, not "10"`},
		{"text for boolean", "tail: yes", `f.yaml:1: tail: must be true or false, not "yes"`},
		{"mapping for text", "street: {a: b}", `f.yaml:1: street: must be a text`},
		{"text for mapping", "main: a", `f.yaml:1: main: must be a mapping of: name, legs`},
		{"text for list", "tags: a", `f.yaml:1: tags: must be a list`},
		{"list at the top", "- a", `f.yaml:1: must be a mapping of: tail,`},
		{"variable not set", "\nstreet: ${NOWHERE}", `f.yaml:2: street: the environment variable NOWHERE is not set`},
		{"open reference", "street: ${STREET", `f.yaml:1: street: "${STREET" is no reference`},
		{"two documents", "street: a\n---\nstreet: b", `is a second document`},
		{"alias", "street: &x a\n", `f.yaml:1: street: anchors, aliases, merges and tags`},
		{"syntax", "street: a\n  b: [", `f.yaml:`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var got house
			_, err := decode("f.yaml", []byte(c.text), &got, environment)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

func TestDecodeReportsEveryProblem(t *testing.T) {
	t.Parallel()
	var got house
	_, err := decode("f.yaml", []byte("pets: [{legs: x}]\nrest: 1\nnope: 1"), &got, environment)
	if lines := strings.Count(err.Error(), "\n") + 1; lines != 3 {
		t.Errorf("%d problems: %v", lines, err)
	}
}

func TestProblemsHideLongValues(t *testing.T) {
	t.Parallel()
	var got house
	_, err := decode("f.yaml", []byte("rest: a-very-long-secret-in-the-wrong-place"), &got, environment)
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("got %v", err)
	}
}

func TestDocumentKnowsLines(t *testing.T) {
	t.Parallel()
	var got house
	doc, err := decode("f.yaml", []byte("street: a\npets:\n  - name: a\n  - name: b\n    legs: 2\n"), &got, environment)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]int{
		"street": 1, "pets": 2, "pets[1]": 4, "pets[1].legs": 5, "pets[0].legs": 3, "rest": 1,
	} {
		if line := doc.Line(path); line != want {
			t.Errorf("%s is in line %d, want %d", path, line, want)
		}
	}
	if doc.Has("rest") || !doc.Has("pets[1].legs") {
		t.Error("Has is wrong")
	}
	if text := doc.Problem("pets[1].legs", "too few").Error(); text != "f.yaml:5: pets[1].legs: too few" {
		t.Error(text)
	}
}

func FuzzExpand(f *testing.F) {
	f.Add("at ${STREET}, $${STREET} and ${")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := expand(text, func(string) (string, bool) { return "", true })
		if err == nil && !strings.Contains(text, "${") && got != text {
			t.Errorf("%q became %q", text, got)
		}
	})
}
