package rules

import (
	"math"

	"github.com/google/cel-go/common/ast"
	"github.com/google/cel-go/common/operators"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
)

// The bounds of one condition over one message. One of the cost is some tens of
// nanoseconds at most.
const (
	maxCost     = 200_000
	maxMatch    = maxCost / 2
	maxPattern  = 150 // instructions of a regular expression
	stepsInCost = 10  // steps of a regular expression that cost one
	bytesInCost = 16  // bytes that a function looks at for one
)

// perText is how often functions go over a text.
var perText = map[string]int{
	"has": 2, "hasAny": 2, "contains": 2, "indexOf": 2, "lastIndexOf": 2, "split": 2,
	"size": 1, "lowerAscii": 1, "upperAscii": 1, "trim": 1, "charAt": 1, "substring": 1, "startsWith": 1, "endsWith": 1,
	"int": 1, "double": 1, "string": 1,
}

// textCost is the price of a function over so many bytes.
func textCost(function string, bytes int) float64 {
	return 1 + float64(perText[function]*bytes)/bytesInCost
}

func patternCost(instructions, bytes int) float64 {
	return 1 + float64(instructions*bytes)/stepsInCost
}

// prices are what functions over texts have cost, and the instructions of the
// regular expressions.
type prices map[string]int

// CallCost implements interpreter.ActualCostEstimator. nil leaves it to the
// library.
func (p prices) CallCost(function, _ string, args []ref.Val, _ ref.Val) *uint64 {
	if len(args) == 0 {
		return nil
	}
	text, ok := args[0].(types.String)
	if !ok {
		return nil
	}
	cost := textCost(function, len(text))
	switch {
	case function == "matches":
		pattern, _ := args[1].(types.String)
		cost = patternCost(p[string(pattern)], len(text))
	case perText[function] == 0:
		return nil
	case function == "hasAny":
		cost *= sizeOf(args[1])
	}
	whole := uint64(math.Ceil(cost))
	return &whole
}

func sizeOf(v ref.Val) float64 {
	if list, ok := v.(interface{ Size() ref.Val }); ok {
		if n, ok := list.Size().(types.Int); ok {
			return float64(max(n, 1))
		}
	}
	return 1
}

// worst tells what a part of a checked expression costs at most, whatever the
// message; infinity where that cannot be told.
type worst struct{ tree *ast.AST }

func (w worst) of(e ast.Expr) float64 {
	switch e.Kind() {
	case ast.LiteralKind:
		return 0
	case ast.IdentKind:
		return 1
	case ast.SelectKind:
		return 2 + w.of(e.AsSelect().Operand())
	case ast.ListKind:
		return 10 + w.all(e.AsList().Elements())
	case ast.CallKind:
		return w.call(e.AsCall())
	case ast.ComprehensionKind:
		return w.loop(e.AsComprehension())
	}
	return math.Inf(1)
}

func (w worst) all(parts []ast.Expr) float64 {
	sum := 0.0
	for _, part := range parts {
		sum += w.of(part)
	}
	return sum
}

func (w worst) call(call ast.CallExpr) float64 {
	parts := call.Args()
	if call.IsMemberFunction() {
		parts = append([]ast.Expr{call.Target()}, parts...)
	}
	return 1 + w.all(parts) + w.itself(call.FunctionName(), parts)
}

// itself is what a function costs besides its arguments.
func (w worst) itself(function string, args []ast.Expr) float64 {
	switch function {
	case "label", "list", "term", "kind":
		return maxFound / 4
	case "matches":
		size := maxPattern
		if text, ok := literal(args[1]); ok {
			size, _ = instructions(text)
		}
		return patternCost(size, maxText)
	case "hasAny":
		return textCost(function, maxText) * w.turns(args[1])
	case operators.In:
		return w.turns(args[1])
	case operators.Add, operators.Equals, operators.NotEquals, operators.Less, operators.LessEquals, operators.Greater, operators.GreaterEquals:
		return w.pair(function, args)
	}
	return textCost(function, maxText)
}

// pair is what it costs to compare or add. Texts and lists that are added may
// become of any length.
func (w worst) pair(function string, args []ast.Expr) float64 {
	switch w.tree.GetType(args[0].ID()).Kind() {
	case types.BoolKind, types.IntKind, types.DoubleKind, types.UintKind:
		return 0
	case types.StringKind:
		if function != operators.Add {
			return textCost("size", shorter(args))
		}
	}
	return math.Inf(1)
}

// shorter is how long the shorter of two texts is at most.
func shorter(args []ast.Expr) int {
	bytes := maxText
	for _, arg := range args {
		if text, ok := literal(arg); ok {
			bytes = min(bytes, len(text))
		}
	}
	return bytes
}

// turns is how long a list is at most.
func (w worst) turns(list ast.Expr) float64 {
	switch {
	case list.Kind() == ast.ListKind:
		return float64(max(1, list.AsList().Size()))
	case list.Kind() == ast.IdentKind && list.AsIdent() == "found":
		return maxFound
	}
	return math.Inf(1)
}

// loop is a macro. One that makes lists is not foreseen.
func (w worst) loop(l ast.ComprehensionExpr) float64 {
	turn := 4 + w.of(l.LoopCondition()) + w.of(l.LoopStep())
	return w.of(l.IterRange()) + w.turns(l.IterRange())*turn + w.of(l.AccuInit()) + w.of(l.Result())
}
