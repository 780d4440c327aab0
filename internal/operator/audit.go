package operator

import (
	"context"
	"encoding/json"
	"io"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
)

// Anchor is a place in the audit log's chain and the hash there.
type Anchor struct {
	Position int64  `json:"position"`
	Hash     string `json:"hash"`
}

// Verified is what a verification of the audit log found.
type Verified struct {
	OK      bool            `json:"ok"`
	Entries int64           `json:"entries"`          // good ones
	Waiting int64           `json:"waiting"`          // not linked yet
	Erased  map[int64]int64 `json:"erased,omitempty"` // how many of the good ones were redacted, by erasure
	Head    Anchor          `json:"head"`             // the last good link
	Finding *Finding        `json:"finding"`
}

// Finding names the first bad row.
type Finding struct {
	Wrong    auditlog.Wrong `json:"wrong"`
	Position int64          `json:"position"`
	EntryID  int64          `json:"entry_id"`
	Text     string         `json:"text"`
}

// VerifyAudit walks the whole audit log. Expect is a head that was noted
// before; zero for none. Progress is called now and then.
func (o *Operator) VerifyAudit(ctx context.Context, expect Anchor, progress func(checked, of int64)) (Verified, error) {
	found, err := auditlog.Verify(ctx, o.Store, auditlog.VerifyOptions{
		Now: o.Now(), Expect: auditlog.Anchor(expect), Progress: progress,
	})
	if err != nil {
		return Verified{}, err
	}
	v := Verified{OK: found.Finding == nil, Entries: found.Entries, Waiting: found.Waiting, Erased: found.Erased, Head: Anchor(found.Head)}
	if f := found.Finding; f != nil {
		v.Finding = &Finding{Wrong: f.Wrong, Position: f.Position, EntryID: f.EntryID, Text: f.Text}
	}
	return v, nil
}

// AuditFilter picks entries; zero fields match everything.
type AuditFilter struct {
	Action     string // or a family with its dot, as "case."
	ActorKind  string
	ActorID    string
	App        string
	ObjectKind string
	ObjectID   string
	From, To   time.Time
}

// Exported is what an export wrote, up to which place of the chain.
type Exported struct {
	Lines int64  `json:"lines"`
	Head  Anchor `json:"head"`
}

// ExportAudit writes what matches, in the chain's order, as jsonl or csv. That
// it was asked for is an entry itself.
func (o *Operator) ExportAudit(ctx context.Context, f AuditFilter, format string, out io.Writer) (Exported, error) {
	detail, err := json.Marshal(map[string]any{"format": format})
	if err != nil {
		return Exported{}, err
	}
	err = o.Store.RecordAudit(ctx, auditlog.Entry{
		Action: auditlog.AuditExport, App: f.App, Object: auditlog.Object{Kind: auditlog.AnAudit}, Detail: detail,
	})
	if err != nil {
		return Exported{}, err
	}
	lines, head, err := auditlog.Export(ctx, o.Store, auditlog.Filter{
		ActorKind: auditlog.ActorKind(f.ActorKind), ActorID: f.ActorID, Action: f.Action, App: f.App,
		Object: auditlog.Object{Kind: f.ObjectKind, ID: f.ObjectID}, From: f.From, To: f.To,
	}, auditlog.Format(format), out)
	return Exported{Lines: lines, Head: Anchor(head)}, err
}
