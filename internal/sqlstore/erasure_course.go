package sqlstore

import (
	"context"
	"encoding/json"
	"strconv"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/erasure"
	"github.com/xiezhi/xiezhi/internal/evidence"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

var _ erasure.Store = (*Store)(nil)

// BeginErasure implements erasure.Store.
func (s *Store) BeginErasure(ctx context.Context, e erasure.Erasure) (erasure.Erasure, error) {
	err := s.write(ctx, func(ctx context.Context, q *query.Queries) (err error) {
		e.ID, err = q.InsertErasure(ctx, query.InsertErasureParams{
			App: e.App, UserID: e.User, Pseudonym: e.Pseudonym, Reason: e.Reason, AskedAt: millis(e.AskedAt),
		})
		return err
	})
	if err != nil {
		return e, err
	}
	return s.FindErasure(ctx, e.ID)
}

// FindErasure implements erasure.Store.
func (s *Store) FindErasure(ctx context.Context, id int64) (erasure.Erasure, error) {
	row, err := s.read().FindErasure(ctx, id)
	if notFound(err) {
		return erasure.Erasure{}, fault.New(fault.NotFound, "", "there is no erasure %d", id)
	}
	if err != nil {
		return erasure.Erasure{}, failure(err)
	}
	return erasureOf(row)
}

// UndoneErasures implements erasure.Store.
func (s *Store) UndoneErasures(ctx context.Context) ([]erasure.Erasure, error) {
	rows, err := s.read().UndoneErasures(ctx)
	if err != nil {
		return nil, failure(err)
	}
	list := make([]erasure.Erasure, len(rows))
	for i, row := range rows {
		if list[i], err = erasureOf(row); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func erasureOf(row query.Erasure) (erasure.Erasure, error) {
	e := erasure.Erasure{
		ID: row.ID, App: row.App, User: row.UserID, Pseudonym: row.Pseudonym, Reason: row.Reason, AskedAt: moment(row.AskedAt),
		State: erasure.State(row.State), Step: int(row.Step), DoneAt: moment(row.DoneAt),
	}
	if err := decode(row.Counts, &e.Counts, "counts of erasure", row.ID); err != nil {
		return e, err
	}
	return e, decode(row.Remains, &e.Remains, "remains of erasure", row.ID)
}

// alterErasure changes an erasure in the transaction.
func alterErasure(ctx context.Context, q *query.Queries, id int64, alter func(*erasure.Erasure) error) (e erasure.Erasure, err error) {
	row, err := q.LockErasure(ctx, id)
	if err != nil {
		return e, err
	}
	if e, err = erasureOf(row); err != nil {
		return e, err
	}
	if err := alter(&e); err != nil {
		return e, err
	}
	counts, err := encode(e.Counts)
	if err != nil {
		return e, err
	}
	remains, err := encode(e.Remains)
	if err != nil {
		return e, err
	}
	return e, q.SaveErasure(ctx, query.SaveErasureParams{
		UserID: e.User, State: string(e.State), Step: int64(e.Step), Counts: counts, Remains: remains,
		DoneAt: millis(e.DoneAt), ID: id,
	})
}

// countErased counts in the transaction of what was erased.
func countErased(ctx context.Context, q *query.Queries, id int64, table string, number int64) error {
	if number == 0 {
		return nil
	}
	_, err := alterErasure(ctx, q, id, func(e *erasure.Erasure) error {
		e.Counts[table] += number
		return nil
	})
	return err
}

// FinishErasureStep implements erasure.Store.
func (s *Store) FinishErasureStep(ctx context.Context, e erasure.Erasure, table string, remains int64) (after erasure.Erasure, err error) {
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) (err error) {
		after, err = alterErasure(ctx, q, e.ID, func(now *erasure.Erasure) error {
			if e.Step == 0 { // a round begins
				now.Remains = erasure.Counts{}
			}
			now.Step = e.Step + 1
			if remains > 0 {
				now.Remains[table] += remains
			}
			return nil
		})
		return err
	})
	return after, err
}

// CloseErasure implements erasure.Store.
func (s *Store) CloseErasure(ctx context.Context, e erasure.Erasure) (after erasure.Erasure, err error) {
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) (err error) {
		after, err = alterErasure(ctx, q, e.ID, func(now *erasure.Erasure) error {
			first := now.DoneAt.IsZero()
			if first {
				now.DoneAt = s.now()
				row, err := s.auditedRow(ctx, audited{action: auditlog.UserErase, app: now.App, object: numbered(auditlog.AnErasure, now.ID),
					detail: map[string]any{"pseudonym": now.Pseudonym, "counts": now.Counts, "remains": now.Remains}})
				if err != nil {
					return err
				}
				if err := q.InsertAudit(ctx, row); err != nil {
					return err
				}
			}
			now.State = erasure.Resting
			if len(now.Remains) == 0 {
				now.State, now.User = erasure.Ended, ""
			}
			now.Step = 0
			return nil
		})
		return err
	})
	return after, err
}

