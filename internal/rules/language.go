package rules

import (
	"sync"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/common/types/traits"
	"github.com/google/cel-go/ext"

	"github.com/xiezhi/xiezhi/internal/policy"
)

type iterable = traits.Iterable

var findingType = types.NewObjectType("Finding")

// field is a part of one of the language's objects.
type field struct {
	name string
	kind *types.Type
	of   func(*input) ref.Val
}

// objects are the variables that have fields.
var objects = map[string][]field{
	"message": {
		{"text", types.StringType, func(in *input) ref.Val { return types.String(in.line.Text) }},
		{"folded", types.StringType, func(in *input) ref.Val { return types.String(in.fold()) }},
		{"type", types.IntType, func(in *input) ref.Val { return types.Int(in.line.Type) }},
		{"length", types.IntType, func(in *input) ref.Val { return types.Int(in.length()) }},
	},
	"sender": {
		{"id", types.StringType, func(in *input) ref.Val { return types.String(in.line.UserID) }},
		{"risk", types.BoolType, func(in *input) ref.Val { return types.Bool(in.context.Risk) }},
		{"protected", types.BoolType, func(in *input) ref.Val { return types.Bool(in.context.Protected) }},
		{"offences", types.IntType, func(in *input) ref.Val { return types.Int(in.context.Offences) }},
		{"lines_10s", types.IntType, func(in *input) ref.Val { return types.Int(in.context.Lines10s) }},
		{"lines_60s", types.IntType, func(in *input) ref.Val { return types.Int(in.context.Lines60s) }},
	},
	"same": {
		{"by_sender_10s", types.IntType, func(in *input) ref.Val { return types.Int(in.context.Repeats) }},
		{"senders_60s", types.IntType, func(in *input) ref.Val { return types.Int(in.context.Spread) }},
		{"near_senders_60s", types.IntType, func(in *input) ref.Val { return types.Int(in.context.Near) }},
	},
	"now": {
		{"hour", types.IntType, func(in *input) ref.Val { return types.Int(in.now.Hour()) }},
		{"minute", types.IntType, func(in *input) ref.Val { return types.Int(in.now.Minute()) }},
		{"weekday", types.IntType, func(in *input) ref.Val { return types.Int((in.now.Weekday()+6)%7 + 1) }},
	},
}

// texts are the variables that are texts.
var texts = []string{"room", "anchor", "scene", "app"}

// objectTypes are the names of the objects' types.
var objectTypes = map[string]string{"message": "Message", "sender": "Sender", "same": "Same", "now": "Now"}

// ofFinding are the fields of what was found.
var ofFinding = []struct {
	name string
	kind *types.Type
	of   func(*policy.Evidence) ref.Val
}{
	{"source", types.StringType, func(e *policy.Evidence) ref.Val { return types.String(e.Source) }},
	{"list", types.StringType, func(e *policy.Evidence) ref.Val { return types.String(listOf(e)) }},
	{"label", types.StringType, func(e *policy.Evidence) ref.Val { return types.String(e.Label) }},
	{"term", types.StringType, func(e *policy.Evidence) ref.Val { return types.String(e.What) }},
	{"lane", types.StringType, func(e *policy.Evidence) ref.Val { return types.String(e.Lane) }},
	{"sure", types.DoubleType, func(e *policy.Evidence) ref.Val { return types.Double(e.Sure) }},
	{"weak", types.BoolType, func(e *policy.Evidence) ref.Val { return types.Bool(e.Weak) }},
	{"kind", types.StringType, func(e *policy.Evidence) ref.Val { return types.String(e.Cause.Kind) }},
}

// listOf is the name of the word list, where one has found it. What has no
// cause yet was found by a list.
func listOf(e *policy.Evidence) string {
	if e.Cause.Kind != policy.List && e.Cause.Kind != "" {
		return ""
	}
	return e.Source
}

// provider tells the language what its objects look like.
type provider struct {
	*types.Registry
	fields map[string]map[string]*types.FieldType // by type and name
}

// FindStructType implements types.Provider.
func (p provider) FindStructType(name string) (*types.Type, bool) {
	if _, known := p.fields[name]; known {
		return types.NewTypeTypeWithParam(types.NewObjectType(name)), true
	}
	return p.Registry.FindStructType(name)
}

