package native

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// maxPreferences bounds what somebody keeps for himself, in bytes of JSON
// without blanks.
const maxPreferences = 8 << 10

// Preferences keep what each of the staff set for himself.
type Preferences interface {
	// Preferences returns somebody's JSON object, empty text for none.
	Preferences(ctx context.Context, accountID int64) (string, error)
	// PutPreferences puts it in the place of the one before.
	PutPreferences(ctx context.Context, accountID int64, value string) error
}

type preferencesInput struct {
	Body map[string]any `doc:"Whatever the console keeps for you: keys, comfort, language, theme. At most 8 kB."`
}

func (h *Handler) preferenceOperations() {
	tags := []string{"me"}
	add(h, huma.Operation{OperationID: "get-preferences", Method: http.MethodGet, Path: "/staff/me/preferences", Tags: tags,
		Summary: "What I set for myself", Description: "As I put it; {} where I did not."}, h.getPreferences)
	add(h, huma.Operation{OperationID: "put-preferences", Method: http.MethodPut, Path: "/staff/me/preferences", Tags: tags,
		Summary: "Set something for myself", Description: "In the place of all that was set before."}, h.putPreferences)
}

func (h *Handler) getPreferences(ctx context.Context, _ *none) (*answer[map[string]any], error) {
	kept, err := h.deps.Preferences.Preferences(ctx, callerOf(ctx).account.ID)
	if err != nil || kept == "" {
		return answered(map[string]any{}, err)
	}
	var object map[string]any
	err = json.Unmarshal([]byte(kept), &object)
	return answered(object, err)
}

func (h *Handler) putPreferences(ctx context.Context, in *preferencesInput) (*answer[map[string]any], error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false) // it would count more than was sent
	if err := encoder.Encode(in.Body); err != nil {
		return nil, fault.Field("body", "is no JSON object")
	}
	kept := bytes.TrimSpace(text.Bytes())
	if len(kept) > maxPreferences {
		return nil, &fault.Error{Kind: fault.TooLarge, Field: "body", Message: "at most 8 kB can be kept"}
	}
	if err := h.deps.Preferences.PutPreferences(ctx, callerOf(ctx).account.ID, string(kept)); err != nil {
		return nil, err
	}
	return answered(in.Body, nil)
}
