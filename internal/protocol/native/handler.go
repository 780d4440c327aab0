package native

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"path"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/wire"
)

// Prefix is where the room is.
const Prefix = "/api/v1"

// releasePath ends the pattern of the call that gives a case back.
const releasePath = "/cases/{id}/release"

// maxBody bounds most requests' bodies, maxOpenBody that of one who may be anybody.
const (
	maxBody     = 1 << 20
	maxOpenBody = 16 << 10
)

// Handler serves /api/v1.
type Handler struct {
	deps   Deps
	mux    *http.ServeMux
	api    huma.API
	guards map[string]guard // by the mux's pattern
	feed   *feed
}

// guard is an operation and who may call it.
type guard struct {
	operation string
	access    access
}

// maxBody bounds a request's body.
func (g guard) maxBody() int64 {
	switch {
	case g.access.open():
		return maxOpenBody
	case g.operation == "import-terms":
		return maxImport
	case g.operation == "try-picture", g.operation == "add-bank-entry":
		return maxPicture
	}
	return maxBody
}

// NewHandler serves every path below Prefix. What it does not know is a
// problem 404. Stop ends its streams.
//
// It sets the request's Pattern, for who counts requests by route.
func NewHandler(deps Deps) *Handler {
	h := &Handler{deps: deps, mux: http.NewServeMux(), guards: map[string]guard{}}
	h.feed = newFeed(h.look, func(err error) { h.log(context.Background(), "GET "+Prefix+"/events", err) })
	h.api = newAPI(h.mux)
	h.register()
	h.serveDocument()
	return h
}

// Stir has the streams look for changes now, not at their next look. It is for
// who calls it no more than a few times a second.
func (h *Handler) Stir() { h.feed.stir() }

// Stop ends the streams under way and takes no more.
func (h *Handler) Stop() { h.feed.stop() }

// ServeHTTP implements http.Handler. Who calls, and whether he may, is asked
// before the body is read.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	pattern := h.route(r)
	if pattern == "" {
		h.refuseUnknown(w, r)
		return
	}
	r.Pattern = pattern
	guard, guarded := h.guards[pattern]
	if !guarded { // the document
		h.mux.ServeHTTP(w, r)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	who, err := h.admit(r, guard)
	if err != nil {
		h.refuse(w, r, err)
		return
	}
	body, err := readRequest(w, r, guard.maxBody())
	if err != nil {
		h.refuse(w, r, err)
		return
	}
	ctx := auditlog.WithActor(withCaller(r.Context(), who), who.actor(h.deps.ClientAddress(r), pattern))
	served := r.WithContext(ctx)
	served.Body = io.NopCloser(bytes.NewReader(body))
	if call, carries := callOf(served, guard, who, body); carries {
		h.once(w, served.WithContext(withKey(ctx, call.Key)), call)
		return
	}
	h.mux.ServeHTTP(w, served)
}

// methods are those that any path may have.
var methods = []string{http.MethodDelete, http.MethodGet, http.MethodPatch, http.MethodPost, http.MethodPut}

// route finds the pattern of a request, empty for none.
func (h *Handler) route(r *http.Request) string {
	if escaped := r.URL.EscapedPath(); path.Clean(escaped) != escaped { // the mux would redirect
		return ""
	}
	_, pattern := h.mux.Handler(r)
	return pattern
}

// refuseUnknown tells a wrong method from a wrong address.
func (h *Handler) refuseUnknown(w http.ResponseWriter, r *http.Request) {
	var allowed []string
	for _, method := range methods {
		other := r.Clone(r.Context())
		other.Method = method
		if h.route(other) != "" {
			allowed = append(allowed, method)
		}
	}
	if len(allowed) == 0 {
		h.refuse(w, r, fault.New(fault.NotFound, "", "there is no such address"))
		return
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	h.refuse(w, r, fault.New(fault.WrongMethod, "", "this address does not take %.16q", r.Method))
}

// readRequest reads the body and refuses what no store could keep.
func readRequest(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, error) {
	if _, err := wire.ReadQuery(r); err != nil {
		return nil, err
	}
	if !utf8.ValidString(r.URL.Path) || strings.ContainsRune(r.URL.Path, 0) {
		return nil, fault.Field("path", "is not UTF-8 or holds a NUL")
	}
	body, err := wire.ReadBody(w, r, limit)
	if err != nil {
		return nil, err
	}
	// navigator.sendBeacon, by which a page that closes gives its case back,
	// can say nothing but text/plain.
	if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); strings.HasSuffix(r.Pattern, releasePath) && strings.EqualFold(strings.TrimSpace(kind), "text/plain") {
		r.Header.Set("Content-Type", "application/json")
	}
	return body, nil
}

// refuse answers an error.
func (h *Handler) refuse(w http.ResponseWriter, r *http.Request, err error) {
	h.log(r.Context(), r.Pattern, err)
	WriteProblem(w, err)
}

// log records an error that is our own trouble and not the caller's.
func (h *Handler) log(ctx context.Context, route string, err error) {
	if ctx.Err() != nil { // the client went away, and what it asked for with it
		return
	}
	if kind := fault.As(err).Kind; kind == fault.Internal || kind == fault.Unavailable {
		h.deps.Log.LogAttrs(ctx, slog.LevelError, "native request failed", slog.String("route", route), slog.Any("error", err))
	}
}

// now is the present as the wire has it.
func (h *Handler) now() time.Time { return h.deps.Now().UTC() }
