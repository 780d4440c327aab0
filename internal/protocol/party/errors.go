package party

import (
	"net/http"

	"github.com/xiezhi/xiezhi/internal/call"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/gift"
	"github.com/xiezhi/xiezhi/internal/party"
	"github.com/xiezhi/xiezhi/internal/wire"
)

// codes maps every kind of fault to a code of the contract.
var codes = map[fault.Kind]int{
	fault.Internal: 500, fault.Invalid: 400, fault.Unauthenticated: 402, fault.Forbidden: 403, fault.NotFound: 404,
	fault.WrongMethod: 404, fault.Conflict: 409, fault.TooLarge: 400, fault.TooMany: 429, fault.Unavailable: 500,
}

// CodeStranger is the stable code of a client's user that there is none of.
const CodeStranger = "stranger"

// codeWaiting is the answer to a message that is delivered when somebody has
// looked at it.
const codeWaiting = 1021

// ownCodes are the codes of what has one of its own, by the fault's stable code.
var ownCodes = map[string]int{
	CodeStranger:       401,
	party.CodeNoUser:   1000,
	gift.CodeNoGift:    1001,
	gift.CodeNotEnough: 1010,
	gift.CodeReused:    1011,
	gift.CodeRefunded:  1012,
	party.CodeRefused:  1020,
	party.CodeLimited:  1030,
	party.CodeMuted:    1031,
	party.CodeKicked:   1032,
	call.CodeNoCall:    10404,
	call.CodeGone:      10408,
	call.CodeRejected:  10409,
	call.CodeAccepted:  10410,
	call.CodeInCall:    20004,
	call.CodeNotInCall: 20005,
}

type answerBody struct {
	Code      int    `json:"code"`
	Data      any    `json:"data,omitempty"`
	Msg       string `json:"msg,omitempty"`
	RequestID string `json:"requestId,omitempty"`
	CostTime  string `json:"costTime,omitempty"`
}

// spoken is a fault as the contract says it.
func spoken(err error) answerBody {
	known := fault.As(err)
	text := known.Message
	if known.Field != "" {
		text = known.Field + " " + text
	}
	code, own := ownCodes[known.Code]
	if !own {
		code = codes[known.Kind]
	}
	return answerBody{Code: code, Msg: text, Data: known.Detail}
}

// WriteError answers where a request did not get as far as the handler, or broke
// it.
func WriteError(w http.ResponseWriter, err error) {
	wire.SayWhen(w, err)
	write(w, spoken(err))
}

// write answers: every answer of the contract is HTTP 200.
func write(w http.ResponseWriter, a answerBody) { wire.WriteJSON(w, http.StatusOK, a) }
