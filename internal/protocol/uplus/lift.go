package uplus

import "github.com/xiezhi/xiezhi/internal/enforce"

// liftHallMute is seed 004, 大厅解除禁言.
func (h *handler) liftHallMute(c *call) (any, error) {
	return h.lift(c, enforce.ActLiftHallMute, "u_id")
}

// liftShowMute is seed 004, 秀场解除禁言.
func (h *handler) liftShowMute(c *call) (any, error) {
	return h.lift(c, enforce.ActLiftShowMute, "show_id")
}

// reopenShow is seed 004, 秀场解除封禁.
func (h *handler) reopenShow(c *call) (any, error) {
	return h.lift(c, enforce.ActReopenShow, "show_id")
}

// liftLoginLimit is seed 004, 用户解除封禁.
func (h *handler) liftLoginLimit(c *call) (any, error) {
	return h.lift(c, enforce.ActLiftLoginLimit, "u_id")
}

// lift lifts what hits the user or show in the parameter named target.
func (h *handler) lift(c *call, does enforce.Act, target string) (any, error) {
	id, err := idOf(c.params, target)
	if err != nil {
		return nil, err
	}
	memo, err := memoOf(c.params)
	if err != nil {
		return nil, err
	}
	_, err = h.Enforce.Lift(c.r.Context(), enforce.Lift{App: c.app, Act: does, Target: id, By: c.cid(), Memo: memo})
	return nil, err
}
