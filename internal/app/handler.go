package app

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/xiezhi/xiezhi/internal/console"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/httpserver"
	"github.com/xiezhi/xiezhi/internal/protocol/immomo"
	"github.com/xiezhi/xiezhi/internal/protocol/native"
	"github.com/xiezhi/xiezhi/internal/protocol/netease"
	"github.com/xiezhi/xiezhi/internal/protocol/party"
	"github.com/xiezhi/xiezhi/internal/protocol/uplus"
	"github.com/xiezhi/xiezhi/internal/protocol/yunjing"
	"github.com/xiezhi/xiezhi/internal/push"
	"github.com/xiezhi/xiezhi/internal/staff"
)

// tree is the main listener's handler. A path belongs to the native API, to the
// console, to the part of uplus whose callers bring a token, or to the rest of
// uplus, whose callers bring a session; what nobody knows is a 404 of uplus.
// Live messages, notices of calls and servers of the party sign themselves,
// dialogues come sealed; the party's users, also on the push channel, bring their
// own tokens.
// Callers of the native API, and of the media beside it, bring either.
func (a *App) tree() http.Handler {
	contract := httpserver.Routed(a.uplusHandler())
	withSession := a.sessions.Wrap(a.ownPagesOnly(contract))
	pages := a.sessions.Wrap(a.ownPagesOnly(httpserver.Routed(console.NewHandler())))
	api := httpserver.Routed(a.native)
	apiWithSession := a.sessions.Wrap(a.ownPagesOnly(api))
	exhibits := httpserver.Routed(a.native.Exhibits(a.media, a.store))
	exhibitsWithSession := a.sessions.Wrap(a.ownPagesOnly(exhibits))
	messages := httpserver.Routed(yunjing.NewHandler(yunjing.Deps{Apps: a.registry, Screen: a.screen, Count: a.tally.answered, Now: a.now, Log: a.log}))
	return routes{
		{onPath(immomo.Serves), a.dialogues()},
		{onPath(func(path string) bool { return path == yunjing.Path }), messages},
		{onPath(a.takesNotices), a.notices()},
		{onPath(party.Serves), a.parties()},
		{onPath(func(path string) bool { return path == push.Path }), httpserver.Routed(a.parlour.push)},
		{func(r *http.Request) bool {
			return isNative(r.URL.Path) && (native.BringsToken(r) || native.IsPublic(r))
		}, api},
		{onPath(isNative), apiWithSession},
		{func(r *http.Request) bool { return isMedia(r.URL.Path) && native.BringsToken(r) }, exhibits},
		{onPath(isMedia), exhibitsWithSession},
		{onPath(isConsole), pages},
		{onPath(bringsToken), contract},
		{onPath(func(string) bool { return true }), withSession},
	}
}

// routes are asked in their order; the last serves everything.
type routes []route

// route is who serves which requests.
type route struct {
	takes func(*http.Request) bool
	to    http.Handler
}

func onPath(takes func(path string) bool) func(*http.Request) bool {
	return func(r *http.Request) bool { return takes(r.URL.Path) }
}

// ServeHTTP implements http.Handler.
func (rs routes) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	for _, one := range rs {
		if one.takes(r) {
			one.to.ServeHTTP(w, r)
			return
		}
	}
}

func (a *App) uplusHandler() http.Handler {
	return uplus.NewHandler(uplus.Deps{
		Apps: a.registry, Tokens: a.tokens, Staff: a.staff, Sessions: a.sessions,
		Intake: a.intake, Review: a.review, Enforce: a.enforce,
		ClientAddress: httpserver.ClientAddress, Now: a.now, Log: a.log,
	})
}

// newNative makes the native API's room.
func (a *App) newNative() *native.Handler {
	tools := a.operator()
	return native.NewHandler(native.Deps{
		Apps: a.registry, Staff: a.staff, Sessions: a.sessions, Tokens: a.keys,
		Rotate: func(ctx context.Context, app, secret string) (name, value string, err error) {
			rotated, err := tools.Rotate(ctx, app, secret)
			return rotated.Secret, rotated.Value, err
		},
		Intake: a.intake, Review: a.review, Reader: a.store, Board: a.store, Desk: a.store, Enforce: a.enforce, Calls: a.evidence, Words: a.words, Banks: a.banks, Pictures: a.pictures, Rules: a.rules, Screen: a.screen,
		Learn: a.learn, Replays: a.replays, Lines: a.store, Said: a.store, Reversals: a.reversals, Erasure: a.erasure, Gifts: a.parlour.gifts, Tickets: a.store,
		Deliveries: a.store, DeliveryBoard: a.store, Wake: a.delivery.Wake, Audit: a.store, Once: a.once,
		Settings: a, Preferences: a.store, Keeps: a.keeps,
		ClientAddress: httpserver.ClientAddress, Now: a.now, Log: a.log,
	})
}

