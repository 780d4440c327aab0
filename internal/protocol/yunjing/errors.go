package yunjing

import (
	"context"
	"net/http"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/wire"
)

// codes maps every kind of fault to a code of the contract (PROTOCOLS §5).
var codes = map[fault.Kind]code{
	fault.Internal:        codeServer,
	fault.Invalid:         codeInvalid,
	fault.Unauthenticated: codeUnknown,
	fault.Forbidden:       codeUnknown,
	fault.NotFound:        codeUnknown,
	fault.WrongMethod:     codeUnreadable,
	fault.Conflict:        codeServer,
	fault.TooLarge:        codeUnreadable,
	fault.TooMany:         codeServer,
	fault.Unavailable:     codeServer,
}

// unreadableCode marks a packet that is none of this contract's.
const unreadableCode = "unreadable"

func unreadable(why string) error { return fault.New(fault.Invalid, unreadableCode, "%s", why) }

// refuse answers a packet that failed. Our own mistakes are for the log.
func (h *handler) refuse(ctx context.Context, w http.ResponseWriter, err error) {
	said, text := spoken(err)
	if said == codeServer {
		h.Log.ErrorContext(ctx, "a live message was not audited", "error", err)
	}
	h.Count(int(said))
	wire.SayWhen(w, err)
	writeRefusal(w, said, text, h.Now())
}

// WriteError answers where a packet did not get as far as the handler, or
// broke it.
func WriteError(w http.ResponseWriter, err error) {
	wire.SayWhen(w, err)
	said, text := spoken(err)
	writeRefusal(w, said, text, time.Now())
}

func writeRefusal(w http.ResponseWriter, said code, text string, now time.Time) {
	wire.WriteJSON(w, http.StatusOK, envelope{result{Code: said, Timestamp: now.In(china).Format(timeLayout), Msg: text}})
}

// spoken is an error in the contract's words. What is our own mistake is not
// shown.
func spoken(err error) (said code, text string) {
	problem := fault.As(err)
	said, known := codes[problem.Kind]
	switch {
	case problem.Code == unreadableCode:
		return codeUnreadable, problem.Message
	case !known, said == codeServer:
		return codeServer, "server error, send again"
	case problem.Field != "":
		return said, problem.Field + " " + problem.Message
	}
	return said, problem.Message
}
