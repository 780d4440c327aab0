package yunjing

import (
	"net/http"

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

// refuse answers a packet that failed. What is our own mistake is not shown.
func (h *handler) refuse(w http.ResponseWriter, err error) {
	problem := fault.As(err)
	said, known := codes[problem.Kind]
	if problem.Code == unreadableCode {
		said = codeUnreadable
	}
	text := problem.Message
	switch {
	case !known, said == codeServer:
		h.Log.Error("a live message was not audited", "error", err)
		said, text = codeServer, "server error, send again"
	case problem.Field != "":
		text = problem.Field + " " + text
	}
	wire.WriteJSON(w, http.StatusOK, envelope{result{Code: said, Timestamp: h.Now().In(china).Format(timeLayout), Msg: text}})
}