// EraseCoins implements erasure.Store: all in one transaction, so that the ledger
// holds at any moment.
func (s *Store) EraseCoins(ctx context.Context, e erasure.Erasure, dry bool) (number int64, err error) {
	if dry {
		rows, err := s.read().Rows(ctx, "SELECT COUNT(*) FROM coin_accounts WHERE app = $1 AND account = $2", e.App, e.User)
		if err != nil {
			return 0, failure(err)
		}
		number, _ = rows[0][0].(int64)
		return number, nil
	}
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) (err error) {
		if number, err = q.RenameCoinAccount(ctx, query.RenameCoinAccountParams{Pseudonym: e.Pseudonym, App: e.App, UserID: e.User}); err != nil {
			return err
		}
		entries, err := q.RenameCoinEntries(ctx, query.RenameCoinEntriesParams{Pseudonym: e.Pseudonym, App: e.App, UserID: e.User})
		if err != nil {
			return err
		}
		transfers, err := q.RenameCoinTransfers(ctx, query.RenameCoinTransfersParams{Pseudonym: e.Pseudonym, App: e.App, UserID: e.User})
		if err != nil {
			return err
		}
		_, err = alterErasure(ctx, q, e.ID, func(now *erasure.Erasure) error {
			for table, rows := range map[string]int64{"coin_accounts": number, "coin_entries": entries, "coin_transfers": transfers} {
				if rows > 0 {
					now.Counts[table] += rows
				}
			}
			return nil
		})
		return err
	})
	return number, err
}

// EvidenceOfUser implements erasure.Store.
func (s *Store) EvidenceOfUser(ctx context.Context, e erasure.Erasure, after int64, limit int) ([]evidence.Item, error) {
	rows, err := s.read().EvidenceOfUser(ctx, query.EvidenceOfUserParams{App: e.App, UserID: e.User, After: after, Until: millis(e.AskedAt), MaxItems: bounded(limit)})
	if err != nil {
		return nil, failure(err)
	}
	return itemsOf(rows)
}

// DropUserEvidence implements erasure.Store.
func (s *Store) DropUserEvidence(ctx context.Context, e erasure.Erasure, items []int64) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		for _, item := range items {
			if err := q.DropEvidenceRow(ctx, item); err != nil {
				return err
			}
		}
		return countErased(ctx, q, e.ID, "evidence", int64(len(items)))
	})
}

// RedactAudit implements erasure.Store. Whatever waits is linked first, and what
// names the redacted entries is linked in the transaction that redacts them: at
// no moment does the chain fail to verify.
func (s *Store) RedactAudit(ctx context.Context, e erasure.Erasure, dry bool) (number int64, err error) {
	if err := s.LinkAudit(ctx); err != nil {
		return 0, err
	}
	for after := int64(0); ; {
		rows, err := s.read().AuditAfter(ctx, query.AuditAfterParams{After: after, MaxEntries: auditlog.MaxRedacted})
		if err != nil {
			return number, failure(err)
		}
		var his []query.AuditAfterRow
		for _, row := range rows {
			if after = row.Position; tellsOf(row.Audit, e) {
				his = append(his, row)
			}
		}
		number += int64(len(his))
		if !dry && len(his) > 0 {
			if err := s.redact(ctx, e, his); err != nil {
				return number, err
			}
		}
		if len(rows) < auditlog.MaxRedacted {
			return number, nil
		}
	}
}

// tellsOf reports whether an entry tells of the user. What came after the request
// is not touched.
func tellsOf(row query.Audit, e erasure.Erasure) bool {
	if row.App != e.App && row.App != "" || row.At > millis(e.AskedAt) || auditlog.Action(row.Action) == auditlog.AuditRedact {
		return false
	}
	return erasure.Named(row.ObjectID, e.User) && (row.ObjectKind == auditlog.AUser || row.ObjectKind == auditlog.AWallet) ||
		detailNames(row.Detail, e) || actedHimself(row, e)
}

// detailNames leaves out those who acted, for staff have numbers of their own.
func detailNames(text string, e erasure.Erasure) bool {
	if text == withoutName(text, e) {
		return false
	}
	var detail map[string]json.RawMessage
	if json.Unmarshal([]byte(text), &detail) != nil {
		return true
	}
	if string(detail["author_kind"]) != `"administrator"` {
		delete(detail, "author")
	}
	delete(detail, "by")
	delete(detail, "reviewer")
	left, err := json.Marshal(detail)
	return err != nil || string(left) != withoutName(string(left), e)
}

func actedHimself(row query.Audit, e erasure.Erasure) bool {
	return auditlog.ActorKind(row.ActorKind) == auditlog.Administrator && row.ActorID == e.User && row.App == e.App
}

func (s *Store) redact(ctx context.Context, e erasure.Erasure, rows []query.AuditAfterRow) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		if err := q.LockAuditChain(ctx, auditLock); err != nil {
			return err
		}
		mark, err := q.BeginForgetting(ctx)
		if err != nil {
			return err
		}
		says := auditlog.Redacted{Erasure: e.ID}
		for _, row := range rows {
			blank := auditOf(row.Audit).Redact(actedHimself(row.Audit, e))
			err := q.RedactAudit(ctx, query.RedactAuditParams{
				ActorID: blank.Actor.ID, ActorName: blank.Actor.Name, ActorAddress: blank.Actor.Address,
				ObjectID: blank.Object.ID, Detail: string(blank.Detail), ID: row.Audit.ID,
			})
			if err != nil {
				return err
			}
			says.Entries = append(says.Entries, auditlog.Redaction{Position: row.Position, Digest: blank.Digest()})
		}
		if err := q.EndForgetting(ctx, mark); err != nil {
			return err
		}
		err = s.audit(ctx, q, audited{action: auditlog.AuditRedact, object: auditlog.Object{Kind: auditlog.AnErasure, ID: strconv.FormatInt(e.ID, 10)},
			detail: map[string]any{"erasure": says.Erasure, "entries": says.Entries}})
		if err != nil {
			return err
		}
		if err := countErased(ctx, q, e.ID, "audit", int64(len(rows))); err != nil {
			return err
		}
		for linked := linksPerBatch; linked == linksPerBatch; {
			if linked, err = linkSome(ctx, q); err != nil {
				return err
			}
		}
		return nil
	})
}
