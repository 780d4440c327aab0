package app

import (
	"net/http"

	"github.com/xiezhi/xiezhi/internal/httpserver"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/protocol/immomo"
)

// dialogues serves reported dialogues, which prove themselves by their sealing.
func (a *App) dialogues() http.Handler {
	return httpserver.Routed(immomo.NewHandler(immomo.Deps{
		Apps: a.registry, Dialogues: intake.NewDialogues(a.store, a.now), CheckAddress: a.egress.Check,
		ClientAddress: httpserver.ClientAddress, Now: a.now, Log: a.log,
	}))
}
