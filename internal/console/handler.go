package console

import (
	"context"
	"net/http"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/staff"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// Sessions knows who is behind a request. The session's cookie is read and
// written around this handler, by who mounts it.
type Sessions interface {
	// Current returns the account that is logged in, or an Unauthenticated
	// fault.
	Current(ctx context.Context) (staff.Account, error)
	// Begin logs the account in, under a fresh session.
	Begin(ctx context.Context, account staff.Account) error
}

// SetUp creates the first administrator by the one-time token of the first
// start. It returns an Invalid fault that names the field (username, password),
// and a fault of another 4xx kind for a token that is wrong, used or over.
type SetUp func(ctx context.Context, token, username, password string) (staff.Account, error)

// Apps lists the apps that are served, by id.
type Apps interface {
	All() []tenant.App
}

// Deps are the parts of the console; all are required.
type Deps struct {
	Sessions Sessions
	SetUp    SetUp
	Apps     Apps
	Lease    func() time.Duration // how long a claimed case stays with its reviewer

	ClientAddress func(*http.Request) string // who set up the first account, for the audit log
}

type handler struct {
	Deps
	assets assets
	pages  pages
}

// NewHandler serves everything under /console/, and the addresses /,
// /index.html and /login.html, which lead there. Where the single page is not
// built, the pages that work without a build are served in its place.
func NewHandler(deps Deps) http.Handler {
	if isBuilt(assetFiles) {
		return newSinglePage(assetFiles)
	}
	return newOldPages(deps)
}

func newOldPages(deps Deps) http.Handler {
	h := &handler{Deps: deps, assets: loadAssets(), pages: loadPages()}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", h.home)
	mux.HandleFunc("GET /index.html", h.home)
	mux.HandleFunc("GET /login.html", toLogin)
	mux.HandleFunc("GET /console", h.home)
	mux.HandleFunc("GET /console/{$}", h.workbench)
	mux.HandleFunc("GET /console/login", h.login)
	mux.HandleFunc("GET /console/setup", h.setupForm)
	mux.HandleFunc("POST /console/setup", h.setUp)
	mux.HandleFunc("GET /console/api/me", h.me)
	mux.Handle("GET "+assetRoot+"{version}/{file...}", h.assets)
	mux.HandleFunc("/", h.notFound)
	return guard(policy, mux)
}

// signedIn reports whether somebody is logged in. A store that does not answer
// is neither yes nor no: the error.
func (h *handler) signedIn(ctx context.Context) (bool, error) {
	_, err := h.Sessions.Current(ctx)
	switch {
	case err == nil:
		return true, nil
	case fault.Is(err, fault.Unauthenticated):
		return false, nil
	}
	return false, err
}

// home leads to the console, by way of the log-in page where nobody is logged
// in.
func (h *handler) home(w http.ResponseWriter, r *http.Request) {
	in, err := h.signedIn(r.Context())
	switch {
	case err != nil:
		h.unavailable(w)
	case in:
		seeOther(w, r, consolePath)
	default:
		seeOther(w, r, loginPath)
	}
}

func (h *handler) workbench(w http.ResponseWriter, r *http.Request) {
	in, err := h.signedIn(r.Context())
	switch {
	case err != nil:
		h.unavailable(w)
	case in:
		h.pages.show(w, http.StatusOK, "console.html", view{Assets: h.assets.base})
	default:
		seeOther(w, r, loginPath+"?next=%2Fconsole%2F")
	}
}

func (h *handler) notFound(w http.ResponseWriter, _ *http.Request) {
	h.pages.show(w, http.StatusNotFound, "notice.html", view{Assets: h.assets.base, Key: "notfound", Text: "没有这个页面"})
}

func (h *handler) unavailable(w http.ResponseWriter) {
	h.pages.show(w, http.StatusServiceUnavailable, "notice.html", view{Assets: h.assets.base, Key: "unavailable", Text: "暂时连不上存储，请稍后再试"})
}

func seeOther(w http.ResponseWriter, r *http.Request, to string) {
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, to, http.StatusFound) //nolint:gosec // every target is a path of ours: a constant, or what localPath let through
}
