package rules

import (
	"fmt"
	"reflect"

	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"

	"github.com/xiezhi/xiezhi/internal/policy"
)

// finding is a piece of evidence as a value of the language.
type finding struct{ *policy.Evidence }

// ConvertToNative implements ref.Val.
func (f finding) ConvertToNative(want reflect.Type) (any, error) {
	if reflect.TypeFor[finding]().AssignableTo(want) {
		return f, nil
	}
	return nil, fmt.Errorf("a finding is no %v", want)
}

// ConvertToType implements ref.Val.
func (f finding) ConvertToType(want ref.Type) ref.Val {
	if want.TypeName() == findingType.TypeName() {
		return f
	}
	return types.NewErr("a finding is no %s", want.TypeName())
}

// Equal implements ref.Val.
func (f finding) Equal(other ref.Val) ref.Val {
	o, ok := other.(finding)
	return types.Bool(ok && *o.Evidence == *f.Evidence)
}

// Type implements ref.Val.
func (finding) Type() ref.Type { return findingType }

// Value implements ref.Val.
func (f finding) Value() any { return f }

// surest is how sure the surest finding is of those that count; 0 for none.
func surest(list ref.Val, counts func(*policy.Evidence) bool) ref.Val {
	best := 0.0
	found, ok := list.(iterable)
	if !ok {
		return types.MaybeNoSuchOverloadErr(list)
	}
	for it := found.Iterator(); it.HasNext() == types.True; {
		if f, ok := it.Next().(finding); ok && counts(f.Evidence) {
			best = max(best, f.Sure)
		}
	}
	return types.Double(best)
}
