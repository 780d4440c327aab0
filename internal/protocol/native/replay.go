package native

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/idempotency"
)

// The headers of a call that is to be carried out once, and of an answer that
// is given again.
const (
	idempotencyHeader = "Idempotency-Key"
	replayedHeader    = "Idempotency-Replayed"
)

const maxKey = idempotency.MaxKey

// keptHeaders are those of an answer that are given again with it.
var keptHeaders = []string{"Content-Type", "Cache-Control", "Retry-After"}

// callOf is the call that a POST with a key makes. What anybody may call is not
// kept: its answer is a session, and nobody knows whose the key is.
func callOf(r *http.Request, guard guard, who caller, body []byte) (idempotency.Call, bool) {
	key := r.Header.Get(idempotencyHeader)
	if r.Method != http.MethodPost || key == "" || guard.access.open() {
		return idempotency.Call{}, false
	}
	sum := sha256.New()
	sum.Write([]byte(r.URL.RequestURI() + "\n"))
	sum.Write(body)
	return idempotency.Call{
		Principal: who.principal(), Key: key, Operation: guard.operation, BodyHash: hex.EncodeToString(sum.Sum(nil)),
	}, true
}

type keyKey struct{}

func withKey(ctx context.Context, key string) context.Context {
	return context.WithValue(ctx, keyKey{}, key)
}

// keyOf is the key that the call carries, for what must be done once however
// long ago that was; empty for none.
func keyOf(ctx context.Context) string {
	key, _ := ctx.Value(keyKey{}).(string)
	return key
}

// once serves a call, or gives its first answer again.
func (h *Handler) once(w http.ResponseWriter, r *http.Request, call idempotency.Call) {
	for _, letter := range []byte(call.Key) {
		if letter < ' ' || letter > '~' {
			h.refuse(w, r, fault.Field(idempotencyHeader, "must be visible ASCII"))
			return
		}
	}
	answer, again, err := h.deps.Once.Once(r.Context(), call, func() idempotency.Answer {
		kept := &recorder{header: http.Header{}}
		h.mux.ServeHTTP(kept, r)
		return kept.answer()
	})
	if err != nil {
		h.refuse(w, r, err)
		return
	}
	for name, value := range answer.Header {
		w.Header().Set(name, value)
	}
	if again {
		w.Header().Set(replayedHeader, "true")
	}
	w.WriteHeader(answer.Status)
	_, _ = w.Write(answer.Body) // a client that went away cannot be told
}

// recorder takes an answer to be kept.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header implements http.ResponseWriter.
func (r *recorder) Header() http.Header { return r.header }

// WriteHeader implements http.ResponseWriter.
func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
}

// Write implements http.ResponseWriter.
func (r *recorder) Write(text []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	return r.body.Write(text)
}

func (r *recorder) answer() idempotency.Answer {
	r.WriteHeader(http.StatusOK)
	kept := map[string]string{}
	for _, name := range keptHeaders {
		if value := r.header.Get(name); value != "" {
			kept[name] = value
		}
	}
	return idempotency.Answer{Status: r.status, Header: kept, Body: r.body.Bytes()}
}
