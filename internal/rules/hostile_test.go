package rules

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/policy"
)

// large is the longest message there is, with as much found in it as rules see.
func large() *input {
	found := make([]policy.Evidence, maxFound)
	for i := range found {
		found[i] = policy.Evidence{Source: "引流", What: strings.Repeat("加", 100), Label: "ad", Sure: 0.5}
	}
	return newInput("live", content.Line{Text: strings.Repeat("a", maxText)}, policy.Context{}, found, time.Now())
}

// enough is more than a condition takes on a slow and busy machine, under the
// race detector; the worst ones here would run for hours without bounds.
const enough = 30 * time.Second

// Somebody who may write rules cannot stop the messages with one.
func TestHostileExpressionsEnd(t *testing.T) {
	t.Parallel()
	ten := "[" + strings.TrimSuffix(strings.Repeat("1,", 200), ",") + "]"
	nested := "true"
	for i := range 8 {
		nested = fmt.Sprintf("%s.all(x%d, %s)", ten, i, nested)
	}
	grown := "[message.text]"
	for range 20 {
		grown += ".map(a, a + a)"
	}
	for name, hostile := range map[string]string{
		"nested macros":  strings.ReplaceAll(nested, ten, "[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]"),
		"found squared":  `found.all(a, found.all(b, found.all(c, a.term == b.term && b.term == c.term)))`,
		"doubled texts":  grown + `.size() == 1`,
		"letters":        `found.all(f, found.all(g, message.text.charAt(16000) == "a"))`,
		"splits":         `found.all(f, message.text.split("").size() > 3)`,
		"split squared":  `message.text.split("").all(a, message.text.split("").all(b, a == b))`,
		"folds":          `found.all(f, (message.text + f.term).has("b") == false)`,
		"needles":        `found.all(f, !message.text.hasAny(message.text.split("")) || true)`,
		"expressions":    `found.all(f, !message.text.matches("(a?){10}b"))`,
		"one expression": `message.text.matches("(a?){35}b")`,
		"sizes":          `found.all(f, found.all(g, message.text.size() == 16384))`,
		"made lists":     `found.map(a, found.map(b, found.map(c, message.text))).size() > 1`,
		"equal lists":    `found.all(f, found.map(a, message.text.lowerAscii()) == found.map(b, message.text.lowerAscii()))`,
		"conversions":    `found.all(f, string(message.text) == message.text && f == f)`,
		"added up":       "(" + strings.TrimSuffix(strings.Repeat("message.text + ", 40), "+ ") + `).size() > 3`,
	} {
		c, problems := compile(hostile)
		if len(problems) > 0 {
			t.Errorf("%s: %v", name, problems)
			continue
		}
		in := large()
		begin := time.Now()
		_, err := c.holds(in)
		took := time.Since(begin)
		in.free()
		if err != nil && !errors.Is(err, errCost) && !errors.Is(err, errTime) {
			t.Errorf("%s: %v", name, err)
		}
		if took > enough {
			t.Errorf("%s: %v after %v", name, err, took)
		}
		t.Logf("%-14s %-8v %v", name, took.Round(10*time.Microsecond), err)
	}
}

// What is not counted while it runs was found to be bounded before.
func TestWhatIsNotCountedIsBounded(t *testing.T) {
	t.Parallel()
	for expression, bounded := range map[string]bool{
		`message.text.matches("[0-9]{5,11}") && message.text.hasAny(["a", "b"])`: true,
		`found.exists(f, f.label == "ad" && f.sure > 0.9)`:                       true,
		`sender.id in ["1", "2"] || sender.lines_10s + 1 > 3`:                    true,
		`found.exists(f, message.text.has(f.term))`:                              false,
		`message.text.split(" ").exists(w, w == "a")`:                            false,
		`(room + anchor).has("a")`:                                               false,
		`found.map(f, f.label) == ["ad"]`:                                        false,
		`message.text.hasAny(found.map(f, f.term))`:                              false,
		`[found, found].exists(l, l.size() > 3)`:                                 true,
		`[[1]].exists(l, l.exists(x, x > 3))`:                                    false,
	} {
		tree, issues := environment().Compile(expression)
		if issues.Err() != nil {
			t.Errorf("%s: %v", expression, issues.Err())
			continue
		}
		most := worst{tree.NativeRep()}.of(tree.NativeRep().Expr())
		if got := most <= maxCost; got != bounded {
			t.Errorf("%s: bounded %v, at most %v", expression, got, most)
		}
	}
}

// A rule that nobody can afford on a long message is still told on a short one.
func TestTheBoundsAreThoseOfTheMessage(t *testing.T) {
	t.Parallel()
	c, problems := compile(`found.exists(f, f.label == "ad" && message.text.has(f.term))`)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	in := sample()
	defer in.free()
	if met, err := c.holds(in); err != nil || !met {
		t.Errorf("%v, %v", met, err)
	}
	if _, err := c.holds(large()); !errors.Is(err, errCost) && !errors.Is(err, errTime) {
		t.Errorf("of the longest message: %v", err)
	}
}

// A regular expression cannot be interrupted, so it does not begin with what
// would take it long.
func TestARegularExpressionIsBoundedBeforeItBegins(t *testing.T) {
	t.Parallel()
	for expression, refused := range map[string]bool{
		`message.text.matches("(a?){20}b")`:   true,
		`matches(message.text, "(a?){20}b")`:  true,
		`message.text.matches("[0-9]{5,11}")`: false,
		`matches(message.text, "a+b")`:        false,
	} {
		c, problems := compile(expression)
		if len(problems) > 0 {
			t.Errorf("%s: %v", expression, problems)
			continue
		}
		in := large()
		if met, err := c.holds(in); met || errors.Is(err, errCost) != refused {
			t.Errorf("%s: %v, %v", expression, met, err)
		}
		in.free()
	}
}
