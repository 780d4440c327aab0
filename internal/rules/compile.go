package rules

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/interpreter"

	"github.com/xiezhi/xiezhi/internal/screen"
)

// Problem is what is wrong with an expression, and where, in UTF-16 units as
// browsers count.
type Problem struct {
	From, To int
	Message  string
}

// condition is an expression that is ready to run.
type condition struct {
	program cel.Program
	needs   screen.Needs
}

// Problems lists what is wrong with an expression; none for a good one.
func Problems(expression string) []Problem {
	_, problems := compile(expression)
	return problems
}

func compile(expression string) (*condition, []Problem) {
	source := newSource(expression)
	switch {
	case len(expression) > MaxExpression:
		return nil, source.whole("is longer than %d bytes", MaxExpression)
	case !utf8.ValidString(expression):
		return nil, source.whole("is not UTF-8")
	case strings.TrimSpace(expression) == "":
		return nil, source.whole("says nothing")
	}
	checked, issues := environment().Compile(expression)
	if issues.Err() != nil {
		return nil, source.issues(issues)
	}
	if checked.OutputType() != cel.BoolType {
		return nil, source.whole("must say yes or no, and gives %s", checked.OutputType())
	}
	walk := walker{source: source, tree: checked.NativeRep(), sizes: prices{}}
	walk.visit()
	if len(walk.problems) > 0 {
		return nil, sorted(walk.problems)
	}
	program, err := plan(checked, walk.sizes, worst{walk.tree}.of(walk.tree.Expr()) <= maxCost)
	if err != nil {
		return nil, source.whole("%s", err)
	}
	return &condition{program: program, needs: walk.needs}, nil
}

// The faults of a condition over a message.
var (
	errCost = errors.New("it costs too much on a message")
	errTime = errors.New("it takes too long on a message")
	errBool = errors.New("it says neither yes nor no")
)

// holds reports whether the condition is met.
func (c *condition) holds(in *input) (bool, error) {
	in.begin()
	result, _, err := c.program.Eval(in)
	if err != nil {
		return false, plainly(err)
	}
	met, ok := result.(types.Bool)
	if !ok {
		return false, errBool
	}
	return bool(met), nil
}

// plainly says an error of the language in our words.
func plainly(err error) error {
	var cancelled interpreter.EvalCancelledError
	switch {
	case errors.As(err, &cancelled), errors.Is(err, errCost):
		return errCost
	case errors.Is(err, interpreter.InterruptError{}):
		return errTime
	}
	return err
}

// source knows the places in an expression.
type source struct {
	runes []rune
	units []int // by rune: the UTF-16 units before it; one more at the end
	lines []int // the rune at which each line begins
}

func newSource(expression string) *source {
	s := &source{runes: []rune(expression), lines: []int{0}}
	passed := 0
	for i, r := range s.runes {
		s.units = append(s.units, passed)
		passed += max(1, utf16.RuneLen(r))
		if r == '\n' {
			s.lines = append(s.lines, i+1)
		}
	}
	s.units = append(s.units, passed)
	return s
}

func (s *source) whole(format string, args ...any) []Problem {
	return []Problem{{From: 0, To: s.units[len(s.runes)], Message: fmt.Sprintf(format, args...)}}
}

func (s *source) issues(issues *cel.Issues) []Problem {
	var problems []Problem
	for _, issue := range issues.Errors() {
		line := min(max(issue.Location.Line(), 1), len(s.lines))
		problems = append(problems, s.at(s.lines[line-1]+issue.Location.Column(), "%s", issue.Message))
	}
	return sorted(problems)
}

// at is a problem of the word or sign at a rune. Of a call, which the language
// places at its bracket, it is the name before; of a field, which it places at
// the dot, the name after.
func (s *source) at(begin int, format string, args ...any) Problem {
	begin = min(max(begin, 0), len(s.runes))
	switch {
	case begin == len(s.runes):
	case s.runes[begin] == '.':
		begin++
	case s.runes[begin] == '(' || s.runes[begin] == '{':
		for begin > 0 && isWord(s.runes[begin-1]) {
			begin--
		}
	}
	end := begin
	for end < len(s.runes) && isWord(s.runes[end]) {
		end++
	}
	if end == begin && end < len(s.runes) {
		end++
	}
	return Problem{From: s.units[begin], To: s.units[end], Message: fmt.Sprintf(format, args...)}
}

func isWord(r rune) bool {
	return r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

func sorted(problems []Problem) []Problem {
	slices.SortStableFunc(problems, func(a, b Problem) int { return cmp.Compare(a.From, b.From) })
	return problems
}
