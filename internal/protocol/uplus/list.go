package uplus

import (
	"github.com/xiezhi/xiezhi/internal/review"
)

// maxListed bounds how much of a list one call shows.
const maxListed = 10_000

// listAll is seed 004, 获取所有高危用户列表 and 获取所有特殊用户列表.
func (h *handler) listAll(list review.List) act {
	return func(c *call) (any, error) {
		entries, err := h.Review.Lists().AllListed(c.r.Context(), list, c.app.ID, 0, maxListed)
		if err != nil {
			return nil, err
		}
		rows := make([]listedData, 0, len(entries))
		for _, entry := range entries {
			rows = append(rows, listedOf(entry))
		}
		return rows, nil
	}
}

// listAdd is seed 004, 添加一个高危用户 and 添加一个特殊用户. Adding twice is one
// addition.
func (h *handler) listAdd(list review.List) act {
	return func(c *call) (any, error) {
		user, err := idOf(c.params, "user_id")
		if err != nil {
			return nil, err
		}
		entry := review.Listed{UserID: user, AddedBy: c.cid(), AddedAt: h.Now()}
		_, err = h.Review.Lists().AddListed(c.r.Context(), list, c.app.ID, entry)
		return nil, err
	}
}

// listFind is seed 004, 获取一个高危用户 and 获取一个特殊用户.
func (h *handler) listFind(list review.List) act {
	return func(c *call) (any, error) {
		user, err := idOf(c.params, "user_id")
		if err != nil {
			return nil, err
		}
		entry, err := h.Review.Lists().FindListed(c.r.Context(), list, c.app.ID, user)
		if err != nil {
			return nil, err
		}
		return listedOf(entry), nil
	}
}

// listRemove is seed 004, 删除一个高危用户 and 删除一个特殊用户.
func (h *handler) listRemove(list review.List) act {
	return func(c *call) (any, error) {
		user, err := idOf(c.params, "user_id")
		if err != nil {
			return nil, err
		}
		if err := h.Review.Lists().RemoveListed(c.r.Context(), list, c.app.ID, user); err != nil {
			return nil, err
		}
		return removedData{UserID: user}, nil
	}
}
