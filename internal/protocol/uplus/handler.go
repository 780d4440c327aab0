package uplus

import (
	"context"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/staff"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// Apps finds the app that a request means.
type Apps interface {
	// App finds an app by its id.
	App(id string) (tenant.App, bool)
	// ByHost finds the app whose hosts list has the Host header.
	ByHost(host string) (tenant.App, bool)
	// SoleUplus returns the uplus app where there is exactly one.
	SoleUplus() (tenant.App, bool)
}

// Tokens verifies the tokens of an app's users.
type Tokens interface {
	// Verify tells who reports. It returns an Unauthenticated fault for a token
	// that is not good or not the user's, and Unavailable where nobody can say.
	Verify(ctx context.Context, app tenant.App, token, uid string) (intake.Reporter, error)
}

// Staff knows the people who review.
type Staff interface {
	// LogIn checks a password and, where the account has a second factor, its
	// code. It returns an Unauthenticated fault for a wrong or missing one, and
	// TooMany where too many were wrong.
	LogIn(ctx context.Context, given staff.Credentials) (staff.Account, error)
	// Find returns the account with the id or username, or a NotFound fault.
	Find(ctx context.Context, csid string) (staff.Account, error)
}

// Sessions remembers who is logged in. The session itself travels in the
// context, put there by who serves the handler.
type Sessions interface {
	// Begin makes the session the account's, under a new token.
	Begin(ctx context.Context, account staff.Account) error
	// End forgets the session.
	End(ctx context.Context) error
	// Current returns whose session it is, or an Unauthenticated fault.
	Current(ctx context.Context) (staff.Account, error)
}

// Deps is what the room needs. Nothing may be missing.
type Deps struct {
	Apps          Apps
	Tokens        Tokens
	Staff         Staff
	Sessions      Sessions
	Intake        *intake.Service
	Review        *review.Service
	Enforce       *enforce.Service
	ClientAddress func(*http.Request) string // whose failed log-ins are counted
	Now           func() time.Time
	Log           *slog.Logger
}

// NewHandler serves every path of seeds 002 and 004, and below /app/{id} the
// same paths of that app. Whatever else reaches it is a 404 in the envelope.
//
// It sets the request's Pattern, for who counts requests by route.
func NewHandler(deps Deps) http.Handler {
	h := &handler{Deps: deps}
	h.routes = h.table()
	return h
}

type handler struct {
	Deps
	routes map[string]methods
}

// methods are the endpoints of one path.
type methods map[string]endpoint

type endpoint func(*call)

// both serves reading calls, which the documents print now as GET, now as
// POST; nothing is lost by taking either.
func both(serve endpoint) methods {
	return methods{http.MethodGet: serve, http.MethodPost: serve}
}

func post(serve endpoint) methods { return methods{http.MethodPost: serve} }

// table is every path of the contract.
func (h *handler) table() map[string]methods {
	routes := map[string]methods{
		"/v/{client_version}/t/{client_type}/report/report_type": both(h.user((*call).readParams, h.reportType)),
		"/v/{client_version}/t/{client_type}/report/reportmsg":   post(h.user((*call).readQuery, h.reportMessage)),

		"/login":  post(h.logIn),
		"/logout": both(h.logOut),

		"/app/{id}/":           {http.MethodGet: page},
		"/app/{id}/index.html": {http.MethodGet: page},
		"/app/{id}/login.html": {http.MethodGet: page},
	}
	maps.Copy(routes, h.consoleTable())
	maps.Copy(routes, h.serverTable())
	return routes
}

// ServeHTTP implements http.Handler.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := &call{w: w, r: r}
	pattern, found := h.find(c, c.takeApp(r.URL.Path))
	if !found {
		c.fail(h.Log, fault.New(fault.NotFound, "", "there is no such address"))
		return
	}
	r.Pattern = pattern
	serve, allowed := h.routes[pattern][r.Method]
	if !allowed {
		w.Header().Set("Allow", strings.Join(slices.Sorted(maps.Keys(h.routes[pattern])), ", "))
		c.fail(h.Log, fault.New(fault.WrongMethod, "", "this address does not take %.16q", r.Method))
		return
	}
	serve(c)
}

// find is the route of a path without the app's prefix.
func (h *handler) find(c *call, path string) (pattern string, found bool) {
	parts := strings.Split(path, "/")
	if len(parts) == 7 && parts[1] == "v" && parts[3] == "t" && parts[2] != "" && parts[4] != "" {
		c.clientVersion, c.clientType = parts[2], parts[4]
		parts[2], parts[4] = "{client_version}", "{client_type}"
		path = strings.Join(parts, "/")
	}
	if _, found = h.routes[path]; !found && c.named {
		path = "/app/{id}" + path
		_, found = h.routes[path]
	}
	return path, found
}
