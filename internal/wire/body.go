package wire

import (
	"bytes"
	"errors"
	"net/http"
	"strconv"
	"sync"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// maxPromised is up to how many bytes that a client promises memory is set aside before they come.
const maxPromised = 8 << 10

// ReadBody reads the whole body. One over limit bytes is a TooLarge fault, and
// the connection is closed after the answer; one that breaks off is Invalid.
func ReadBody(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, error) {
	var body bytes.Buffer
	if err := readInto(&body, w, r, limit); err != nil {
		return nil, err
	}
	return body.Bytes(), nil
}

func readInto(body *bytes.Buffer, w http.ResponseWriter, r *http.Request, limit int64) error {
	if r.Body == nil || r.Body == http.NoBody {
		return nil
	}
	body.Grow(bytes.MinRead + int(min(max(r.ContentLength, 0), maxPromised)))
	_, err := body.ReadFrom(http.MaxBytesReader(w, r.Body, limit))
	if err == nil {
		return nil
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return &fault.Error{Kind: fault.TooLarge, Field: "body", Message: "is over its limit of " + size(limit)}
	}
	return &fault.Error{Kind: fault.Invalid, Field: "body", Message: "could not be read to its end", Cause: err}
}

// formBodies are read once and copied by those who look at them. Long ones are
// not kept.
var formBodies = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func keepFormBody(body *bytes.Buffer) {
	if body.Cap() <= 2*maxPromised {
		body.Reset()
		formBodies.Put(body)
	}
}

// size spells a limit for people: 1048576 is "1 MiB".
func size(n int64) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return strconv.FormatInt(n>>20, 10) + " MiB"
	case n >= 1<<10 && n%(1<<10) == 0:
		return strconv.FormatInt(n>>10, 10) + " KiB"
	}
	return strconv.FormatInt(n, 10) + " bytes"
}
