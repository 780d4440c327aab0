package config

import (
	"encoding"
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
)

// scalar decodes a single value. Numbers and booleans are taken as they were
// written where text is wanted, so that appid: 1001 needs no quotes.
func (d *decoder) scalar(path string, node ast.Node, into reflect.Value) {
	text, ok := textOf(node)
	if !ok {
		d.wrong(path, node, "must be %s", wanted(into.Type()))
		return
	}
	text, err := expand(text, d.lookup)
	if err == nil {
		err = setText(into, text)
	}
	if err != nil {
		d.wrong(path, node, "%s", err)
	}
}

func textOf(node ast.Node) (string, bool) {
	switch node := node.(type) {
	case *ast.StringNode:
		return node.Value, true
	case *ast.LiteralNode:
		return node.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return node.GetToken().Value, true
	}
	return "", false
}

var durationType = reflect.TypeFor[time.Duration]()

// setText sets a field from text; the error says what is allowed. A list's
// items are parted by commas.
func setText(into reflect.Value, text string) error {
	if reader, reads := into.Addr().Interface().(encoding.TextUnmarshaler); reads {
		return reader.UnmarshalText([]byte(text))
	}
	switch {
	case into.Kind() == reflect.Pointer:
		value := reflect.New(into.Type().Elem())
		if err := setText(value.Elem(), text); err != nil {
			return err
		}
		into.Set(value)
	case into.Kind() == reflect.String:
		into.SetString(text)
	case into.Kind() == reflect.Bool:
		if text != "true" && text != "false" {
			return notA(text, into.Type())
		}
		into.SetBool(text == "true")
	case into.CanInt(), into.CanFloat():
		return setNumber(into, text)
	case into.Kind() == reflect.Slice && into.Type().Elem().Kind() == reflect.String:
		into.Set(reflect.ValueOf(commaList(text)).Convert(into.Type()))
	default:
		return fmt.Errorf("cannot be given as text")
	}
	return nil
}

// setNumber sets a number, or a length of time.
func setNumber(into reflect.Value, text string) error {
	switch {
	case into.Type() == durationType:
		length, err := time.ParseDuration(text)
		if err != nil {
			return notA(text, into.Type())
		}
		into.SetInt(int64(length))
	case into.CanInt():
		number, err := strconv.ParseInt(text, 10, into.Type().Bits())
		if err != nil {
			return notA(text, into.Type())
		}
		into.SetInt(number)
	default:
		number, err := strconv.ParseFloat(text, into.Type().Bits())
		if err != nil {
			return notA(text, into.Type())
		}
		into.SetFloat(number)
	}
	return nil
}

func commaList(text string) []string {
	var list []string
	for item := range strings.SplitSeq(text, ",") {
		if item = strings.TrimSpace(item); item != "" {
			list = append(list, item)
		}
	}
	return list
}

// notA does not repeat a long text: it may be a secret in the wrong place.
func notA(text string, want reflect.Type) error {
	if len(text) > 20 {
		return fmt.Errorf("must be %s", wanted(want))
	}
	return fmt.Errorf("must be %s, not %q", wanted(want), text)
}

func wanted(t reflect.Type) string {
	switch {
	case t == durationType:
		return "a length of time with its unit, such as 30s, 10m or 1h30m"
	case t.Kind() == reflect.Bool:
		return "true or false"
	case t.Kind() == reflect.String:
		return "a text"
	case t.Kind() == reflect.Float64:
		return "a number"
	}
	return "a whole number"
}

var reference = regexp.MustCompile(`\$?\$\{[^}]*\}?`)
var variable = regexp.MustCompile(`^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$`)

// expand replaces ${NAME} by the environment's value; $${ stands for ${.
func expand(text string, lookup func(string) (string, bool)) (string, error) {
	var problem error
	result := reference.ReplaceAllStringFunc(text, func(found string) string {
		if strings.HasPrefix(found, "$$") {
			return found[1:]
		}
		name := variable.FindStringSubmatch(found)
		if name == nil {
			problem = fmt.Errorf("%q is no reference; write ${NAME}, or $${ for a literal ${", found)
			return found
		}
		value, set := lookup(name[1])
		if !set {
			problem = fmt.Errorf("the environment variable %s is not set", name[1])
		}
		return value
	})
	return result, problem
}
