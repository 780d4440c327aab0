package httpserver

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"sync"
	"time"
)

// checkTimeout bounds one asking of all checks.
const checkTimeout = 5 * time.Second

// Check is one part that must work before the server is ready.
type Check struct {
	Name string
	Run  func(ctx context.Context) error
}

type health struct {
	Status string   `json:"status"`
	Failed []string `json:"failed,omitempty"` // names only; the reasons are in the log
	// Degraded are parts without which requests are served all the same, only less
	// well.
	Degraded []string `json:"degraded,omitempty"`
}

// healthz says that the process lives.
func healthz(w http.ResponseWriter, _ *http.Request) { writeHealth(w, health{Status: "ok"}) }

// readyz says that every part works, or which do not.
func (s *Server) readyz(w http.ResponseWriter, r *http.Request) {
	if s.draining.Load() {
		writeHealth(w, health{Status: "draining"})
		return
	}
	if failed := s.runChecks(r.Context()); len(failed) > 0 {
		writeHealth(w, health{Status: "unavailable", Failed: failed})
		return
	}
	writeHealth(w, health{Status: "ok", Degraded: s.degraded(r.Context())})
}

// degraded names the parts that do not work and need not. They say in the log
// themselves what is wrong.
func (s *Server) degraded(ctx context.Context) []string {
	var names []string
	for _, part := range s.options.Warnings {
		if part.Run(ctx) != nil {
			names = append(names, part.Name)
		}
	}
	return names
}

// runChecks runs all checks at once and returns the names of those that
// failed.
func (s *Server) runChecks(ctx context.Context) []string {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	errs := make([]error, len(s.options.Checks))
	var wait sync.WaitGroup
	for i, check := range s.options.Checks {
		wait.Go(func() { errs[i] = check.Run(ctx) })
	}
	wait.Wait()

	var failed []string
	for i, check := range s.options.Checks {
		if errs[i] != nil {
			s.options.Log.WarnContext(ctx, "not ready", "check", check.Name, "error", errs[i])
			failed = append(failed, check.Name)
		}
	}
	slices.Sort(failed)
	return failed
}

func writeHealth(w http.ResponseWriter, h health) {
	status := http.StatusOK
	if h.Status != "ok" {
		status = http.StatusServiceUnavailable
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(h) // a prober that went away cannot be told
}
