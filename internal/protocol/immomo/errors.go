package immomo

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/wire"
)

// code is the contract's ec. Its document knows 0; the others are ours, but for
// ecAppealed (PROTOCOLS §4).
type code int

const (
	ecSuccess   code = 0
	ecParameter code = 10001
	ecNobody    code = 10002
	ecExpired   code = 10003
	ecTooMany   code = 10004
	ecCategory  code = 10005
	ecRedirect  code = 10006
	ecNoTicket  code = 30001
	ecUndecided code = 30002
	ecAppealed  code = 30003
	ecServer    code = 50000
)

// codes maps every kind of fault to a code of the contract.
var codes = map[fault.Kind]code{
	fault.Internal:        ecServer,
	fault.Invalid:         ecParameter,
	fault.Unauthenticated: ecNobody,
	fault.Forbidden:       ecNobody,
	fault.NotFound:        ecNoTicket,
	fault.WrongMethod:     ecParameter,
	fault.Conflict:        ecServer,
	fault.TooLarge:        ecParameter,
	fault.TooMany:         ecServer,
	fault.Unavailable:     ecServer,
}

// The stable codes of this room's own faults.
const (
	codeNameNobody   = "unauthorised"
	codeNameExpired  = "expired"
	codeNameTooMany  = "too_many_infos"
	codeNameCategory = "unknown_category"
	codeNameRedirect = "redirect_refused"
)

// named are the faults that have a code of their own.
var named = map[string]code{
	codeNameNobody: ecNobody, codeNameExpired: ecExpired, codeNameTooMany: ecTooMany, codeNameCategory: ecCategory, codeNameRedirect: ecRedirect,
	intake.CodeCategory: ecCategory, intake.CodeNoTicket: ecNoTicket, intake.CodeUndecided: ecUndecided, intake.CodeAppealed: ecAppealed,
}

// unauthorised is the one answer to everything that could be somebody without
// the key.
func unauthorised() error {
	return fault.New(fault.Unauthenticated, codeNameNobody, "no such appid, or its sign or content is wrong")
}

// isMismatch tells JSON that says the wrong thing from what is no JSON.
func isMismatch(err error) bool {
	var mismatch *json.UnmarshalTypeError
	return errors.As(err, &mismatch)
}

// refuse answers a packet that failed. Our own mistakes are for the log.
func (h *handler) refuse(ctx context.Context, w http.ResponseWriter, err error) {
	said, text := spoken(err)
	if said == ecServer {
		h.Log.ErrorContext(ctx, "a dialogue was not taken", "error", err)
	}
	wire.SayWhen(w, err)
	writeRefusal(w, said, text, h.Now())
}

// WriteError answers where a packet did not get as far as the handler, or broke
// it.
func WriteError(w http.ResponseWriter, err error) {
	wire.SayWhen(w, err)
	said, text := spoken(err)
	writeRefusal(w, said, text, time.Now())
}

// spoken is an error in the contract's words. What is our own mistake is not
// shown.
func spoken(err error) (said code, text string) {
	problem := fault.As(err)
	said, known := named[problem.Code]
	if !known {
		said, known = codes[problem.Kind]
	}
	switch {
	case !known, said == ecServer:
		return ecServer, "server error, send again"
	case problem.Field != "":
		return said, problem.Field + " " + problem.Message
	}
	return said, problem.Message
}
