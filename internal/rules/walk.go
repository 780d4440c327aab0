package rules

import (
	"slices"

	"github.com/google/cel-go/common/ast"
	"github.com/google/cel-go/common/operators"

	"github.com/xiezhi/xiezhi/internal/screen"
)

// allowed are the functions and operators that an expression may use: those
// whose price we know. What makes texts longer at no price – replace, join,
// format – is not among them.
var allowed = []string{
	operators.Conditional, operators.LogicalAnd, operators.LogicalOr, operators.LogicalNot, operators.NotStrictlyFalse,
	operators.Equals, operators.NotEquals, operators.Less, operators.LessEquals, operators.Greater, operators.GreaterEquals,
	operators.Add, operators.Subtract, operators.Multiply, operators.Divide, operators.Modulo, operators.Negate, operators.Index, operators.In,
	"size", "contains", "startsWith", "endsWith", "matches",
	"lowerAscii", "upperAscii", "trim", "indexOf", "lastIndexOf", "charAt", "substring", "split",
	"int", "double", "string",
	"has", "hasAny", "label", "list", "term", "kind",
}

// walker looks at every part of a checked expression.
type walker struct {
	source   *source
	tree     *ast.AST
	needs    screen.Needs
	sizes    prices
	problems []Problem
}

func (w *walker) visit() {
	ast.PreOrderVisit(ast.NavigateAST(w.tree), ast.NewExprVisitor(func(e ast.Expr) {
		switch e.Kind() {
		case ast.CallKind:
			w.call(e)
		case ast.SelectKind:
			w.field(e.AsSelect())
		case ast.IdentKind:
			w.ident(e)
		case ast.ComprehensionKind:
			if name := e.AsComprehension().IterVar(); isVariable(name) {
				w.problem(e, "%s is a variable already: call this one otherwise", name)
			}
		case ast.StructKind:
			w.problem(e, "objects cannot be made")
		}
	}))
}

func (w *walker) problem(e ast.Expr, format string, args ...any) {
	at := w.tree.SourceInfo().GetStartLocation(e.ID())
	line := min(max(at.Line(), 1), len(w.source.lines))
	w.problems = append(w.problems, w.source.at(w.source.lines[line-1]+at.Column(), format, args...))
}

func (w *walker) call(e ast.Expr) {
	call := e.AsCall()
	if !slices.Contains(allowed, call.FunctionName()) {
		w.problem(e, "%s is not for rules", call.FunctionName())
		return
	}
	args := call.Args()
	if call.FunctionName() == "matches" && len(args) > 0 {
		w.pattern(args[len(args)-1])
	}
	if call.FunctionName() == "has" && len(args) == 1 {
		if text, ok := literal(args[0]); ok && fold(text) == "" {
			w.problem(args[0], "nothing is left of this text when texts are compared")
		}
	}
}

// pattern wants a regular expression that is written out, so that its cost is
// known before any message comes.
func (w *walker) pattern(e ast.Expr) {
	text, ok := literal(e)
	if !ok {
		w.problem(e, "a regular expression must be written out")
		return
	}
	size, err := instructions(text)
	switch {
	case err != nil:
		w.problem(e, "%s", err)
	case size > maxPattern:
		w.problem(e, "the regular expression is too large: it has %d instructions, and may have %d", size, maxPattern)
	default:
		w.sizes[text] = size
	}
}

func literal(e ast.Expr) (string, bool) {
	if e.Kind() != ast.LiteralKind {
		return "", false
	}
	text, ok := e.AsLiteral().Value().(string)
	return text, ok
}

// ident refuses an object without a field: there is nothing to do with it.
func (w *walker) ident(e ast.Expr) {
	name := e.AsIdent()
	if _, known := objects[name]; !known || w.isOperand(e) {
		return
	}
	w.problem(e, "name a field of %s, as %s.%s", name, name, objects[name][0].name)
}

// isOperand reports whether a field is taken of the expression.
func (w *walker) isOperand(e ast.Expr) bool {
	found := false
	ast.PreOrderVisit(ast.NavigateAST(w.tree), ast.NewExprVisitor(func(other ast.Expr) {
		found = found || other.Kind() == ast.SelectKind && other.AsSelect().Operand().ID() == e.ID()
	}))
	return found
}

// isVariable reports whether every expression has a variable of this name.
func isVariable(name string) bool {
	_, known := objects[name]
	return known || name == "found" || slices.Contains(texts, name)
}

// field notes what the message's circumstances must tell.
func (w *walker) field(s ast.SelectExpr) {
	if s.Operand().Kind() != ast.IdentKind {
		return
	}
	switch s.Operand().AsIdent() + "." + s.FieldName() {
	case "sender.risk", "sender.protected", "sender.offences":
		w.needs.Sender = true
	case "sender.lines_10s", "sender.lines_60s":
		w.needs.Lines = true
	case "same.by_sender_10s", "same.senders_60s":
		w.needs.Same = true
	case "same.near_senders_60s":
		w.needs.Near = true
	}
}
