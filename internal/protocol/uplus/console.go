package uplus

import (
	"net/http"
	"strconv"

	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/staff"
)

// consoleTable is the paths of seed 004, WEB接口, but for log-in and log-out.
func (h *handler) consoleTable() map[string]methods {
	return map[string]methods{
		"/punish_enum_relation":    both(h.session(staff.Read, relationAnswer)),
		"/enum/entrance_mod":       both(h.session(staff.Read, entranceAnswer)),
		"/report/remain":           both(h.console(staff.Read, h.remain)),
		"/report/album_image/list": both(h.console(staff.Decide, h.pictures)),
		"/report/message/next":     both(h.console(staff.Decide, h.nextMessage)),

		"/punish": post(h.consoleOrServer(staff.Decide, h.punish)),
		"/pass":   post(h.consoleOrServer(staff.Decide, h.pass)),

		"/hall/open_mouth": post(h.console(staff.Lift, h.liftHallMute)),
		"/show/open_mouth": post(h.console(staff.Lift, h.liftShowMute)),
		"/show/un_clock":   post(h.console(staff.Lift, h.reopenShow)),
		"/user/un_clock":   post(h.console(staff.Lift, h.liftLoginLimit)),

		"/user/risk/list":    both(h.console(staff.Read, h.listAll(review.RiskList))),
		"/user/special/list": both(h.console(staff.Read, h.listAll(review.SpecialList))),
		"/user/risk":         h.listMethods(review.RiskList),
		"/user/special":      h.listMethods(review.SpecialList),
	}
}

// listMethods are the three methods of one list's path.
func (h *handler) listMethods(list review.List) methods {
	return methods{
		http.MethodPost:   h.console(staff.KeepLists, h.listAdd(list)),
		http.MethodGet:    h.console(staff.Read, h.listFind(list)),
		http.MethodDelete: h.console(staff.KeepLists, h.listRemove(list)),
	}
}

// relationAnswer is seed 004, 获取关联信息.
func relationAnswer(*call) (any, error) { return punishRelation(), nil }

// entranceAnswer is seed 004, 获取入口MOD枚举.
func entranceAnswer(*call) (any, error) { return entranceNames(), nil }

// remain is seed 004, 剩余未处理的举报数.
func (h *handler) remain(c *call) (any, error) { return h.remaining(c, false) }

func (h *handler) remaining(c *call, riskRequired bool) (any, error) {
	risk, err := riskOf(c.params, riskRequired)
	if err != nil {
		return nil, err
	}
	counts, err := h.Review.Remaining(c.r.Context(), c.app.ID, risk)
	if err != nil {
		return nil, err
	}
	return remainOf(counts), nil
}

// pictures is seed 004, 获取下一批相册图片: it claims.
func (h *handler) pictures(c *call) (any, error) { return h.claimPictures(c, false) }

func (h *handler) claimPictures(c *call, riskRequired bool) (any, error) {
	risk, err := riskOf(c.params, riskRequired)
	if err != nil {
		return nil, err
	}
	size, err := sizeOf(c.params)
	if err != nil {
		return nil, err
	}
	cases, err := h.Review.NextPictures(c.r.Context(), c.app, c.reviewer(), risk, size)
	if err != nil {
		return nil, err
	}
	return picturesOf(cases), nil
}

// nextMessage is seed 004, 获取下一个被举报message: it claims.
func (h *handler) nextMessage(c *call) (any, error) { return h.claimMessage(c, false) }

func (h *handler) claimMessage(c *call, riskRequired bool) (any, error) {
	risk, err := riskOf(c.params, riskRequired)
	if err != nil {
		return nil, err
	}
	next, err := h.Review.NextMessage(c.r.Context(), c.app.ID, c.reviewer(), risk)
	if err != nil || next == nil {
		return nil, err
	}
	return caseOf(*next), nil
}

// punish is seed 004, 处罚接口.
func (h *handler) punish(c *call) (any, error) {
	judgement, err := judgementOf(c.params)
	if err != nil {
		return nil, err
	}
	sentence, err := sentenceOf(c.params)
	if err != nil {
		return nil, err
	}
	judgement.App, judgement.Who = c.app, c.reviewer()
	return nil, h.Review.Punish(c.r.Context(), judgement, sentence)
}

// pass is seed 004, 通过.
func (h *handler) pass(c *call) (any, error) {
	judgement, err := judgementOf(c.params)
	if err != nil {
		return nil, err
	}
	judgement.App, judgement.Who = c.app, c.reviewer()
	return nil, h.Review.Pass(c.r.Context(), judgement)
}

func (c *call) reviewer() review.Reviewer {
	return review.Reviewer{ID: c.account.ID, Senior: c.account.Role.May(staff.Senior)}
}

// cid is how the acting person is called on the wire.
func (c *call) cid() string { return strconv.FormatInt(c.account.ID, 10) }
