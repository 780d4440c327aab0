package operator

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// Line is a live message, as it was audited.
type Line struct {
	ID         int64             `json:"id"`
	DataID     string            `json:"data_id"`
	App        string            `json:"app"`
	At         time.Time         `json:"at"`
	Type       int               `json:"type"`
	RoomID     string            `json:"room_id"`
	UserID     string            `json:"user_id"`
	Text       string            `json:"text"`
	Shown      string            `json:"shown,omitempty"`
	Outcome    policy.Outcome    `json:"outcome"`
	Label      verdict.Label     `json:"label"`
	Score      float64           `json:"score"`
	Reasons    []string          `json:"reasons"`
	Evidence   []policy.Evidence `json:"evidence"`
	Shadow     []policy.Evidence `json:"shadow"`
	Context    policy.Context    `json:"context"`
	CaseID     int64             `json:"case_id,omitempty"`
	ReversedAt *time.Time        `json:"reversed_at"`
}

// FoundLines are what a search found, the newest first. Before is where the
// next search goes on; 0: there is no more.
type FoundLines struct {
	Lines  []Line     `json:"lines"`
	Looked int        `json:"looked"`
	Until  *time.Time `json:"until"`
	Before int64      `json:"before"`
}

// Lines searches the live messages, which is in the audit log afterwards.
func (o *Operator) Lines(ctx context.Context, f screen.LineFilter) (FoundLines, error) {
	page, err := o.Store.Lines(ctx, f)
	if err != nil {
		return FoundLines{}, err
	}
	found := FoundLines{Lines: []Line{}, Looked: page.Looked, Until: moment(page.Until), Before: page.Before}
	for _, r := range page.Lines {
		found.Lines = append(found.Lines, lineOf(r))
	}
	entry := auditlog.Entry{Action: auditlog.LineSearch, App: f.App, Object: auditlog.Object{Kind: auditlog.ALine}}
	return found, o.Store.RecordAudit(auditlog.WithDetail(ctx, map[string]any{"found": len(found.Lines)}), entry)
}

// Line finds one, which is in the audit log afterwards, or returns a NotFound
// fault.
func (o *Operator) Line(ctx context.Context, dataID string) (Line, error) {
	r, err := o.Store.FindLine(ctx, "", dataID)
	if err != nil {
		return Line{}, err
	}
	return lineOf(r), o.Store.RecordAudit(ctx, auditlog.Entry{Action: auditlog.LineView, App: r.App, Object: auditlog.Object{Kind: auditlog.ALine, ID: dataID}})
}

func lineOf(r screen.Record) Line {
	return Line{
		ID: r.ID, DataID: r.DataID, App: r.App, At: r.At.UTC(), Type: int(r.Line.Type), RoomID: r.Line.RoomID, UserID: r.Line.UserID,
		Text: r.Line.Text, Shown: r.Text, Outcome: r.Outcome, Label: r.Label, Score: r.Score, Reasons: append([]string{}, r.Reasons...),
		Evidence: append([]policy.Evidence{}, r.Evidence...), Shadow: append([]policy.Evidence{}, r.Shadow...), Context: r.Context,
		CaseID: r.CaseID, ReversedAt: moment(r.ReversedAt),
	}
}
