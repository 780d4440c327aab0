package wire

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"net/http"
)

// RequestIDHeader carries a request's id in and out.
const RequestIDHeader = "X-Request-Id"

const maxRequestID = 64

type requestIDKey struct{}

// WithRequestID gives a request an id: the one that it brings where its sender
// is trusted and it is sane, else 32 random hex digits. The id is in the
// answer's header and in the context.
func WithRequestID(ctx context.Context, answer, request http.Header, trusted bool) context.Context {
	id := request.Get(RequestIDHeader)
	if !trusted || !saneRequestID(id) {
		id = newRequestID()
	}
	answer.Set(RequestIDHeader, id)
	return context.WithValue(ctx, requestIDKey{}, id)
}

// RequestID is the id of the request that ctx belongs to, empty outside one.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// saneRequestID takes what is safe to log and to send on.
func saneRequestID(id string) bool {
	if id == "" || len(id) > maxRequestID {
		return false
	}
	for _, c := range []byte(id) {
		switch {
		case c >= '0' && c <= '9', c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '-', c == '_', c == '.':
		default:
			return false
		}
	}
	return true
}

func newRequestID() string {
	var raw [16]byte
	_, _ = rand.Read(raw[:]) // never fails: crypto/rand aborts the program instead
	return hex.EncodeToString(raw[:])
}
