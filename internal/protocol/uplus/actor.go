package uplus

import "github.com/xiezhi/xiezhi/internal/auditlog"

// acts tells everything that the call leads to who acts, and from where.
func (h *handler) acts(c *call, kind auditlog.ActorKind, id, name string) {
	c.r = c.r.WithContext(auditlog.WithActor(c.r.Context(), auditlog.Actor{
		Kind: kind, ID: id, Name: name, Address: h.ClientAddress(c.r), Via: c.r.Method + " " + c.r.Pattern,
	}))
}
