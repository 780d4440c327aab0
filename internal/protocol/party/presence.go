package party

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/presence"
	"github.com/xiezhi/xiezhi/internal/wire"
)

// loginShown is what a user's device gets when he logs in.
type loginShown struct {
	deviceShown
	IMToken   string `json:"imToken,omitempty"`
	Heartbeat int64  `json:"heartbeat"` // in milliseconds: how often to report
	Offline   int64  `json:"offline"`   // in milliseconds: after how long without a report he is offline
}

func (h *handler) logIn(ctx context.Context, a asked) (any, error) {
	if a.device == "" {
		return nil, fault.Field("deviceId", "is missing in the headers")
	}
	if err := h.Guard.MayAppear(ctx, a.app.ID, a.user.UserUUID); err != nil {
		return nil, err
	}
	logged, imToken, err := h.Accounts.LogIn(ctx, a.user, a.device)
	if err != nil {
		return nil, err
	}
	return loginShown{
		deviceShown: deviceShown{toClient(a.app, logged), logged.DeviceID, logged.RTCUid}, IMToken: imToken,
		Heartbeat: a.app.Party.HeartbeatEvery().Milliseconds(), Offline: a.app.Party.OfflineAfter().Milliseconds(),
	}, nil
}

// reportShown is what a heartbeat is answered with. Times are unix milliseconds.
type reportShown struct {
	FirstReportTime int64 `json:"firstReportTime"`
	LastReportTime  int64 `json:"lastReportTime"`
}

func shownReport(e presence.Entry) reportShown {
	return reportShown{e.First.UnixMilli(), e.Last.UnixMilli()}
}

func (h *handler) beat(ctx context.Context, a asked) (any, error) {
	if err := h.Guard.MayAppear(ctx, a.app.ID, a.user.UserUUID); err != nil {
		return nil, err
	}
	return shownReport(h.Roster.Beat(a.app.ID, a.user.UserUUID)), nil
}

type pageBody struct {
	PageNum  wire.Int `json:"pageNum"`
	PageSize wire.Int `json:"pageSize"`
}

// onlineShown is a user who is here. AudioURL, VideoURL and CallType are of
// users who are only played; ours are real: empty, and 0.
type onlineShown struct {
	UserUUID string `json:"userUuid"`
	UserName string `json:"userName"`
	Icon     string `json:"icon"`
	Mobile   string `json:"mobile"`
	AudioURL string `json:"audioUrl"`
	VideoURL string `json:"videoUrl"`
	CallType int    `json:"callType"`
	reportShown
}

func (h *handler) online(ctx context.Context, a asked) (any, error) {
	var body pageBody
	if err := a.into(&body); err != nil {
		return nil, err
	}
	switch {
	case body.PageNum < 0 || body.PageNum > maxPage:
		return nil, fault.Field("pageNum", "must be from 1 to %d", maxPage)
	case body.PageSize < 0 || body.PageSize > presence.MaxPage:
		return nil, fault.Field("pageSize", "must be from 1 to %d", presence.MaxPage)
	}
	if err := h.Guard.MayAppear(ctx, a.app.ID, a.user.UserUUID); err != nil {
		return nil, err
	}
	page := h.Roster.Page(a.app.ID, a.user.UserUUID, int(body.PageNum), int(body.PageSize))
	users := make([]string, len(page))
	for i, e := range page {
		users[i] = e.User
	}
	accounts, err := h.Accounts.All(ctx, a.app.ID, users)
	if err != nil {
		return nil, err
	}
	list := make([]onlineShown, 0, len(page))
	for _, e := range page {
		if found, there := accounts[e.User]; there {
			u := toClient(a.app, found)
			list = append(list, onlineShown{UserUUID: u.UserUUID, UserName: u.UserName, Icon: u.Icon, Mobile: u.Mobile, reportShown: shownReport(e)})
		}
	}
	return list, nil
}

func (h *handler) state(ctx context.Context, a asked) (any, error) {
	found, err := h.who(ctx, a)
	if err != nil {
		return nil, err
	}
	if _, online := h.Roster.Online(a.app.ID, found.UserUUID); online {
		return "online", nil
	}
	return "offline", nil
}
