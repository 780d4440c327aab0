package yunjing

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// Path is the one address of the contract (seed 003, 2.2).
const Path = "/audit-live"

// Apps finds who asks.
type Apps interface {
	// ByYunjing finds the app that has the credential.
	ByYunjing(appID string) (tenant.App, tenant.Yunjing, bool)
}

// Screen answers whether a message may pass.
type Screen interface {
	// Screen is durable when it returns. Its faults are those of the store.
	Screen(ctx context.Context, r screen.Request) (screen.Answer, error)
}

// Deps is what the room needs. Nothing may be missing.
type Deps struct {
	Apps   Apps
	Screen Screen
	Count  func(code int) // counts the answers; of a packet that is refused nothing else is left
	Now    func() time.Time
	Log    *slog.Logger
}

// NewHandler serves Path. Every answer is HTTP 200 with a code of the contract
// (PROTOCOLS §5).
func NewHandler(deps Deps) http.Handler { return &handler{deps} }

type handler struct{ Deps }

// ServeHTTP implements http.Handler.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.Pattern = Path
	answer, err := h.audit(w, r)
	if err != nil {
		h.refuse(r.Context(), w, err)
		return
	}
	h.write(w, answer)
}

func (h *handler) audit(w http.ResponseWriter, r *http.Request) (screen.Answer, error) {
	asked, err := readRequest(w, r)
	if err != nil {
		return screen.Answer{}, err
	}
	app, err := h.admit(asked)
	if err != nil {
		return screen.Answer{}, err
	}
	line, err := readLine(asked.jsonData)
	if err != nil {
		return screen.Answer{}, err
	}
	return h.Screen.Screen(r.Context(), screen.Request{App: app.ID, Credential: asked.appID, Channel: Channel, Line: line})
}
