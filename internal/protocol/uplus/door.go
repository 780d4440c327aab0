package uplus

import (
	"crypto/sha256"
	"crypto/subtle"
	"strings"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/staff"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// act answers a call whose app, parameters and account are known.
type act func(*call) (any, error)

// open runs the steps that lead to an act, and answers.
func (h *handler) open(then act, steps ...func(*call) error) endpoint {
	return func(c *call) {
		for _, step := range steps {
			if err := step(c); err != nil {
				c.fail(h.Log, err)
				return
			}
		}
		data, err := then(c)
		c.answer(h.Log, data, err)
	}
}

// session opens a path to whoever is logged in and may; it is about no app.
func (h *handler) session(permission staff.Permission, then act) endpoint {
	return h.open(then, h.logged, may(permission))
}

// console opens a path to whoever is logged in and may.
func (h *handler) console(permission staff.Permission, then act) endpoint {
	return h.open(then, h.logged, may(permission), h.app, (*call).readParams)
}

// server opens a path to the app's back office: the server token, and csid for
// the person who acts (PROTOCOLS §3).
func (h *handler) server(permission staff.Permission, then act) endpoint {
	return h.open(then, h.app, (*call).checkServerToken, (*call).readParams, h.csid, may(permission))
}

// serverNameless is server for a call without csid; one that is given must
// still be good.
func (h *handler) serverNameless(then act) endpoint {
	return h.open(then, h.app, (*call).checkServerToken, (*call).readParams, func(c *call) error {
		if c.params.Get("csid") == "" {
			return nil
		}
		return h.csid(c)
	})
}

// consoleOrServer is server for a call with an Authorization header, and
// console for one without.
func (h *handler) consoleOrServer(permission staff.Permission, then act) endpoint {
	byServer, byConsole := h.server(permission, then), h.console(permission, then)
	return func(c *call) {
		if c.r.Header.Get("Authorization") != "" {
			byServer(c)
			return
		}
		byConsole(c)
	}
}

func (h *handler) app(c *call) error { return c.findApp(h.Apps) }

func (h *handler) logged(c *call) (err error) {
	c.account, err = h.Sessions.Current(c.r.Context())
	if err == nil {
		h.acts(c, auditlog.Staff, c.cid(), c.account.Username)
	}
	return err
}

func may(permission staff.Permission) func(*call) error {
	return func(c *call) error {
		if !c.account.Role.May(permission) {
			return fault.New(fault.Forbidden, "", "the role %q may not do this", c.account.Role)
		}
		return nil
	}
}

// csid finds the person whom a server's call names.
func (h *handler) csid(c *call) error {
	csid, err := idOf(c.params, "csid")
	if err != nil {
		return err
	}
	account, err := h.Staff.Find(c.r.Context(), csid)
	if fault.Is(err, fault.NotFound) || err == nil && account.Disabled {
		return &fault.Error{Kind: fault.Forbidden, Code: "unknown_staff", Field: "csid", Message: "names no active member of the staff"}
	}
	c.account = account
	h.acts(c, auditlog.App, c.app.ID, account.Username)
	return err
}

// checkServerToken compares the bearer token with the app's, in constant time.
// An app without one has no server interfaces.
func (c *call) checkServerToken() error {
	var want tenant.Secret
	if c.app.Uplus != nil {
		want = c.app.Uplus.ServerToken
	}
	got := bearer(c.r.Header.Get("Authorization"))
	if same(got, string(want)) && want != "" {
		return nil
	}
	c.w.Header().Set("WWW-Authenticate", "Bearer")
	return fault.New(fault.Unauthenticated, "", "the app's server token is missing or wrong (Authorization: Bearer …)")
}

func bearer(header string) string {
	scheme, token, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// same compares hashes, so that not even the length leaks.
func same(a, b string) bool {
	hashA, hashB := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(hashA[:], hashB[:]) == 1
}
