package native

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// lineBody is a live message, as it was audited.
type lineBody struct {
	DataID     string         `json:"data_id"`
	App        string         `json:"app"`
	Credential string         `json:"credential" doc:"By which of the app's yunjing credentials it came."`
	At         time.Time      `json:"at"`
	Type       int            `json:"type" doc:"The message_type of the yunjing interface; 3 is a picture, whose address is the text."`
	RoomID     string         `json:"room_id"`
	AnchorID   string         `json:"anchor_id"`
	UserID     string         `json:"user_id"`
	Text       string         `json:"text"`
	Shown      string         `json:"shown" doc:"What viewers saw, where that is not the text; else empty."`
	Outcome    policy.Outcome `json:"outcome" enum:"pass,mask,review,deny"`
	Checked    bool           `json:"checked" doc:"false: a picture that nothing had looked at when it was answered."`
	Label      verdict.Label  `json:"label"`
	Score      float64        `json:"score" doc:"How sure, from 0 to 1."`
	Reasons    []string       `json:"reasons" doc:"The weightiest first."`
	Evidence   []evidenceBody `json:"evidence"`
	Shadow     []evidenceBody `json:"shadow" doc:"What rules that were only tried would have said."`
	Context    contextBody    `json:"context"`
	Policy     int            `json:"policy" doc:"The version of the policy that decided."`
	CaseID     *int64         `json:"case_id" doc:"null: no person was asked."`
	ReversedAt *time.Time     `json:"reversed_at" doc:"When its outcome was undone by a reversal; null: it stands."`
}

// contextBody is in what circumstances a message was said. What no rule and no
// threshold asked for was not counted, and is 0.
type contextBody struct {
	Risk      bool `json:"risk" doc:"The sender was on the app's risk list."`
	Protected bool `json:"protected" doc:"The sender was on the app's list of protected users."`
	Offences  int  `json:"offences" doc:"How often people had found against the sender lately."`
	Repeats   int  `json:"repeats" doc:"Lines of the sender with this text in 10 seconds."`
	Spread    int  `json:"spread" doc:"Senders of this text in a minute."`
	Near      int  `json:"near" doc:"Senders of nearly this text in a minute."`
	Lines10s  int  `json:"lines_10s"`
	Lines60s  int  `json:"lines_60s"`
}

// linePage is a page of messages. It may hold few and still not be the last.
type linePage struct {
	Items  []lineBody `json:"items"`
	Next   string     `json:"next,omitempty" doc:"The cursor of the next page; absent on the last. A page looks at a bounded number of messages, so that one with few items, or none, may have a next."`
	Looked int        `json:"looked" doc:"How many messages were looked at for this page."`
	Until  *time.Time `json:"until" doc:"How far back this page has looked; null where there was nothing to look at."`
}

type linesInput struct {
	Paging
	App     string         `query:"app" maxLength:"128"`
	DataID  string         `query:"data_id" maxLength:"64"`
	UserID  string         `query:"user_id" maxLength:"256"`
	RoomID  string         `query:"room_id" maxLength:"256"`
	Text    string         `query:"text" maxLength:"256" doc:"Stands in the message, however both are typed."`
	Outcome policy.Outcome `query:"outcome" enum:"pass,mask,review,deny"`
	Cause   string         `query:"cause" maxLength:"64" doc:"list:ID, rule:ID (also one that is only tried), bank:ID, model, detector or conduct." example:"rule:5"`
	Version int64          `query:"version" minimum:"0" doc:"Of the cause; 0: any."`
	From    time.Time      `query:"from"`
	To      time.Time      `query:"to" doc:"Not included."`
}

type lineInput struct {
	DataID string `path:"data_id" maxLength:"64"`
}

var lineTags = []string{"lines"}

func (h *Handler) lineOperations() {
	add(h, huma.Operation{OperationID: "search-lines", Method: http.MethodGet, Path: "/lines", Tags: lineTags,
		Summary:     "Search the live messages that were audited, the newest first",
		Description: "They are kept as long as the app's audit settings say. That somebody searched is written to the audit log."}, h.searchLines)
	add(h, huma.Operation{OperationID: "get-line", Method: http.MethodGet, Path: "/lines/{data_id}", Tags: lineTags,
		Summary: "One live message", Description: "That somebody saw it is written to the audit log."}, h.getLine)
}

