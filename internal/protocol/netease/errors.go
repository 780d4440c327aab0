package netease

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/wire"
)

// statuses maps every kind of fault to the answer's status and code. What could
// not be stored is 503, on which the cloud tries again; it takes a 500 for
// delivered (PROTOCOLS §6).
var statuses = map[fault.Kind]int{
	fault.Internal:        http.StatusServiceUnavailable,
	fault.Invalid:         http.StatusBadRequest,
	fault.Unauthenticated: http.StatusUnauthorized,
	fault.Forbidden:       http.StatusForbidden,
	fault.NotFound:        http.StatusNotFound,
	fault.WrongMethod:     http.StatusMethodNotAllowed,
	fault.Conflict:        http.StatusServiceUnavailable,
	fault.TooLarge:        http.StatusRequestEntityTooLarge,
	fault.TooMany:         http.StatusServiceUnavailable,
	fault.Unavailable:     http.StatusServiceUnavailable,
}

type answerBody struct {
	Code int    `json:"code"`
	Msg  string `json:"msg,omitempty"`
}

// refuse answers a notice that was not taken. Our own mistakes are for the log.
func (h *handler) refuse(ctx context.Context, w http.ResponseWriter, err error) {
	if statuses[fault.As(err).Kind] == http.StatusServiceUnavailable {
		h.Log.ErrorContext(ctx, "a notice was not kept", "error", err)
	}
	WriteError(w, err)
}

// WriteError answers where a notice did not get as far as the handler, or broke
// it.
func WriteError(w http.ResponseWriter, err error) {
	known := fault.As(err)
	text := known.Message
	if known.Field != "" {
		text = known.Field + " " + text
	}
	wire.SayWhen(w, err)
	write(w, answerBody{statuses[known.Kind], text})
}

func write(w http.ResponseWriter, a answerBody) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(a.Code)
	_ = json.NewEncoder(w).Encode(a) // nobody is left to tell
}
