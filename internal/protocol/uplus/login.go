package uplus

import (
	"net/http"
	"net/url"
	"strings"
	"unicode"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/staff"
)

// The pages of seed 004, relative as the document has them.
const (
	homePage  = "index.html"
	loginPage = "login.html"
)

// maxNext bounds the address to go to after log-in.
const maxNext = 2 << 10

// logIn is seed 004, 登录: a redirect, to the page asked for or back to the
// form; a client that asks for JSON gets its failures in the envelope.
func (h *handler) logIn(c *call) {
	next, err := h.begin(c)
	switch {
	case err == nil:
		redirect(c.w, next)
	case wantsJSON(c.r):
		c.fail(h.Log, err)
	default:
		h.backToLogin(c, next, err)
	}
}

// begin checks who it is and begins a session. Next is a local path, or
// homePage, also where the log-in failed.
func (h *handler) begin(c *call) (next string, err error) {
	next = homePage
	h.acts(c, auditlog.Visitor, "", "")
	if err := c.readParams(); err != nil {
		return next, err
	}
	if path, ok := localPath(c.params.Get("next")); ok {
		next = path
	}
	if err := requireAll(c.params, "username", "password"); err != nil {
		return next, err
	}
	ctx := c.r.Context()
	account, err := h.Staff.LogIn(ctx, staff.Credentials{
		Username: c.params.Get("username"), Password: c.params.Get("password"),
		Code: c.params.Get("otp"), Address: h.ClientAddress(c.r),
	})
	if err != nil {
		return next, err
	}
	return next, h.Sessions.Begin(ctx, account)
}

func (h *handler) backToLogin(c *call, next string, err error) {
	query := url.Values{"error": {loginCode(err)}}
	if next != homePage {
		query.Set("next", next)
	}
	if asksForCode(err) { // the form keeps the name, never the password
		query.Set("username", c.params.Get("username"))
	}
	c.log(h.Log, err)
	redirect(c.w, loginPage+"?"+query.Encode())
}

// loginCode tells the form why; the page has a sentence for each code.
func loginCode(err error) string {
	if asksForCode(err) {
		return fault.As(err).StableCode()
	}
	switch fault.As(err).Kind {
	case fault.Unauthenticated:
		return "bad_login"
	case fault.TooMany:
		return "throttled"
	case fault.Invalid, fault.TooLarge:
		return "invalid"
	case fault.Forbidden:
		return "disabled"
	}
	return "unavailable"
}

// asksForCode reports whether the password was right and the code of the
// second factor missing or wrong.
func asksForCode(err error) bool {
	return fault.HasCode(err, staff.CodeOTPRequired) || fault.HasCode(err, staff.CodeBadOTP)
}

// logOut is seed 004, 登出.
func (h *handler) logOut(c *call) {
	h.acts(c, auditlog.Visitor, "", "") // the session says whom it was
	if err := h.Sessions.End(c.r.Context()); err != nil && !fault.Is(err, fault.Unauthenticated) {
		c.fail(h.Log, err)
		return
	}
	redirect(c.w, loginPage)
}

// page leads from below /app/{id} to the page at the root: a relative
// redirect after a log-in there ends here.
func page(c *call) {
	to := url.URL{Path: "/" + homePage, RawQuery: c.r.URL.RawQuery}
	if strings.HasSuffix(c.r.URL.Path, "/"+loginPage) {
		to.Path = "/" + loginPage
	}
	redirect(c.w, to.String())
}

// redirect keeps the address relative as it is given; http.Redirect would not.
func redirect(w http.ResponseWriter, to string) {
	w.Header().Set("Location", to)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusFound)
}

func wantsJSON(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "application/json") || r.Header.Get("X-Requested-With") != ""
}

// localPath takes a path of this very server, which nobody can turn into an
// address elsewhere.
func localPath(next string) (path string, ok bool) {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || len(next) > maxNext ||
		strings.Contains(next, `\`) || strings.ContainsFunc(next, unicode.IsControl) {
		return "", false
	}
	parsed, err := url.Parse(next)
	if err != nil || parsed.Scheme != "" || parsed.Host != "" || parsed.User != nil {
		return "", false
	}
	return parsed.String(), true
}
