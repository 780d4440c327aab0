package native

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/staff"
	"github.com/xiezhi/xiezhi/internal/wire"
)

// The names of the ways to prove who calls, in the document.
const (
	bySession = "session"
	byToken   = "token"
)

// documentVersion goes up when what the document says changes otherwise than by
// additions.
const documentVersion = "1.0"

// newAPI makes the document's frame. It has no pages of its own: those would
// load scripts from elsewhere.
func newAPI(mux *http.ServeMux) huma.API {
	return humago.NewWithPrefix(mux, Prefix, huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title: "Xiezhi", Version: documentVersion,
				Description: "Reports, cases, decisions, sanctions and what surrounds them. Times are RFC 3339 in UTC. " +
					"Every refusal is a problem (RFC 9457) with a stable code. A POST may carry an Idempotency-Key: " +
					"sent again with the same key, it is answered as before and not carried out twice.",
			},
			Components: &huma.Components{
				Schemas: huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer),
				SecuritySchemes: map[string]*huma.SecurityScheme{
					bySession: {Type: "apiKey", In: "cookie", Name: staff.CookieName, Description: "A person's log-in to the console."},
					byToken:   {Type: "http", Scheme: "bearer", Description: "An API token of a person or of an app."},
				},
			},
		},
		Formats:       map[string]huma.Format{"application/json": jsonFormat, "json": jsonFormat},
		DefaultFormat: "application/json",
	})
}

// jsonFormat reads as strictly as the other rooms do.
var jsonFormat = huma.Format{Marshal: huma.DefaultJSONFormat.Marshal, Unmarshal: decode}

// decode refuses what is no JSON, and text that no store could keep. What it
// says reaches the caller.
func decode(body []byte, into any) error {
	if err := wire.DecodeJSON(body, into); err != nil {
		return errors.New(fault.As(err).Message)
	}
	if parsed, isAny := into.(*any); isAny && holdsNUL(*parsed) {
		return errors.New("holds a NUL")
	}
	return nil
}

func holdsNUL(value any) bool {
	switch value := value.(type) {
	case string:
		return strings.ContainsRune(value, 0)
	case []any:
		for _, item := range value {
			if holdsNUL(item) {
				return true
			}
		}
	case map[string]any:
		for name, item := range value {
			if strings.ContainsRune(name, 0) || holdsNUL(item) {
				return true
			}
		}
	}
	return false
}

// add registers an operation under the guard that the table has for it.
func add[I, O any](h *Handler, op huma.Operation, do func(context.Context, *I) (*O, error)) {
	rule, known := accesses[op.OperationID]
	if !known {
		panic("native: nobody said who may call " + op.OperationID)
	}
	pattern := op.Method + " " + Prefix + op.Path
	guard := guard{operation: op.OperationID, access: rule}
	h.guards[pattern] = guard
	op.Security = rule.security()
	op.Description = strings.TrimSpace(op.Description + "\n\n" + rule.words())
	op.BodyReadTimeout = -1 // it is read already, and a deadline in the past would end the call
	op.MaxBodyBytes = guard.maxBody() + 1
	if op.Method == http.MethodPost && !rule.open() {
		op.Parameters = append(op.Parameters, idempotencyParameter())
	}
	huma.Register(h.api, op, func(ctx context.Context, input *I) (*O, error) {
		output, err := do(ctx, input)
		if err != nil {
			h.log(ctx, pattern, err)
			return nil, problemOf(err)
		}
		return output, nil
	})
}

func idempotencyParameter() *huma.Param {
	return &huma.Param{
		Name: idempotencyHeader, In: "header",
		Description: "Any text of your own, new for each call that you mean anew. Sent again within 24 hours, the call is answered as before.",
		Schema:      &huma.Schema{Type: huma.TypeString, MaxLength: new(maxKey)},
	}
}

// answer is an output with a body and nothing else.
type answer[T any] struct{ Body T }

func answered[T any](body T, err error) (*answer[T], error) {
	if err != nil {
		return nil, err
	}
	return &answer[T]{Body: body}, nil
}

// none is an input without anything, or an output without a body.
type none struct{}

func done(err error) (*none, error) {
	if err != nil {
		return nil, err
	}
	return &none{}, nil
}

// Document is the OpenAPI document as it is served.
func (h *Handler) Document() ([]byte, error) {
	compact, err := json.Marshal(h.api.OpenAPI())
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	if err := json.Indent(&text, compact, "", "  "); err != nil {
		return nil, err
	}
	text.WriteByte('\n')
	return text.Bytes(), nil
}

// serveDocument serves what does not change any more.
func (h *Handler) serveDocument() {
	asJSON, err := h.Document()
	if err != nil {
		panic(fmt.Sprintf("native: the document does not marshal: %v", err))
	}
	asYAML, err := h.api.OpenAPI().YAML()
	if err != nil {
		panic(fmt.Sprintf("native: the document does not marshal: %v", err))
	}
	serve := func(kind string, text []byte) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			_, _ = w.Write(text) // a client that went away cannot be told
		}
	}
	h.mux.HandleFunc("GET "+Prefix+"/openapi.json", serve("application/openapi+json", asJSON))
	h.mux.HandleFunc("GET "+Prefix+"/openapi.yaml", serve("application/openapi+yaml", asYAML))
}

// IsPublic reports whether the request is for what everybody may read.
func IsPublic(r *http.Request) bool {
	return r.URL.Path == Prefix+"/openapi.json" || r.URL.Path == Prefix+"/openapi.yaml"
}
