package native

import (
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the document anew")

// committed is the document as it lies in the tree, for people and generators.
var committed = filepath.Join("testdata", "openapi.json")

func TestTheCommittedDocumentIsTheServedOne(t *testing.T) {
	t.Parallel()
	w := small(t)
	document, err := w.handler.Document()
	w.must(err)
	if *update {
		w.must(os.WriteFile(committed, document, 0o600))
	}
	kept, err := os.ReadFile(committed)
	w.must(err)
	if diff := cmp.Diff(strings.Split(string(kept), "\n"), strings.Split(string(document), "\n")); diff != "" {
		t.Error("make generate writes it anew:", diff)
	}
}

func TestTheDocumentIsPublic(t *testing.T) {
	t.Parallel()
	w := small(t)
	document, err := w.handler.Document()
	w.must(err)
	asJSON := w.get("", "/openapi.json")
	if asJSON.status != http.StatusOK || asJSON.body != string(document) || asJSON.header.Get("Content-Type") != "application/openapi+json" {
		t.Errorf("%d %s", asJSON.status, asJSON.header)
	}
	if asYAML := w.get("", "/openapi.yaml"); asYAML.status != http.StatusOK || !strings.Contains(asYAML.body, "openapi: 3.1.0") {
		t.Errorf("%d %.80s", asYAML.status, asYAML.body)
	}
	var read struct {
		OpenAPI string
		Servers []struct{ URL string }
	}
	w.must(json.Unmarshal(document, &read))
	if read.OpenAPI != "3.1.0" || len(read.Servers) != 1 || read.Servers[0].URL != Prefix {
		t.Errorf("%+v", read)
	}
	for _, path := range []string{"/docs", "/schemas/Problem.json", "/openapi-3.0.json"} {
		w.wantProblem(w.get("", path), http.StatusNotFound, "not_found")
	}
}

// operations lists what the document has, by id.
func (w *world) operations() map[string]*huma.Operation {
	found := map[string]*huma.Operation{}
	for _, item := range w.handler.api.OpenAPI().Paths {
		for _, op := range []*huma.Operation{item.Get, item.Put, item.Post, item.Delete, item.Patch} {
			if op != nil {
				found[op.OperationID] = op
			}
		}
	}
	return found
}

func TestTheAccessTableIsTheDocuments(t *testing.T) {
	t.Parallel()
	w := small(t)
	operations := w.operations()
	for id := range accesses {
		if operations[id] == nil {
			t.Errorf("%s is in the table and nowhere else", id)
		}
	}
	if len(operations) != len(accesses) || len(w.handler.guards) != len(accesses) {
		t.Errorf("%d operations, %d rows, %d guards", len(operations), len(accesses), len(w.handler.guards))
	}
	for id, op := range operations {
		if op.Summary == "" || len(op.Tags) != 1 || len(op.Security) == 0 {
			t.Errorf("%s lacks summary, tag or security", id)
		}
		hasKey := slices.ContainsFunc(op.Parameters, func(p *huma.Param) bool { return p.Name == idempotencyHeader })
		if hasKey != (op.Method == http.MethodPost && !accesses[id].open()) {
			t.Errorf("%s: Idempotency-Key is documented: %v", id, hasKey)
		}
	}
}

// TestTheDocumentHoldsTogether looks for what a generator stumbles over.
func TestTheDocumentHoldsTogether(t *testing.T) {
	t.Parallel()
	w := small(t)
	document, err := w.handler.Document()
	w.must(err)
	var whole map[string]any
	w.must(json.Unmarshal(document, &whole))
	schemas := whole["components"].(map[string]any)["schemas"].(map[string]any)
	var visit func(at string, value any)
	visit = func(at string, value any) {
		switch value := value.(type) {
		case []any:
			for _, item := range value {
				visit(at, item)
			}
		case map[string]any:
			if ref, is := value["$ref"].(string); is && schemas[strings.TrimPrefix(ref, "#/components/schemas/")] == nil {
				t.Errorf("%s: %s is nowhere", at, ref)
			}
			for name, item := range value {
				visit(at+"/"+name, item)
			}
		}
	}
	visit("", whole)
	for path, item := range whole["paths"].(map[string]any) {
		for method, op := range item.(map[string]any) {
			responses := op.(map[string]any)["responses"].(map[string]any)
			if responses["default"] == nil {
				t.Errorf("%s %s: refusals are not described", method, path)
			}
		}
	}
}
