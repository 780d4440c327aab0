package native

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/staff"
)

// caller is who makes a request: a person by session or token, or an app by
// token.
type caller struct {
	account staff.Account // zero for an app
	app     string        // of an app's token: the only one that it sees; empty for people
	byToken bool
	scopes  []staff.Scope // of the token
}

type callerKey struct{}

func withCaller(ctx context.Context, who caller) context.Context {
	return context.WithValue(ctx, callerKey{}, who)
}

// callerOf is who makes the request; every guarded operation has one.
func callerOf(ctx context.Context) caller {
	who, _ := ctx.Value(callerKey{}).(caller)
	return who
}

// BringsToken reports whether a request proves itself by a bearer token. Such a
// one needs neither session nor protection against other sites' pages, which
// cannot know the token.
func BringsToken(r *http.Request) bool {
	_, brings := bearer(r)
	return brings
}

func bearer(r *http.Request) (token string, brings bool) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.TrimSpace(token), strings.EqualFold(scheme, "Bearer")
}

// admit tells who makes the request, if he may.
func (h *Handler) admit(r *http.Request, guard guard) (caller, error) {
	if guard.access.open() {
		if BringsToken(r) { // then there is no session that could be begun or ended
			return caller{}, sessionOnly()
		}
		return caller{}, nil
	}
	who, err := h.identify(r)
	if err != nil {
		return caller{}, err
	}
	return who, guard.access.check(who)
}

func (h *Handler) identify(r *http.Request) (caller, error) {
	token, brings := bearer(r)
	if !brings {
		account, err := h.deps.Sessions.Current(r.Context())
		return caller{account: account}, err
	}
	principal, err := h.deps.Tokens.Verify(r.Context(), token)
	if err != nil {
		return caller{}, err
	}
	return caller{
		account: principal.Account, app: principal.App, byToken: true, scopes: principal.Scopes,
	}, nil
}

// isApp reports whether an app calls, and no person.
func (c caller) isApp() bool { return c.app != "" }

// may reports whether the caller's role has the permission. An app has none.
func (c caller) may(permission staff.Permission) bool {
	return !c.isApp() && c.account.Role.May(permission)
}

// principal names whose idempotency keys these are.
func (c caller) principal() string {
	if c.isApp() {
		return "app:" + c.app
	}
	return "staff:" + c.id()
}

// id is the person's staff id.
func (c caller) id() string { return strconv.FormatInt(c.account.ID, 10) }

// by names the caller where a record says who did something.
func (c caller) by() string {
	if c.isApp() {
		return "app " + c.app
	}
	return c.id()
}

// reviewer is the person as the reviewers' service knows him.
func (c caller) reviewer() review.Reviewer {
	return review.Reviewer{ID: c.account.ID, Senior: c.may(staff.Senior)}
}

// actor is the caller as the audit log names him.
func (c caller) actor(address, route string) auditlog.Actor {
	actor := auditlog.Actor{Kind: auditlog.Visitor, Address: address, Via: route}
	switch {
	case c.isApp():
		return actor.As(auditlog.App, c.app, "")
	case c.account.ID == 0:
		return actor
	}
	return actor.As(auditlog.Staff, c.id(), c.account.Username)
}

// within narrows a request to what the caller may see: an app sees itself
// only. An empty answer means any app.
func (c caller) within(app string) (string, error) {
	switch {
	case !c.isApp(), app == c.app:
		return app, nil
	case app == "":
		return c.app, nil
	}
	return "", fault.New(fault.Forbidden, "", "this token is for the app %.64q only", c.app)
}

// sees reports whether the caller may know of what belongs to the app.
func (c caller) sees(app string) bool { return !c.isApp() || c.app == app }

func (c caller) has(scope staff.Scope) bool { return slices.Contains(c.scopes, scope) }
