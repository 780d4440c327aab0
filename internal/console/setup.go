package console

import (
	"net/http"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/wire"
)

const (
	maxSetupBody = 16 << 10
	maxToken     = 256
)

// setupText is what the first-start page says about a fault; Key is the same
// text in the browser's dictionary. Open tells whether trying again with the
// same link makes sense.
type setupText struct {
	Key, Text string
	Open      bool
}

var setupFields = map[string]setupText{
	"username": {"setup.username", "请换一个用户名：以字母开头，只用字母、数字和 . _ @ -", true},
	"password": {"setup.password", "密码至少要 8 个字符", true},
	"again":    {"setup.again", "两次输入的密码不一样", true},
}

var (
	setupNoLink = setupText{"setup.nolink", "请用首次启动时终端里打印的链接打开这一页", false}
	setupSpent  = setupText{"setup.spent", "这个链接无效或已经用过。已有账号时请直接登录，否则请重启服务取得新的链接", false}
	setupLater  = setupText{"setup.later", "暂时无法创建账号，请稍后再试", true}
	setupOther  = setupText{"setup.other", "填写的内容不能接受，请检查后再试", true}
)

// setupForm is where the one-time link of the first start leads.
func (h *handler) setupForm(w http.ResponseWriter, r *http.Request) {
	token := r.URL.Query().Get("token")
	if token == "" || len(token) > maxToken {
		h.showSetup(w, http.StatusBadRequest, "", setupNoLink)
		return
	}
	h.showSetup(w, http.StatusOK, token, setupText{Open: true})
}

// setUp creates the first administrator and logs him in.
func (h *handler) setUp(w http.ResponseWriter, r *http.Request) {
	params, err := wire.ReadParams(w, r, maxSetupBody)
	if err != nil {
		h.showSetup(w, http.StatusBadRequest, "", setupNoLink)
		return
	}
	token, password := params.Get("token"), params.Get("password")
	if token == "" || len(token) > maxToken {
		h.showSetup(w, http.StatusBadRequest, "", setupNoLink)
		return
	}
	if again := params.Get("again"); params.Has("again") && again != password {
		h.showSetup(w, http.StatusBadRequest, token, setupFields["again"])
		return
	}
	ctx := auditlog.WithActor(r.Context(), auditlog.Actor{Kind: auditlog.Visitor, Address: h.ClientAddress(r), Via: "POST /console/setup"})
	account, err := h.SetUp(ctx, token, params.Get("username"), password)
	if err != nil {
		status, text := setupRefusal(fault.As(err))
		h.showSetup(w, status, token, text)
		return
	}
	if err := h.Sessions.Begin(ctx, account); err != nil {
		seeOther(w, r, loginPath+"?error=unavailable") // the account is there: its owner logs in by hand
		return
	}
	seeOther(w, r, consolePath)
}

// setupRefusal has a row for every kind of fault.
func setupRefusal(problem *fault.Error) (status int, text setupText) {
	switch problem.Kind {
	case fault.Invalid, fault.TooLarge:
		if known, ok := setupFields[problem.Field]; ok {
			return http.StatusBadRequest, known
		}
		return http.StatusBadRequest, setupOther
	case fault.Unauthenticated, fault.Forbidden, fault.NotFound, fault.Conflict, fault.WrongMethod:
		return http.StatusForbidden, setupSpent
	case fault.TooMany:
		return http.StatusTooManyRequests, setupLater
	}
	return http.StatusServiceUnavailable, setupLater
}

func (h *handler) showSetup(w http.ResponseWriter, status int, token string, text setupText) {
	keepOrigin(w)
	h.pages.show(w, status, "setup.html", view{
		Assets: h.assets.base, Token: token, Key: text.Key, Text: text.Text, Open: text.Open,
	})
}
