package wire

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
)

// WriteJSON answers with a value as JSON, not to be cached. The value must
// marshal: one that does not is a programming error and panics before anything
// is written.
func WriteJSON(w http.ResponseWriter, status int, value any) {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic("wire: an answer does not marshal: " + err.Error())
	}
	WriteBody(w, status, body.Bytes())
}

// What every answer says of itself. A handler replaces a value, it never changes
// one in place.
var (
	jsonType = []string{"application/json; charset=utf-8"}
	noStore  = []string{"no-store"}
)

// WriteBody answers as WriteJSON does, with JSON that is written already.
func WriteBody(w http.ResponseWriter, status int, body []byte) {
	header := w.Header()
	header["Content-Type"], header["Cache-Control"] = jsonType[:1:1], noStore[:1:1]
	header["Content-Length"] = []string{strconv.Itoa(len(body))}
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that went away cannot be told
}