func isNative(path string) bool {
	return path == native.Prefix || strings.HasPrefix(path, native.Prefix+"/")
}

func isConsole(path string) bool {
	switch path {
	case "/", "/index.html", "/login.html", "/console":
		return true
	}
	return strings.HasPrefix(path, "/console/")
}

// bringsToken picks the calls that prove themselves by a token and never by
// the cookie. App clients make them from pages of any origin.
func bringsToken(path string) bool {
	if rest, prefixed := strings.CutPrefix(path, "/app/"); prefixed {
		_, below, _ := strings.Cut(rest, "/")
		path = "/" + below
	}
	return strings.HasPrefix(path, "/v/") || strings.HasPrefix(path, "/uplus-report/")
}

// ownPagesOnly refuses what another site's page has a browser do here. Some
// addresses of the contract change things by GET, so for those that are no
// page the browser's word (Sec-Fetch-Site) counts for every method.
func (a *App) ownPagesOnly(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	if origin := originOf(a.own.PublicURL); origin != "" {
		if err := protection.AddTrustedOrigin(origin); err != nil {
			a.log.Warn("public_url is no origin", "error", err)
		}
	}
	protection.SetDenyHandler(http.HandlerFunc(refuseForeign))
	guarded := protection.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if fromElsewhere(r) && !isPage(r.URL.Path) {
			refuseForeign(w, r)
			return
		}
		guarded.ServeHTTP(w, r)
	})
}

func originOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

func fromElsewhere(r *http.Request) bool {
	site := r.Header.Get("Sec-Fetch-Site")
	return site == "cross-site" || site == "same-site"
}

func isPage(path string) bool {
	return isConsole(path) || strings.HasSuffix(path, "/") || strings.HasSuffix(path, ".html")
}

// refuseForeign answers a person before the log-in form with the form, and
// everybody else in the protocol's words.
func refuseForeign(w http.ResponseWriter, r *http.Request) {
	if strings.HasSuffix(r.URL.Path, "/login") && strings.Contains(r.Header.Get("Accept"), "text/html") {
		http.Redirect(w, r, "/login.html?error=cross_origin", http.StatusSeeOther)
		return
	}
	writeError(w, r, fault.New(fault.Forbidden, "cross_origin", "this request was made by another site's page"))
}

// writeError answers in the form of the protocol whose path it is.
func writeError(w http.ResponseWriter, r *http.Request, err error) {
	switch {
	case immomo.Serves(r.URL.Path):
		immomo.WriteError(w, err)
	case r.URL.Path == yunjing.Path:
		yunjing.WriteError(w, err)
	case r.URL.Path == netease.Path:
		netease.WriteError(w, err)
	case party.Serves(r.URL.Path):
		party.WriteError(w, err)
	case isNative(r.URL.Path) || isMedia(r.URL.Path):
		native.WriteProblem(w, err)
	default:
		uplus.WriteError(w, err)
	}
}

// sessionTrouble answers where a session could not be read or kept.
func sessionTrouble(w http.ResponseWriter, r *http.Request, err error) {
	writeError(w, r, fault.Wrap(fault.Unavailable, err, "the session could not be read or kept"))
}

func writePanic(w http.ResponseWriter, r *http.Request) { writeError(w, r, fault.As(errPanic)) }

// secure reports whether people reach the server by https.
func (a *App) secure() bool {
	return a.own.TLSCert != "" || strings.HasPrefix(a.own.PublicURL, "https://")
}

func (a *App) newSessions() *staff.Sessions {
	return staff.NewSessions(staff.SessionOptions{Store: a.store, Now: a.now, Secure: a.secure(), ClientAddress: httpserver.ClientAddress, Refuse: sessionTrouble})
}
