package native

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// client calls operations as the document describes them, and holds every
// answer to it.
type client struct {
	*world
	operations map[string]*huma.Operation
	done       map[string]bool // operations that succeeded
}

// given are the values that no document knows: ids, tokens. Names are those of
// parameters, and of the body's properties.
type given map[string]any

func newClient(w *world) *client {
	return &client{world: w, operations: w.operations(), done: map[string]bool{}}
}

// call calls an operation and returns the answer's JSON, if it has any. Every
// parameter and property that the document demands and nobody gave is made of
// its schema.
func (c *client) call(who, operation string, given given) map[string]any {
	c.Helper()
	reply := c.try(who, operation, given)
	if reply.status >= 300 {
		c.Fatalf("%s: %d %s", operation, reply.status, reply.body)
	}
	c.done[operation] = true
	var answer map[string]any
	if reply.header.Get("Content-Type") == "application/json" {
		c.must(json.Unmarshal([]byte(reply.body), &answer))
	}
	return answer
}

// try is call for who may be refused.
func (c *client) try(who, operation string, given given) reply {
	c.Helper()
	op := c.operations[operation]
	if op == nil {
		c.Fatalf("the document has no operation %s", operation)
	}
	reply := c.do(c.request(who, op, given))
	c.check(op, reply)
	return reply
}

// request is the operation's, filled from what is given and from the schemas.
func (c *client) request(who string, op *huma.Operation, given given) call {
	c.Helper()
	path, query := op.Path, url.Values{}
	for _, p := range op.Parameters {
		value, known := given[p.Name]
		switch {
		case p.In == "path" && !known:
			value = c.made(p.Schema)
			fallthrough
		case p.In == "path":
			path = strings.ReplaceAll(path, "{"+p.Name+"}", url.PathEscape(text(value)))
		case p.In == "query" && known:
			query.Set(p.Name, text(value))
		}
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	made := call{who: who, method: op.Method, path: path}
	if op.RequestBody == nil {
		return made
	}
	body, isObject := c.made(op.RequestBody.Content["application/json"].Schema).(map[string]any)
	if !isObject {
		c.Fatalf("%s: the body is no object", op.OperationID)
	}
	schema := c.resolved(op.RequestBody.Content["application/json"].Schema)
	for name, value := range given {
		if schema.Properties[name] != nil {
			body[name] = value
		}
	}
	if op.RequestBody.Required || len(body) > 0 {
		encoded, err := json.Marshal(body)
		c.must(err)
		made.body = string(encoded)
	}
	return made
}

func text(value any) string {
	if number, is := value.(float64); is {
		return strconv.FormatFloat(number, 'f', -1, 64)
	}
	return fmt.Sprint(value)
}

func (c *client) resolved(schema *huma.Schema) *huma.Schema {
	if schema.Ref != "" {
		return c.handler.api.OpenAPI().Components.Schemas.SchemaFromRef(schema.Ref)
	}
	return schema
}

// made is the least value that a schema allows, by its example where it has
// one.
func (c *client) made(schema *huma.Schema) any {
	schema = c.resolved(schema)
	switch {
	case len(schema.Examples) > 0:
		return schema.Examples[0]
	case schema.Default != nil:
		return schema.Default
	case len(schema.Enum) > 0:
		return schema.Enum[0]
	}
	switch schema.Type {
	case huma.TypeObject:
		object := map[string]any{}
		for _, name := range schema.Required {
			object[name] = c.made(schema.Properties[name])
		}
		return object
	case huma.TypeArray:
		least := 0
		if schema.MinItems != nil {
			least = *schema.MinItems
		}
		list := []any{}
		for range least {
			list = append(list, c.made(schema.Items))
		}
		return list
	case huma.TypeInteger, huma.TypeNumber:
		if schema.Minimum != nil {
			return *schema.Minimum
		}
		return 0
	case huma.TypeBoolean:
		return false
	}
	if schema.MinLength != nil {
		return strings.Repeat("x", *schema.MinLength)
	}
	return "x"
}

// check holds an answer to the response that the document has for its status.
func (c *client) check(op *huma.Operation, r reply) {
	c.Helper()
	response := op.Responses[strconv.Itoa(r.status)]
	if response == nil {
		response = op.Responses["default"]
	}
	if response == nil {
		c.Fatalf("%s: the document has no answer %d", op.OperationID, r.status)
	}
	if len(response.Content) == 0 {
		if r.body != "" {
			c.Errorf("%s: %d has a body: %s", op.OperationID, r.status, r.body)
		}
		return
	}
	kind, _, _ := strings.Cut(r.header.Get("Content-Type"), ";")
	media := response.Content[kind]
	if media == nil {
		c.Fatalf("%s: %d is %q, not one of %v", op.OperationID, r.status, kind, slices.Collect(maps.Keys(response.Content)))
	}
	if !strings.HasSuffix(kind, "json") {
		return
	}
	documents := []string{r.body}
	if kind == linesContent {
		documents = strings.Split(strings.TrimSpace(r.body), "\n")
	}
	for _, document := range documents {
		c.checkDocument(op, r.status, media.Schema, document)
	}
}

func (c *client) checkDocument(op *huma.Operation, status int, schema *huma.Schema, document string) {
	c.Helper()
	var value any
	c.must(json.Unmarshal([]byte(document), &value))
	found := &huma.ValidateResult{}
	huma.Validate(c.handler.api.OpenAPI().Components.Schemas, schema, huma.NewPathBuffer([]byte{}, 0), huma.ModeReadFromServer, value, found)
	for _, problem := range found.Errors {
		c.Errorf("%s: %d is not as the document says: %v\n%s", op.OperationID, status, problem, document)
	}
}

// wantAllDone demands that every operation of the document succeeded.
func (c *client) wantAllDone() {
	c.Helper()
	for id := range c.operations {
		if !c.done[id] {
			c.Errorf("nobody tried %s", id)
		}
	}
}
