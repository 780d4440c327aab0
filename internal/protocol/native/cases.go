package native

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// reportBody is one person's complaint.
type reportBody struct {
	ID         int64        `json:"id"`
	Reporter   string       `json:"reporter"`
	Complaints []string     `json:"complaints"`
	Memo       string       `json:"memo,omitempty"`
	FiledAt    time.Time    `json:"filed_at"`
	Repeats    int          `json:"repeats" doc:"How often the same was filed again."`
	Late       bool         `json:"late" doc:"It came when the case was decided."`
	Accuracy   accuracyBody `json:"accuracy"`

	Messages []shownMessage `json:"messages,omitempty" doc:"Beside a case: where they are not those that the case shows."`
}

// accuracyBody is how the cases of a reporter were decided.
type accuracyBody struct {
	Agreed    int `json:"agreed"`
	Disagreed int `json:"disagreed" doc:"What he reported was passed."`
}

// decisionBody is one act of judgement.
type decisionBody struct {
	ID       int64                    `json:"id"`
	CaseID   int64                    `json:"case_id,omitempty"`
	Author   authorBody               `json:"author"`
	At       time.Time                `json:"at"`
	Verdict  verdict.Label            `json:"verdict"`
	Actions  []punishmentBody         `json:"actions"`
	Users    map[string]verdict.Label `json:"users,omitempty" doc:"Of a dialogue: beside its case by key, elsewhere by the user's id."`
	Memo     string                   `json:"memo,omitempty"`
	UndoneAt *time.Time               `json:"undone_at,omitempty" doc:"When its author took it back."`
}

// noteBody is what a reviewer wrote when he passed the case on.
type noteBody struct {
	Kind   string    `json:"kind" example:"escalation"`
	Author int64     `json:"author" doc:"A staff id."`
	At     time.Time `json:"at"`
	Memo   string    `json:"memo"`
}

// caseStory is all that is known of a case.
type caseStory struct {
	Case       caseItem       `json:"case"`
	Dialogue   *dialogueBody  `json:"dialogue,omitempty" doc:"Of a dialogue: who is in it, and what else its report says."`
	Evidence   *callBody      `json:"evidence,omitempty" doc:"Of evidence: the call, who was in it, and what was seen and heard."`
	Reports    []reportBody   `json:"reports" doc:"The oldest 200."`
	Decisions  []decisionBody `json:"decisions" doc:"The oldest first, with those that were taken back."`
	Notes      []noteBody     `json:"notes"`
	Sanctions  []sanctionItem `json:"sanctions"`
	Deliveries []deliveryItem `json:"deliveries" doc:"What left or will leave."`
}

type casesInput struct {
	Paging
	App       string       `query:"app" maxLength:"128"`
	Queue     review.Queue `query:"queue" enum:"message,album,live,dialogue,evidence,profile"`
	State     review.State `query:"state" enum:"open,leased,decided"`
	UserID    string       `query:"user_id" maxLength:"128" doc:"Somebody the case speaks of."`
	Reporter  string       `query:"reporter" maxLength:"128"`
	DecidedBy string       `query:"decided_by" maxLength:"20" pattern:"^[0-9]*$" doc:"A staff id."`
	Text      string       `query:"text" maxLength:"256" doc:"In the messages or the memo, among the newest cases that match the rest."`
	From      time.Time    `query:"from" doc:"Opened at it or later."`
	To        time.Time    `query:"to" doc:"Opened before it."`
}

func (h *Handler) caseOperations() {
	tags := []string{"cases"}
	add(h, huma.Operation{OperationID: "search-cases", Method: http.MethodGet, Path: "/cases", Tags: tags,
		Summary: "Search cases, the newest first", Description: "Which ones were shown goes into the audit log."}, h.searchCases)
	add(h, huma.Operation{OperationID: "get-case", Method: http.MethodGet, Path: "/cases/{id}", Tags: tags,
		Summary: "All that is known of a case", Description: "That it was looked at goes into the audit log."}, h.getCase)
}