func (in *linesInput) filter(ctx context.Context) (f screen.LineFilter, err error) {
	f = screen.LineFilter{
		UserID: in.UserID, RoomID: in.RoomID, Text: in.Text, Outcome: in.Outcome, From: in.From, To: in.To, Limit: in.Limit,
	}
	if f.App, err = callerOf(ctx).within(in.App); err != nil {
		return f, err
	}
	if in.Cause != "" {
		if f.Cause, err = policy.ParseCause(in.Cause); err != nil {
			return f, err
		}
		f.Cause.Version = in.Version
	}
	f.Before, err = in.before()
	return f, err
}

func (h *Handler) searchLines(ctx context.Context, in *linesInput) (*answer[linePage], error) {
	filter, err := in.filter(ctx)
	if err != nil {
		return nil, err
	}
	found, err := h.findLines(ctx, in.DataID, filter)
	if err != nil {
		return nil, err
	}
	seen := map[string]any{"found": len(found.Lines)}
	for name, value := range map[string]string{
		"data_id": in.DataID, "user": in.UserID, "room": in.RoomID, "outcome": string(in.Outcome), "cause": in.Cause,
	} {
		if value != "" {
			seen[name] = value
		}
	}
	if err := h.sawLine(auditlog.WithDetail(ctx, seen), auditlog.LineSearch, filter.App, ""); err != nil {
		return nil, err
	}
	page := linePage{Items: mapped(found.Lines, lineOf), Looked: found.Looked, Until: stamp(found.Until)}
	if found.Before != 0 {
		page.Next = cursorAt(found.Before)
	}
	return answered(page, nil)
}

// findLines finds one message by its id, where the other filters mean it too,
// or searches.
func (h *Handler) findLines(ctx context.Context, dataID string, f screen.LineFilter) (screen.LinePage, error) {
	if dataID == "" {
		return h.deps.Said.Lines(ctx, f)
	}
	line, err := h.deps.Said.FindLine(ctx, f.App, dataID)
	if fault.Is(err, fault.NotFound) {
		return screen.LinePage{}, nil
	}
	if err != nil {
		return screen.LinePage{}, err
	}
	page := screen.LinePage{Looked: 1, Until: line.At}
	if f.Means(line) {
		page.Lines = []screen.Record{line}
	}
	return page, nil
}

func (h *Handler) getLine(ctx context.Context, in *lineInput) (*answer[lineBody], error) {
	app, err := callerOf(ctx).within("")
	if err != nil {
		return nil, err
	}
	line, err := h.deps.Said.FindLine(ctx, app, in.DataID)
	if err != nil {
		return nil, err
	}
	return answered(lineOf(line), h.sawLine(ctx, auditlog.LineView, line.App, line.DataID))
}

// sawLine writes that somebody sees messages. What is not written is not shown.
func (h *Handler) sawLine(ctx context.Context, action auditlog.Action, app, dataID string) error {
	return h.deps.Audit.RecordAudit(ctx, auditlog.Entry{Action: action, App: app, Object: auditlog.Object{Kind: auditlog.ALine, ID: dataID}})
}

func lineOf(r screen.Record) lineBody {
	body := lineBody{
		DataID: r.DataID, App: r.App, Credential: r.Credential, At: r.At.UTC(), Type: int(r.Line.Type),
		RoomID: r.Line.RoomID, AnchorID: r.Line.AnchorID, UserID: r.Line.UserID, Text: r.Line.Text, Shown: r.Text,
		Outcome: r.Outcome, Checked: r.Checked, Label: r.Label, Score: r.Score, Reasons: mapped(r.Reasons, same[string]),
		Evidence: evidenceIn(r.Line.Text, r.Evidence), Shadow: evidenceIn(r.Line.Text, r.Shadow), Policy: r.Policy,
		Context: contextBody{
			Risk: r.Context.Risk, Protected: r.Context.Protected, Offences: r.Context.Offences, Repeats: r.Context.Repeats,
			Spread: r.Context.Spread, Near: r.Context.Near, Lines10s: r.Context.Lines10s, Lines60s: r.Context.Lines60s,
		},
		ReversedAt: stamp(r.ReversedAt),
	}
	if r.CaseID != 0 {
		body.CaseID = &r.CaseID
	}
	return body
}
