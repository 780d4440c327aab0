package app

import (
	"context"
	"os/user"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
)

// linkFor is how long closing may take to link what was written last.
const linkFor = 5 * time.Second

// byCommand has a command act: whoever the machine says has called it.
func byCommand(ctx context.Context, command string) context.Context {
	actor := auditlog.Actor{Kind: auditlog.CLI, Via: command}
	if who, err := user.Current(); err == nil { // a container may have no name for him
		actor.ID, actor.Name = who.Uid, who.Username
	}
	return auditlog.WithActor(ctx, actor)
}

// linkAudit links the last entries before the store is closed. What it leaves
// the next server links.
func (c *core) linkAudit() {
	ctx, cancel := context.WithTimeout(context.Background(), linkFor)
	defer cancel()
	if err := c.store.LinkAudit(ctx); err != nil {
		c.log.Warn("audit entries wait to be linked", "error", err)
	}
}

// tellAuditHead puts the head of the audit log where the database's owner
// cannot change it: by it, and only by it, a log that was cut off or written
// anew can be told (xiezhi audit verify).
func (c *core) tellAuditHead(ctx context.Context) error {
	head, err := c.store.AuditHead(ctx)
	if err == nil && head.Position > 0 {
		c.log.InfoContext(ctx, "audit log head", "position", head.Position, "hash", head.Hash)
	}
	return err
}

// leaveAuditHead tells the last head there will be.
func (c *core) leaveAuditHead(ctx context.Context) {
	c.linkAudit()
	if err := c.tellAuditHead(ctx); err != nil {
		c.log.WarnContext(ctx, "the audit log's head is not told", "error", err)
	}
}
