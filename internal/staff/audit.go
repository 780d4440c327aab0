package staff

import (
	"cmp"
	"context"
	"encoding/json"
	"strconv"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
)

// maxTried bounds what the audit log keeps of a username that was tried, in
// bytes: somebody may have typed his password there.
const maxTried = 63

// refused tells of somebody who guessed wrong. Failing to tell does not let him
// in, and so is only logged.
func (s *Service) refused(ctx context.Context, account Account, c Credentials, cause error) {
	if !wrong(cause) {
		return
	}
	s.log.WarnContext(ctx, "log-in refused", "address", c.Address)
	actor := auditlog.ActorFrom(ctx)
	actor.Address = cmp.Or(actor.Address, c.Address)
	if actor.Kind == auditlog.System {
		actor.Kind = auditlog.Visitor
	}
	detail, err := json.Marshal(map[string]string{
		"username": auditlog.Clean(c.Username, maxTried), "reason": fault.As(cause).StableCode(),
	})
	if err == nil {
		err = s.store.RecordAudit(ctx, auditlog.Entry{Action: auditlog.StaffLoginFailed, Actor: actor, Object: person(account.ID), Detail: detail})
	}
	if err != nil {
		s.log.ErrorContext(ctx, "a refused log-in is not in the audit log", "error", err)
	}
}

// person is an account as an object; 0 is nobody whom we know.
func person(accountID int64) auditlog.Object {
	object := auditlog.Object{Kind: auditlog.AStaff}
	if accountID != 0 {
		object.ID = strconv.FormatInt(accountID, 10)
	}
	return object
}

// changing tells what a change of an account changes.
func changing(ctx context.Context, changes ...string) context.Context {
	return auditlog.WithDetail(ctx, map[string]any{"changes": changes})
}

// tell says that the account came or went, from where the session says.
func (s *Sessions) tell(ctx context.Context, action auditlog.Action, account Account) error {
	actor := auditlog.ActorFrom(ctx).As(auditlog.Staff, person(account.ID).ID, account.Username)
	from, _ := ctx.Value(originKey{}).(origin)
	actor.Address = cmp.Or(actor.Address, from.address)
	return s.store.RecordAudit(ctx, auditlog.Entry{Action: action, Actor: actor, Object: person(account.ID)})
}
