package party

import (
	"encoding/json"
	"net/http"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/party"
)

// codes maps every kind of fault to a code of the contract.
var codes = map[fault.Kind]int{
	fault.Internal: 500, fault.Invalid: 400, fault.Unauthenticated: 402, fault.Forbidden: 402, fault.NotFound: 404,
	fault.WrongMethod: 404, fault.Conflict: 500, fault.TooLarge: 400, fault.TooMany: 500, fault.Unavailable: 500,
}

// codeNoUser is of a user that there is none of.
const codeNoUser = 1000

type answerBody struct {
	Code      int    `json:"code"`
	Data      any    `json:"data,omitempty"`
	Msg       string `json:"msg,omitempty"`
	RequestID string `json:"requestId,omitempty"`
	CostTime  string `json:"costTime,omitempty"`
}

func spoken(err error) (code int, text string) {
	known := fault.As(err)
	text = known.Message
	if known.Field != "" {
		text = known.Field + " " + text
	}
	if fault.HasCode(err, party.CodeNoUser) {
		return codeNoUser, text
	}
	return codes[known.Kind], text
}

// WriteError answers where a request did not get as far as the handler, or broke
// it.
func WriteError(w http.ResponseWriter, err error) {
	code, text := spoken(err)
	write(w, answerBody{Code: code, Msg: text})
}

// write answers: every answer of the contract is HTTP 200.
func write(w http.ResponseWriter, a answerBody) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(a) // nobody is left to tell
}
