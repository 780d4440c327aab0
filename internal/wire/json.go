package wire

import (
	"encoding/json"
	"errors"
	"net/http"
	"unicode/utf8"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// MaxDepth is how deep a foreign JSON body may nest. No contract of ours needs
// more than five levels.
const MaxDepth = 32

// ReadJSON reads a body of at most limit bytes and decodes it as DecodeJSON
// does.
func ReadJSON(w http.ResponseWriter, r *http.Request, limit int64, into any) error {
	body, err := ReadBody(w, r, limit)
	if err != nil {
		return err
	}
	return DecodeJSON(body, into)
}

// DecodeJSON decodes one JSON value that fills the whole body. Unknown fields
// are ignored. An Invalid fault names the field that has the wrong type, or
// "body".
func DecodeJSON(body []byte, into any) error {
	if !utf8.Valid(body) {
		return fault.Field("body", "is not UTF-8")
	}
	if tooDeep(body) {
		return fault.Field("body", "is too deep: it nests more than %d levels", MaxDepth)
	}
	err := json.Unmarshal(body, into)
	if err == nil {
		return nil
	}
	var mismatch *json.UnmarshalTypeError
	if errors.As(err, &mismatch) {
		return mismatchFault(mismatch)
	}
	return &fault.Error{Kind: fault.Invalid, Field: "body", Message: "is not one JSON value", Cause: err}
}

func mismatchFault(mismatch *json.UnmarshalTypeError) error {
	field := mismatch.Field
	if field == "" {
		field = "body"
	}
	return &fault.Error{Kind: fault.Invalid, Field: field, Message: "has the wrong type or is out of range", Cause: mismatch}
}

// tooDeep counts open brackets outside strings. It only has to be right about
// valid JSON: the decoder refuses the rest.
func tooDeep(body []byte) bool {
	depth, inString, escaped := 0, false, false
	for _, c := range body {
		switch {
		case escaped:
			escaped = false
		case inString:
			escaped, inString = c == '\\', c != '"'
		case c == '"':
			inString = true
		case c == '{' || c == '[':
			if depth++; depth > MaxDepth {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}
