package uplus

import (
	"net/http"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/wire"
)

// statuses maps every kind of fault to its HTTP status. The contract has no
// 500: what is our mistake is told like what does not answer (PROTOCOLS §1,
// "Failures carry HTTP 400, 401, 403, 404, 409, 413, 429 or 503").
var statuses = map[fault.Kind]int{
	fault.Internal:        http.StatusServiceUnavailable,
	fault.Invalid:         http.StatusBadRequest,
	fault.Unauthenticated: http.StatusUnauthorized,
	fault.Forbidden:       http.StatusForbidden,
	fault.NotFound:        http.StatusNotFound,
	fault.WrongMethod:     http.StatusMethodNotAllowed,
	fault.Conflict:        http.StatusConflict,
	fault.TooLarge:        http.StatusRequestEntityTooLarge,
	fault.TooMany:         http.StatusTooManyRequests,
	fault.Unavailable:     http.StatusServiceUnavailable,
}

// WriteError answers with the failure envelope of an error. An Internal
// error's message is not shown.
func WriteError(w http.ResponseWriter, err error) {
	failure := fault.As(err)
	status, known := statuses[failure.Kind]
	if !known {
		failure, status = &fault.Error{}, http.StatusServiceUnavailable
	}
	wire.SayWhen(w, err)
	writeEnvelope(w, status, envelope{Ret: retFailure, Code: codeOf(failure), Info: infoOf(failure)})
}

func codeOf(failure *fault.Error) string {
	if failure.Kind == fault.Internal {
		return fault.Internal.String()
	}
	return failure.StableCode()
}

// infoOf says which field and why.
func infoOf(failure *fault.Error) string {
	switch {
	case failure.Kind == fault.Internal:
		return "internal error"
	case failure.Message == "":
		return failure.StableCode()
	case failure.Field != "":
		return failure.Field + ": " + failure.Message
	}
	return failure.Message
}
