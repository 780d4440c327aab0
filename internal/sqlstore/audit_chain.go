package sqlstore

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// auditLock is the advisory lock of whoever links: any number.
const auditLock = 7_316_003_116_804_005

// linksPerBatch is how many entries one transaction links.
const linksPerBatch = 256

// LinkAudit links the entries that wait, of whatever node, in batches until
// none is left. Of several that link at once each waits for the other.
func (s *Store) LinkAudit(ctx context.Context) error {
	waits, err := s.read().AuditWaits(ctx)
	if err != nil {
		return failure(err)
	}
	for waits > 0 {
		linked, err := s.linkBatch(ctx)
		if err != nil || linked < linksPerBatch {
			return err
		}
	}
	return nil
}

func (s *Store) linkBatch(ctx context.Context) (linked int, err error) {
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		linked, err = linkSome(ctx, q)
		return err
	})
	return linked, err
}

// linkSome links a batch in the transaction.
func linkSome(ctx context.Context, q *query.Queries) (linked int, err error) {
	if err := q.LockAuditChain(ctx, auditLock); err != nil {
		return 0, err
	}
	head, err := auditHead(ctx, q) // after the lock: what the one before has linked is seen
	if err != nil {
		return 0, err
	}
	entries, err := q.PendingAudit(ctx, linksPerBatch)
	if err != nil || len(entries) == 0 {
		return 0, err
	}
	if err := q.InsertLinks(ctx, linksAfter(head, entries)); err != nil {
		return 0, err
	}
	return len(entries), q.ForgetLinked(ctx, head.Position)
}

// linksAfter is the links of the entries, in their order, behind a head.
func linksAfter(head query.AuditHeadRow, entries []query.Audit) []query.InsertLinkParams {
	links := make([]query.InsertLinkParams, len(entries))
	for i, entry := range entries {
		hash := auditlog.Hash(head.Hash, auditOf(entry))
		links[i] = query.InsertLinkParams{Position: head.Position + 1, EntryID: entry.ID, Prev: head.Hash, Hash: hash}
		head = query.AuditHeadRow{Position: links[i].Position, Hash: hash}
	}
	return links
}

// auditHead is the last link, before the first one the genesis.
func auditHead(ctx context.Context, q *query.Queries) (query.AuditHeadRow, error) {
	head, err := q.AuditHead(ctx)
	if notFound(err) {
		return query.AuditHeadRow{Hash: auditlog.Genesis}, nil
	}
	return head, err
}

// AuditHead implements auditlog.Reader.
func (s *Store) AuditHead(ctx context.Context) (auditlog.Anchor, error) {
	head, err := s.read().AuditHead(ctx)
	if notFound(err) {
		return auditlog.Anchor{}, nil
	}
	return auditlog.Anchor{Position: head.Position, Hash: head.Hash}, failure(err)
}
