package httpserver

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"runtime/debug"
	"slices"
	"strconv"
	"time"

	"github.com/xiezhi/xiezhi/internal/trace"
	"github.com/xiezhi/xiezhi/internal/wire"
)

// unknownRoute labels a request whose route nobody told.
const unknownRoute = "other"

// note is what a request leaves behind for the log and the metrics.
type note struct {
	client string // ClientAddress
	route  string
}

type noteKey struct{}

// chain is what every request on the main listener passes, outermost first.
func (s *Server) chain() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", healthz)
	mux.HandleFunc("GET /readyz", s.readyz)

	handler := s.recoverPanics(s.options.Handler)
	handler = s.watch(handler)
	handler = s.securityHeaders(handler)
	return s.sendingAway(healthFirst(mux, handler))
}

// sendingAway ends connections by their answers while the server drains. On
// HTTP/2 the same header has net/http send GOAWAY.
func (s *Server) sendingAway(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.draining.Load() {
			w.Header().Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
}

// healthFirst keeps the two health paths out of the log and the counts, and
// leaves every other path as it came: a mux in between would redirect.
func healthFirst(health, rest http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/healthz" || r.URL.Path == "/readyz" {
			health.ServeHTTP(w, r)
			return
		}
		rest.ServeHTTP(w, r)
	})
}

// Routed tells the metrics the route that a room found: it copies the
// request's Pattern where the server can see it. Wrap it around what sets the
// Pattern, inside of whatever copies the request.
func Routed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if n, ok := r.Context().Value(noteKey{}).(*note); ok && r.Pattern != "" {
				n.route = r.Pattern
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// securityHeaders sets defaults that a handler may replace.
func (s *Server) securityHeaders(next http.Handler) http.Handler {
	defaults := map[string]string{
		"X-Content-Type-Options":     "nosniff",
		"X-Frame-Options":            "DENY",
		"Referrer-Policy":            "no-referrer",
		"Cross-Origin-Opener-Policy": "same-origin",
		"Content-Security-Policy":    "frame-ancestors 'none'; base-uri 'none'; object-src 'none'",
	}
	if s.options.CertFile != "" {
		defaults["Strict-Transport-Security"] = "max-age=31536000"
	}
	shared := make(http.Header, len(defaults)) // a handler replaces a value, it never changes one in place
	for name, value := range defaults {
		shared.Set(name, value)
		shared[name] = slices.Clip(shared[name])
	}
	const nosniff = "X-Content-Type-Options"
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.options.Programs != nil && s.options.Programs(r.URL.Path) {
			w.Header()[nosniff] = shared[nosniff]
		} else {
			maps.Copy(w.Header(), shared)
		}
		next.ServeHTTP(w, r)
	})
}

// watch logs and counts every request. The log has the path without its
// query, which carries tokens.
func (s *Server) watch(next http.Handler) http.Handler {
	var metrics *requestMetrics
	if s.options.Registry != nil {
		metrics = newRequestMetrics(s.options.Registry)
		s.options.Registry.MustRegister(readiness{s})
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		trusted := fromProxy(r, s.options.TrustedProxies)
		n := &note{client: clientAddress(r, s.options.TrustedProxies), route: unknownRoute}
		ctx, span := s.options.Tracer.Serve(context.WithValue(r.Context(), noteKey{}, n), r.Header, trusted)
		r = r.WithContext(wire.WithRequestID(ctx, w.Header(), r.Header, trusted)) // each copy costs
		answer := &answerWriter{ResponseWriter: w}
		if metrics != nil {
			metrics.inFlight.Inc()
			defer metrics.inFlight.Dec()
		}
		defer func() {
			took := time.Since(began)
			s.access(r, answer, n, took)
			endSpan(span, r, n.route, answer.code())
			if metrics != nil {
				metrics.requests.WithLabelValues(methodLabel(r.Method), n.route, strconv.Itoa(answer.code())).Inc()
				metrics.seconds.WithLabelValues(methodLabel(r.Method), n.route).Observe(took.Seconds())
			}
		}()
		next.ServeHTTP(answer, r)
	})
}

func (s *Server) access(r *http.Request, answer *answerWriter, n *note, took time.Duration) {
	if !s.options.Log.Enabled(r.Context(), slog.LevelInfo) {
		return
	}
	s.options.Log.LogAttrs(r.Context(), slog.LevelInfo, "request",
		slog.String("method", r.Method), slog.String("path", r.URL.Path), slog.Int("status", answer.code()),
		slog.Float64("ms", float64(took.Microseconds())/1000), slog.String("remote", n.client))
}

// endSpan ends a request's span, which is named by route as the metrics are.
func endSpan(span trace.Span, r *http.Request, route string, status int) {
	if span.Recorded() {
		method := methodLabel(r.Method)
		span.Name(method + " " + route)
		span.Text("http.request.method", method)
		span.Text("http.route", route)
		span.Number("http.response.status_code", int64(status))
		span.Text("xiezhi.request_id", wire.RequestID(r.Context()))
		if status >= http.StatusInternalServerError {
			span.Fail(strconv.Itoa(status))
		}
	}
	span.End()
}

// recoverPanics turns a panic into an error answer, or – where an answer has
// begun – into a broken connection, so that nobody takes half for the whole.
func (s *Server) recoverPanics(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			cause := recover()
			if cause == nil {
				return
			}
			if err, ok := cause.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(cause) // on purpose: net/http closes the connection
			}
			s.options.Log.ErrorContext(r.Context(), "panic", "method", r.Method, "path", r.URL.Path,
				"panic", cause, "stack", string(debug.Stack()))
			if answer, ok := w.(*answerWriter); ok && answer.status != 0 {
				panic(http.ErrAbortHandler)
			}
			s.writePanic(w, r)
		}()
		next.ServeHTTP(w, r)
	})
}

func (s *Server) writePanic(w http.ResponseWriter, r *http.Request) {
	if s.options.WriteError != nil {
		s.options.WriteError(w, r)
		return
	}
	http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
}

// answerWriter remembers the status.
type answerWriter struct {
	http.ResponseWriter
	status int // 0 until the answer began
}

func (a *answerWriter) WriteHeader(status int) {
	if a.status == 0 && status >= http.StatusOK || status == http.StatusSwitchingProtocols {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answerWriter) Write(body []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	return a.ResponseWriter.Write(body)
}

// Unwrap is for http.ResponseController.
func (a *answerWriter) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// code is the status as it was sent: net/http sends 200 for nothing.
func (a *answerWriter) code() int {
	if a.status == 0 {
		return http.StatusOK
	}
	return a.status
}
