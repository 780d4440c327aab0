package rules

import (
	"errors"
	"regexp"
	"regexp/syntax"
	"strings"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/overloads"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/interpreter"
)

// maxDepth bounds an expression's nesting.
const maxDepth = 60

var errNotThat = errors.New("this object has no such field")

// plan makes a checked expression ready to run. What cannot cost too much is
// spared the counting, which takes longer than nearly all conditions.
func plan(checked *cel.Ast, sizes prices, bounded bool) (cel.Program, error) {
	options := []cel.ProgramOption{
		cel.EvalOptions(cel.OptOptimize), cel.InterruptCheckFrequency(1), cel.CustomDecorator(planHas), cel.OptimizeRegex(patterns(overloads.Matches), patterns(overloads.MatchesString)),
	}
	if !bounded {
		options = append(options, cel.CostTracking(sizes), cel.CostLimit(maxCost))
	}
	return environment().Program(checked, options...)
}

// planHas folds what is looked for once, and the message once for all rules.
func planHas(i interpreter.Interpretable) (interpreter.Interpretable, error) {
	call, ok := i.(interpreter.InterpretableCall)
	if !ok || call.OverloadID() != hasOverload && call.OverloadID() != hasAnyOverload {
		return i, nil
	}
	has := hasCall{InterpretableCall: call}
	if fixed, ok := call.Args()[1].(interpreter.InterpretableConst); ok {
		has.needles, has.fixed = needlesOf(fixed.Value()), true
	}
	return has, nil
}

// hasCall looks for texts in a text, all of them as they are compared.
type hasCall struct {
	interpreter.InterpretableCall
	needles []string
	fixed   bool // the needles are those of every message
}

// Eval implements interpreter.Interpretable.
func (h hasCall) Eval(vars interpreter.Activation) ref.Val {
	where, what := h.Args()[0].Eval(vars), h.Args()[1].Eval(vars)
	text, ok := where.(types.String)
	if !ok {
		return types.MaybeNoSuchOverloadErr(where)
	}
	if types.IsUnknownOrError(what) {
		return what
	}
	needles := h.needles
	if !h.fixed {
		needles = needlesOf(what)
	}
	self, _ := vars.ResolveName(selfName)
	folded := self.(*input).foldOf(string(text))
	for _, needle := range needles {
		if strings.Contains(folded, needle) {
			return types.True
		}
	}
	return types.False
}

// needlesOf are texts as they are compared, without those that are nothing then.
func needlesOf(what ref.Val) []string {
	var needles []string
	add := func(v ref.Val) {
		if text, ok := v.(types.String); ok {
			if needle := fold(string(text)); needle != "" {
				needles = append(needles, needle)
			}
		}
	}
	if list, ok := what.(iterable); ok {
		for it := list.Iterator(); it.HasNext() == types.True; {
			add(it.Next())
		}
		return needles
	}
	add(what)
	return needles
}

// patterns compiles regular expressions once. The library's own way of doing so,
// which knows no bounds, is that of the function; one of an overload comes first.
func patterns(overload string) *interpreter.RegexOptimization {
	return &interpreter.RegexOptimization{Function: overloads.Matches, OverloadID: overload, RegexIndex: 1, Factory: planMatch}
}

func planMatch(call interpreter.InterpretableCall, pattern string) (interpreter.InterpretableCall, error) {
	compiled, err := regexp.Compile(pattern)
	if err != nil {
		return nil, err
	}
	size, err := instructions(pattern)
	if err != nil {
		return nil, err
	}
	return interpreter.NewCall(call.ID(), call.Function(), call.OverloadID(), call.Args(), func(values ...ref.Val) ref.Val {
		text, ok := values[0].(types.String)
		if !ok {
			return types.MaybeNoSuchOverloadErr(values[0])
		}
		if patternCost(size, len(text)) > maxMatch { // nobody can interrupt it
			return types.WrapErr(errCost)
		}
		return types.Bool(compiled.MatchString(string(text)))
	}), nil
}

// instructions counts those of a regular expression: what it does for a letter
// is at most so much.
func instructions(pattern string) (int, error) {
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return 0, err
	}
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return 0, err
	}
	return len(program.Inst), nil
}
