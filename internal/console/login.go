package console

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/xiezhi/xiezhi/internal/staff"
)

// maxNext bounds the address to go on to after log-in, in bytes.
const maxNext = 512

// loginTexts gives the error parameter of the log-in page, a stable code, its
// sentence; the browser's dictionary has them under "login." too. What is not
// here is "other", so that no link can put words on our page.
var loginTexts = map[string]string{
	"bad_login":    "用户名或密码不对",
	"otp_required": "请再输入一次密码，并填写验证器上的动态码",
	"bad_otp":      "动态码不对或已用过，请等下一个动态码再试",
	"invalid":      "请填写用户名和密码",
	"throttled":    "失败次数过多，请过几分钟再试",
	"disabled":     "这个账号已停用，请联系管理员",
	"unavailable":  "暂时无法登录，请稍后再试",
	"cross_origin": "请求不是从本站发出的，请从这里重新登录",
	"session":      "登录已过期，请重新登录",
	"other":        "登录没有成功，请重试",
}

// login shows the form, which posts to /login (seed 004, 登录).
func (h *handler) login(w http.ResponseWriter, r *http.Request) {
	in, err := h.signedIn(r.Context())
	next := localPath(r.URL.Query().Get("next"))
	switch {
	case err != nil:
		h.unavailable(w)
	case in:
		seeOther(w, r, next)
	default:
		keepOrigin(w)
		h.pages.show(w, http.StatusOK, "login.html", h.loginView(r.URL.Query(), next))
	}
}

// loginView asks for the code of the second factor only where the log-in
// failed for want of it: most people have none.
func (h *handler) loginView(query url.Values, next string) view {
	given := query.Get("error")
	v := view{Assets: h.assets.base, Next: next, Code: given == staff.CodeOTPRequired || given == staff.CodeBadOTP}
	v.Key, v.Text = loginError(given)
	if name := query.Get("username"); v.Code && staff.CheckUsername(name) == nil {
		v.Username = name
	}
	return v
}

func loginError(given string) (key, text string) {
	if given == "" {
		return "", ""
	}
	text, known := loginTexts[given]
	if !known {
		given, text = "other", loginTexts["other"]
	}
	return "login." + given, text
}

// localPath is the address itself where it leads to a page of ours, else the
// console's. The log-in page is no place to go on to.
func localPath(next string) string {
	target, err := url.Parse(next)
	local := err == nil && target.Scheme == "" && target.Host == "" &&
		strings.HasPrefix(next, "/") && !strings.HasPrefix(next, "//") &&
		len(next) <= maxNext && !strings.ContainsFunc(next, unsafeInPath)
	if !local || strings.HasPrefix(target.Path, "/login") || strings.HasPrefix(target.Path, loginPath) {
		return consolePath
	}
	return next
}

// unsafeInPath finds what a browser reads differently from net/url.
func unsafeInPath(c rune) bool { return c == '\\' || c <= ' ' || c == 0x7f }
