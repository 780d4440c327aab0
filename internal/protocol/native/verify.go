package native

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/auditlog"
)

type verifyInput struct {
	From int64 `query:"from" minimum:"1" default:"1" doc:"The position to begin at."`
}

// verifiedSpan is what a verification found.
type verifiedSpan struct {
	From     int64         `json:"from"`
	Checked  int64         `json:"checked" doc:"Good links from there on."`
	Redacted int64         `json:"redacted,omitempty" doc:"How many of those lost what they told of an erased user; later entries audit.redact name them."`
	Head     auditHead     `json:"head" doc:"The log's last link."`
	Next     int64         `json:"next,omitempty" doc:"Where to go on; absent at the end, and where something is wrong."`
	Finding  *auditFinding `json:"finding,omitempty" doc:"The first row that is not as it was written; absent where all are."`
}

type auditHead struct {
	Position int64  `json:"position" doc:"0: nothing is linked yet."`
	Hash     string `json:"hash,omitempty"`
}

type auditFinding struct {
	Wrong    auditlog.Wrong `json:"wrong" enum:"altered,missing,reordered"`
	Position int64          `json:"position"`
	EntryID  int64          `json:"entry_id,omitempty"`
	Text     string         `json:"text" doc:"In words."`
}

func (h *Handler) verifyAudit(ctx context.Context, in *verifyInput) (*answer[verifiedSpan], error) {
	span, err := auditlog.VerifySpan(ctx, h.deps.Audit, in.From)
	shown := verifiedSpan{From: span.From, Checked: span.Checked, Redacted: span.Redacted, Head: auditHead(span.Head), Next: span.Next}
	if f := span.Finding; f != nil {
		shown.Finding = &auditFinding{Wrong: f.Wrong, Position: f.Position, EntryID: f.EntryID, Text: f.Text}
	}
	return answered(shown, err)
}
