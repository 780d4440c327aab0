package uplus

import "github.com/xiezhi/xiezhi/internal/staff"

// serverTable is the paths of seed 004, server接口. The document makes risk a
// must here; csid is one too but for the mere count.
func (h *handler) serverTable() map[string]methods {
	return map[string]methods{
		"/uplus-report/api/get_pic_list":      both(h.server(staff.Decide, h.serverPictures)),
		"/uplus-report/api/get_next_report":   both(h.server(staff.Decide, h.serverMessage)),
		"/uplus-report/api/get_remain_report": both(h.serverNameless(h.serverRemain)),
	}
}

// serverPictures is seed 004, 获取一批新的像册待审核图片.
func (h *handler) serverPictures(c *call) (any, error) { return h.claimPictures(c, true) }

// serverMessage is seed 004, 获取下一条被举报消息记录.
func (h *handler) serverMessage(c *call) (any, error) { return h.claimMessage(c, true) }

// serverRemain is seed 004, 剩余未处理的举报数 (server接口).
func (h *handler) serverRemain(c *call) (any, error) { return h.remaining(c, true) }