// FindStructFieldType implements types.Provider.
func (p provider) FindStructFieldType(of, name string) (*types.FieldType, bool) {
	if fields, known := p.fields[of]; known {
		found, ok := fields[name]
		return found, ok
	}
	return p.Registry.FindStructFieldType(of, name)
}

func newProvider() (provider, error) {
	registry, err := types.NewRegistry()
	p := provider{Registry: registry, fields: map[string]map[string]*types.FieldType{}}
	isSet := func(any) bool { return true }
	for object, fields := range objects {
		all := map[string]*types.FieldType{}
		for _, f := range fields {
			all[f.name] = &types.FieldType{Type: f.kind, IsSet: isSet, GetFrom: func(of any) (any, error) {
				in, ok := of.(*input)
				if !ok {
					return nil, errNotThat
				}
				return f.of(in), nil
			}}
		}
		p.fields[objectTypes[object]] = all
	}
	all := map[string]*types.FieldType{}
	for _, f := range ofFinding {
		all[f.name] = &types.FieldType{Type: f.kind, IsSet: isSet, GetFrom: func(of any) (any, error) {
			found, ok := of.(finding)
			if !ok {
				return nil, errNotThat
			}
			return f.of(found.Evidence), nil
		}}
	}
	p.fields[findingType.TypeName()] = all
	return p, err
}

// environment is the language. It does not depend on anything.
var environment = sync.OnceValue(func() *cel.Env {
	p, err := newProvider()
	if err != nil {
		panic("rules: the language has no types: " + err.Error())
	}
	env, err := cel.NewEnv(append(variables(), cel.CustomTypeProvider(p), ext.Strings(ext.StringsVersion(3)),
		cel.ParserExpressionSizeLimit(MaxExpression), cel.ParserRecursionLimit(maxDepth), functions())...)
	if err != nil {
		panic("rules: the language does not hold together: " + err.Error())
	}
	return env
})

func variables() []cel.EnvOption {
	options := []cel.EnvOption{cel.Variable("found", cel.ListType(findingType))}
	for object, name := range objectTypes {
		options = append(options, cel.Variable(object, cel.ObjectType(name)))
	}
	for _, name := range texts {
		options = append(options, cel.Variable(name, cel.StringType))
	}
	return options
}

// The overloads of our own functions that the planner knows (see plan.go).
const (
	hasOverload    = "string_has_string"
	hasAnyOverload = "string_has_any_list"
)

func functions() cel.EnvOption {
	found := cel.ListType(findingType)
	of := func(name string, value func(*policy.Evidence) string) cel.EnvOption {
		return cel.Function(name, cel.MemberOverload("found_"+name, []*cel.Type{found, cel.StringType}, cel.DoubleType,
			cel.BinaryBinding(func(list, wanted ref.Val) ref.Val {
				name, _ := wanted.(types.String)
				return surest(list, func(e *policy.Evidence) bool { return value(e) == string(name) })
			})))
	}
	options := []cel.EnvOption{
		cel.Function("has", cel.MemberOverload(hasOverload, []*cel.Type{cel.StringType, cel.StringType}, cel.BoolType, cel.BinaryBinding(unplanned))),
		cel.Function("hasAny", cel.MemberOverload(hasAnyOverload, []*cel.Type{cel.StringType, cel.ListType(cel.StringType)}, cel.BoolType, cel.BinaryBinding(unplanned))),
		of("label", func(e *policy.Evidence) string { return string(e.Label) }),
		of("list", listOf),
		of("term", func(e *policy.Evidence) string { return e.What }),
		of("kind", func(e *policy.Evidence) string { return string(e.Cause.Kind) }),
	}
	return func(env *cel.Env) (*cel.Env, error) {
		var err error
		for _, option := range options {
			if env, err = option(env); err != nil {
				return nil, err
			}
		}
		return env, nil
	}
}

// unplanned is the body of functions for which the planner puts its own.
func unplanned(ref.Val, ref.Val) ref.Val { return types.NewErr("the function was not planned") }
