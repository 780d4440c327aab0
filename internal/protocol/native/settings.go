package native

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/tenant"
)

// Settings are what holds for all apps and every process of the store.
type Settings interface {
	// Settings returns them as they are in force.
	Settings(ctx context.Context) (ServerSettings, error)
	// ChangeSettings makes the change, in force at once, or returns an Invalid
	// fault that names the field, or a Conflict one for what the process was
	// told otherwise at its start.
	ChangeSettings(ctx context.Context, change SettingsChange) (ServerSettings, error)
}

// ServerSettings are the settings that can be looked at here.
type ServerSettings struct {
	CallbackURL  string           `json:"callback_url" doc:"Where callbacks of the yunjing interfaces go whose app names no other address; empty for nowhere."`
	LeaseSeconds int              `json:"lease_seconds" doc:"How long a claimed case stays with its reviewer."`
	Retention    tenant.Retention `json:"retention" doc:"How long what is kept is kept of apps that do not say themselves."`
	Fixed        []string         `json:"fixed" doc:"Those that this process was told at its start; they cannot be changed here."`
}

// SettingsChange is what to change; nil fields stay.
type SettingsChange struct {
	CallbackURL  *string           `json:"callback_url,omitempty" maxLength:"2048" doc:"Empty for nowhere."`
	LeaseSeconds *int              `json:"lease_seconds,omitempty" minimum:"1" maximum:"86400"`
	Retention    *tenant.Retention `json:"retention,omitempty" doc:"A period that is left out stays."`
}

type settingsInput struct{ Body SettingsChange }

func (h *Handler) settingOperations() {
	tags := []string{"settings"}
	add(h, huma.Operation{OperationID: "get-settings", Method: http.MethodGet, Path: "/settings", Tags: tags, Summary: "What holds for all apps"}, h.getSettings)
	add(h, huma.Operation{OperationID: "patch-settings", Method: http.MethodPatch, Path: "/settings", Tags: tags,
		Summary: "Change what holds for all apps", Description: "What is left out stays. A new lease counts for cases claimed or renewed from now on."}, h.patchSettings)
}

func (h *Handler) getSettings(ctx context.Context, _ *none) (*answer[ServerSettings], error) {
	return answered(h.deps.Settings.Settings(ctx))
}

func (h *Handler) patchSettings(ctx context.Context, in *settingsInput) (*answer[ServerSettings], error) {
	return answered(h.deps.Settings.ChangeSettings(ctx, in.Body))
}
