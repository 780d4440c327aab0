package uplus

import (
	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/wire"
)

// maxReport bounds the body of a report.
const maxReport = 1 << 20

// maxToken bounds a user's token, in bytes.
const maxToken = 8 << 10

// user opens a path to an app's user who shows a token (seed 002,
// ?token={}&uid={user_id}).
func (h *handler) user(read func(*call) error, then func(*call, intake.Reporter) (any, error)) endpoint {
	return func(c *call) {
		who, err := h.verify(c, read)
		if err != nil {
			c.fail(h.Log, err)
			return
		}
		data, err := then(c, who)
		c.answer(h.Log, data, err)
	}
}

func (h *handler) verify(c *call, read func(*call) error) (who intake.Reporter, err error) {
	if err := c.findApp(h.Apps); err != nil {
		return who, err
	}
	if c.app.Uplus == nil {
		return who, fault.New(fault.NotFound, "unknown_app", "app %.64q takes no reports here", c.app.ID)
	}
	if err := read(c); err != nil {
		return who, err
	}
	if err := c.checkClient(); err != nil {
		return who, err
	}
	token := c.params.Get("token")
	if token == "" || len(token) > maxToken {
		return who, &fault.Error{Kind: fault.Unauthenticated, Field: "token", Message: "is missing or no token"}
	}
	uid, err := idOf(c.params, "uid")
	if err != nil {
		return who, err
	}
	who, err = h.Tokens.Verify(c.r.Context(), c.app, token, uid)
	if err == nil && who.Admin {
		h.acts(c, auditlog.Administrator, who.UserID, "")
	}
	return who, err
}

// checkClient holds back what no client is called and no store would keep.
func (c *call) checkClient() error {
	if err := checkID("client_version", c.clientVersion); err != nil {
		return err
	}
	return checkID("client_type", c.clientType)
}

// reportType is seed 002, 举报接口 举报类型.
func (h *handler) reportType(_ *call, who intake.Reporter) (any, error) {
	return reportTypes(who.Admin), nil
}

// reportMessage is seed 002, 举报接口 消息类型.
func (h *handler) reportMessage(c *call, who intake.Reporter) (any, error) {
	var body reportBody
	if err := wire.ReadJSON(c.w, c.r, maxReport, &body); err != nil {
		return nil, err
	}
	report, err := body.report()
	if err != nil {
		return nil, err
	}
	report.ClientVersion, report.ClientType = c.clientVersion, c.clientType
	receipt, err := h.Intake.Submit(c.r.Context(), c.app, who, report)
	if err != nil {
		return nil, err
	}
	return receiptData{ID: receipt.ReportID, Duplicate: receipt.Duplicate}, nil
}
