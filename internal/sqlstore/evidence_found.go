package sqlstore

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/evidence"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// justNow is how long what a policy did without binding anybody – a warning, the
// end of a call – holds: further evidence joins its case.
const justNow = time.Minute

// RecordFound implements evidence.Store.
func (s *Store) RecordFound(ctx context.Context, n evidence.Notice, f evidence.Filing, now time.Time) error {
	row, err := evidenceRow(n, f)
	if err != nil {
		return err
	}
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		if err := finishNotice(ctx, q, n, now); err != nil {
			return err
		}
		seen := query.TellCallParams{App: n.App, ChannelID: f.Evidence.ChannelID, ChannelName: f.Evidence.ChannelName, SeenAt: millis(now)}
		if _, err := q.TellCall(ctx, seen); err != nil {
			return err
		}
		itemID, err := q.InsertEvidence(ctx, row)
		if notFound(err) {
			return renewEvidence(ctx, q, row, f.Evidence)
		}
		if err != nil || f.Report == nil {
			return err
		}
		return finding{s: s, q: q, n: n, f: f, now: now}.file(ctx, itemID)
	})
}

func evidenceRow(n evidence.Notice, f evidence.Filing) (query.InsertEvidenceParams, error) {
	item, err := encode(f.Evidence)
	row := query.InsertEvidenceParams{
		App: n.App, EvidenceKey: evidence.Key(f.Evidence), ChannelID: f.Evidence.ChannelID, Uid: f.Evidence.UID, UserID: f.User,
		Item: item, FromAt: millis(f.Evidence.From), ReceivedAt: millis(n.ReceivedAt), CopyState: string(evidence.NoCopy),
	}
	if f.Evidence.Shown != nil && f.Evidence.Shown.URL != "" {
		row.CopyState, row.CopyDueAt = string(evidence.Waiting), millis(n.ReceivedAt)
	}
	return row, err
}

// renewEvidence takes over what another delivery says later.
func renewEvidence(ctx context.Context, q *query.Queries, row query.InsertEvidenceParams, told content.Evidence) error {
	kept, err := q.LockEvidence(ctx, query.LockEvidenceParams{App: row.App, EvidenceKey: row.EvidenceKey})
	if err != nil {
		return err
	}
	var before content.Evidence
	if err := decode(kept.Item, &before, "evidence", kept.ID); err != nil {
		return err
	}
	merged, news := evidence.Newer(before, told)
	if !news {
		return nil
	}
	item, err := encode(merged)
	if err != nil {
		return err
	}
	return q.SetEvidenceItem(ctx, query.SetEvidenceItemParams{Item: item, ID: kept.ID})
}

// finding is an evidence on its way to its case, inside a transaction.
type finding struct {
	s   *Store
	q   *query.Queries
	n   evidence.Notice
	f   evidence.Filing
	now time.Time
}

func (d finding) file(ctx context.Context, itemID int64) error {
	caseID, stands, err := d.standingCase(ctx)
	if err != nil {
		return err
	}
	if !stands {
		if caseID, err = d.openOrJoin(ctx); err != nil {
			return err
		}
	}
	if err := d.q.SetEvidenceCase(ctx, query.SetEvidenceCaseParams{CaseID: caseID, ID: itemID}); err != nil {
		return err
	}
	if stands || d.f.Rule == nil {
		return nil
	}
	return d.s.ruleAlone(ctx, d.q, plea{ctx: ctx, app: d.n.App, caseID: caseID, rule: d.f.Rule})
}

// standingCase is the decided case whose consequences hold still, locked.
func (d finding) standingCase(ctx context.Context) (caseID int64, stands bool, err error) {
	caseID, err = d.q.StandingCase(ctx, query.StandingCaseParams{
		App: d.n.App, ChannelID: d.f.Evidence.ChannelID, Uid: d.f.Evidence.UID,
		Since: millis(d.now.Add(-justNow)), Bond: enforce.KickBond(d.f.Evidence.Seat), Now: millis(d.now),
	})
	if notFound(err) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, err
	}
	c, err := lockCase(ctx, d.q, d.n.App, caseID)
	return caseID, c.State == review.Decided, err
}

func (d finding) openOrJoin(ctx context.Context) (int64, error) {
	filed, err := reportRow(ctx, *d.f.Report)
	if err != nil {
		return 0, err
	}
	receipt, err := d.s.fileOne(ctx, d.q, filing{
		ctx: ctx, report: *d.f.Report, row: filed, repeatKey: "evidence " + evidence.Key(d.f.Evidence), since: millis(d.now),
		plan: func(_ int64, standing intake.Standing) intake.Plan { return d.plan(standing) },
	})
	return receipt.CaseID, err
}

// plan opens a case, or joins the undecided one of the same person in the same
// call. How often the cloud was right says nothing about the next evidence.
func (d finding) plan(standing intake.Standing) intake.Plan {
	r := d.f.Report
	return intake.Plan{Always: true, Case: &review.Case{
		App: r.App, Queue: review.EvidenceQueue, Entrance: r.Entrance, GroupKey: d.f.Group,
		Risk: standing.Risk, Protected: standing.Protected, Rank: d.f.Rank, Complaints: r.Complaints, OpenedAt: r.FiledAt,
	}}
}