func (h *Handler) searchCases(ctx context.Context, in *casesInput) (*answer[page[caseItem]], error) {
	before, err := in.before()
	if err != nil {
		return nil, err
	}
	app, err := callerOf(ctx).within(in.App)
	if err != nil {
		return nil, err
	}
	found, err := h.deps.Reader.SearchCases(ctx, review.CaseFilter{
		App: app, Queue: in.Queue, State: in.State, UserID: in.UserID, Reporter: in.Reporter, DecidedBy: in.DecidedBy,
		Text: in.Text, From: in.From, To: in.To, BeforeID: before, Limit: in.Limit + 1,
	})
	if err != nil {
		return nil, err
	}
	shown := pageOf(found, in.Limit, func(c review.Case) int64 { return c.ID }, caseOf)
	return answered(shown, h.recordViews(ctx, map[string]any{"by": "search"}, shown.Items...))
}

// recordViews writes who saw the cases. What is not written is not shown.
func (h *Handler) recordViews(ctx context.Context, detail map[string]any, seen ...caseItem) error {
	if len(seen) == 0 {
		return nil
	}
	entries := mapped(seen, func(c caseItem) auditlog.Entry {
		return auditlog.Entry{
			Action: auditlog.CaseView, App: c.App, Object: auditlog.Object{Kind: auditlog.ACase, ID: strconv.FormatInt(c.ID, 10)},
		}
	})
	return h.deps.Audit.RecordAudit(auditlog.WithDetail(ctx, detail), entries...)
}

func noCase(id int64) error { return fault.New(fault.NotFound, "", "there is no case %d", id) }

func (h *Handler) getCase(ctx context.Context, in *caseInput) (*answer[caseStory], error) {
	app, err := h.appOfCase(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	story, err := h.deps.Reader.Story(ctx, app.ID, in.ID)
	if err != nil {
		return nil, err
	}
	shown := h.storyOf(story)
	if shown.Dialogue, err = h.dialogueOf(ctx, story.Case); err != nil {
		return nil, err
	}
	if shown.Evidence, err = h.callIn(ctx, story.Case); err != nil {
		return nil, err
	}
	h.markAll(story.Case, shown.Case.Content, shown.Reports)
	return answered(shown, h.recordViews(ctx, nil, shown.Case))
}

func (h *Handler) storyOf(s review.Story) caseStory {
	return caseStory{
		Case: caseOf(s.Case), Reports: mapped(s.Reports, beside(s.Case)), Decisions: mapped(s.Decisions, func(d review.Decision) decisionBody { return byKeys(decisionOf(d), s.Case.First.Dialogue) }),
		Notes: mapped(s.Notes, noteOf), Sanctions: mapped(s.Sanctions, h.sanctionOf),
		Deliveries: mapped(s.Events, deliveryOf),
	}
}

func reportOf(r review.FiledReport) reportBody {
	return reportBody{
		ID: r.ID, Reporter: r.Reporter, Complaints: mapped(r.Complaints.List(), complaintName), Memo: r.Memo,
		FiledAt: r.FiledAt.UTC(), Repeats: r.Repeats, Late: r.Late, Accuracy: accuracyBody(r.Accuracy),
	}
}

func decisionOf(d review.Decision) decisionBody {
	return decisionBody{
		ID: d.ID, CaseID: d.CaseID, Author: authorBody{Kind: d.Author.Kind, ID: d.Author.ID}, At: d.At.UTC(), Verdict: d.Verdict,
		Actions: mapped(d.Actions, punishmentOf), Users: d.Users, Memo: d.Memo, UndoneAt: stamp(d.UndoneAt),
	}
}

func noteOf(n review.Note) noteBody {
	return noteBody{Kind: n.Kind, Author: n.Author, At: n.At.UTC(), Memo: n.Memo}
}
