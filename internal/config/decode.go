package config

import (
	"errors"
	"fmt"
	"os"
	"reflect"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// MaxFile is the largest file that is read, in bytes.
const MaxFile = 16 << 20

// Decode reads YAML into a struct by its yaml tags, strictly: a key that the
// struct does not have, a key given twice and a value of another type are
// errors that name the line and what is allowed. ${NAME} inside a string is
// replaced from the environment; $${ stays as ${. Where a list of mappings is
// wanted, a single mapping will do. What the file does not mention keeps the
// value that into has. All problems are reported at once.
func Decode(source string, data []byte, into any) (*Document, error) {
	return decode(source, data, into, os.LookupEnv)
}

func decode(source string, data []byte, into any, lookup func(string) (string, bool)) (*Document, error) {
	d := &decoder{doc: &Document{source: source, lines: map[string]int{}}, lookup: lookup}
	if len(data) > MaxFile {
		return d.doc, &Problem{Origin: source, Message: fmt.Sprintf("is longer than %d bytes", MaxFile)}
	}
	file, err := parser.ParseBytes(data, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return d.doc, syntaxProblem(source, err)
	}
	if body := d.body(file); body != nil {
		d.value("", body, reflect.ValueOf(into).Elem())
	}
	return d.doc, Join(d.problems)
}

func syntaxProblem(source string, err error) *Problem {
	problem := &Problem{Origin: source, Message: "this is no valid YAML: " + err.Error()}
	var syntax yaml.Error
	if errors.As(err, &syntax) {
		problem.Message = "this is no valid YAML: " + syntax.GetMessage()
		if token := syntax.GetToken(); token != nil {
			problem.Line = token.Position.Line
		}
	}
	return problem
}

type decoder struct {
	doc      *Document
	lookup   func(string) (string, bool)
	problems []*Problem
}

// body is the only document's content; nil where there is nothing to read.
func (d *decoder) body(file *ast.File) ast.Node {
	var body ast.Node
	for _, document := range file.Docs {
		if document.Body == nil || document.Body.Type() == ast.CommentType {
			continue
		}
		if body != nil {
			d.wrong("", document.Body, "is a second document; one file holds one")
			return nil
		}
		body = document.Body
	}
	return body
}

func (d *decoder) wrong(path string, node ast.Node, format string, args ...any) {
	d.problems = append(d.problems, &Problem{
		Origin: d.doc.source, Line: lineOf(node), Path: path, Message: fmt.Sprintf(format, args...),
	})
}

func lineOf(node ast.Node) int {
	if token := node.GetToken(); token != nil && token.Position != nil {
		return token.Position.Line
	}
	return 0
}

// value decodes one node into one field.
func (d *decoder) value(path string, node ast.Node, into reflect.Value) {
	if d.doc.lines[path] == 0 {
		d.doc.lines[path] = lineOf(node)
	}
	switch node.(type) {
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode, *ast.MergeKeyNode:
		d.wrong(path, node, "anchors, aliases, merges and tags are not read here; write the value out")
		return
	case *ast.NullNode:
		return // "key:" with nothing after it says nothing
	}
	if into.Kind() == reflect.Pointer {
		if into.IsNil() {
			into.Set(reflect.New(into.Type().Elem()))
		}
		into = into.Elem()
	}
	switch {
	case into.Kind() == reflect.Struct:
		d.mapping(path, node, into)
	case into.Kind() == reflect.Slice:
		d.sequence(path, node, into)
	default:
		d.scalar(path, node, into)
	}
}

func (d *decoder) mapping(path string, node ast.Node, into reflect.Value) {
	pairs, ok := pairsOf(node)
	if !ok {
		d.wrong(path, node, "must be a mapping of: %s", nameList(fieldsOf(into.Type())))
		return
	}
	fields := fieldsOf(into.Type())
	seen := map[string]int{}
	for _, pair := range pairs {
		d.pair(path, pair, fields, seen, into)
	}
}

func (d *decoder) pair(path string, pair *ast.MappingValueNode, fields []field, seen map[string]int, into reflect.Value) {
	key, ok := keyOf(pair)
	if !ok {
		d.wrong(path, pair.Key, "a key must be a plain word")
		return
	}
	at := join(path, key)
	found := findField(fields, key)
	switch {
	case found == nil:
		d.wrong(at, pair.Key, "unknown key; %s", suggest(key, fields))
	case seen[key] > 0:
		d.wrong(at, pair.Key, "is given twice, first in line %d", seen[key])
	default:
		seen[key] = lineOf(pair.Key)
		d.doc.lines[at] = seen[key]
		d.value(at, pair.Value, into.FieldByIndex(found.index))
	}
}

func (d *decoder) sequence(path string, node ast.Node, into reflect.Value) {
	list, ok := node.(*ast.SequenceNode)
	if !ok {
		if _, one := pairsOf(node); !one || into.Type().Elem().Kind() != reflect.Struct {
			d.wrong(path, node, "must be a list")
			return
		}
		item := reflect.New(into.Type().Elem()).Elem()
		d.value(path+"[0]", node, item)
		into.Set(reflect.Append(reflect.MakeSlice(into.Type(), 0, 1), item))
		return
	}
	result := reflect.MakeSlice(into.Type(), len(list.Values), len(list.Values))
	for i, value := range list.Values {
		d.value(fmt.Sprintf("%s[%d]", path, i), value, result.Index(i))
	}
	into.Set(result)
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func pairsOf(node ast.Node) ([]*ast.MappingValueNode, bool) {
	switch node := node.(type) {
	case *ast.MappingNode:
		return node.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{node}, true
	}
	return nil, false
}

func keyOf(pair *ast.MappingValueNode) (string, bool) {
	switch key := pair.Key.(type) {
	case *ast.StringNode:
		return key.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.NullNode:
		return pair.Key.GetToken().Value, true
	}
	return "", false
}
