package party

import (
	"context"
	"strings"
	"unicode"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/party"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/verdict"
	"github.com/xiezhi/xiezhi/internal/wire"
)

type messageBody struct {
	Target  wire.Text `json:"target"`
	MsgType wire.Text `json:"msgType"` // text (also where it is absent) or picture
	Content wire.Text `json:"content"`
	URL     wire.Text `json:"url"` // of a picture
}

func (b messageBody) message() (m party.Message, err error) {
	if err := plain("target", (*string)(&b.Target), maxID, true); err != nil {
		return m, err
	}
	m = party.Message{To: string(b.Target), Picture: b.MsgType == "picture", Text: string(b.Content)}
	switch {
	case m.Picture:
		m.Text = string(b.URL)
		if err := plain("url", &m.Text, maxURL, true); err != nil {
			return m, err
		}
		return m, intake.CheckAddress("url", m.Text)
	case b.MsgType != "text" && b.MsgType != "":
		return m, fault.Field("msgType", "must be text or picture")
	case strings.TrimSpace(m.Text) == "":
		return m, fault.Field("content", "is missing")
	case len(m.Text) > maxText:
		return m, fault.Field("content", "is longer than %d bytes", maxText)
	case strings.ContainsFunc(m.Text, notWritten):
		return m, fault.Field("content", "holds control characters")
	}
	return m, nil
}

// notWritten is what people do not write, unlike line breaks and tabs.
func notWritten(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' }

type sentShown struct {
	MessageID string      `json:"messageId"`
	State     party.State `json:"state"`             // delivered, or waiting for somebody to look at it
	Content   string      `json:"content,omitempty"` // as the other sees it; with masks where it needs them
	URL       string      `json:"url,omitempty"`
	Time      int64       `json:"time"` // unix milliseconds
}

func (h *handler) send(ctx context.Context, a asked) (any, error) {
	var body messageBody
	if err := a.into(&body); err != nil {
		return nil, err
	}
	m, err := body.message()
	if err != nil {
		return nil, err
	}
	if err := h.Guard.MayWrite(ctx, a.app.ID, a.user.UserUUID); err != nil {
		return nil, err
	}
	sent, err := h.Chat.Send(ctx, a.user, m)
	if err != nil {
		return nil, err
	}
	shown := sentShown{MessageID: sent.ID, State: sent.State, Content: sent.Text, Time: sent.At.UnixMilli()}
	if m.Picture {
		shown.Content, shown.URL = "", sent.Text
	}
	if sent.State == party.Waiting {
		return coded{codeWaiting, "the message is delivered when somebody has looked at it", shown}, nil
	}
	return shown, nil
}

type reportBody struct {
	Target   wire.Text   `json:"target"`
	Type     wire.Int    `json:"type"` // 1 porn, 2 advertising, 3 sensitive
	Memo     wire.Text   `json:"memo"`
	Messages []wire.Text `json:"messages"` // ids of messages between the two
}

type receiptShown struct {
	ID        int64 `json:"id"`
	Duplicate bool  `json:"duplicate"`
}

// report is a report of a private chat where it names messages, else of the
// other's profile.
func (h *handler) report(ctx context.Context, a asked) (any, error) {
	var body reportBody
	if err := a.into(&body); err != nil {
		return nil, err
	}
	target, complaint := string(body.Target), verdict.Complaint(body.Type)
	if err := plain("target", &target, maxID, true); err != nil {
		return nil, err
	}
	switch {
	case target == a.user.UserUUID:
		return nil, fault.Field("target", "is yourself")
	case !complaint.Known() || complaint.IsOrder():
		return nil, fault.Field("type", "must be 1, 2 or 3")
	case len(body.Messages) > maxQuoted:
		return nil, fault.Field("messages", "are more than %d", maxQuoted)
	}
	if err := h.Guard.MayAppear(ctx, a.app.ID, a.user.UserUUID); err != nil {
		return nil, err
	}
	accused, err := h.Accounts.Find(ctx, a.app.ID, target)
	if err != nil {
		return nil, err
	}
	said, err := h.quoted(ctx, a, target, body.Messages)
	if err != nil {
		return nil, err
	}
	report := review.Report{
		Entrance: content.UserProfile, Reporter: a.user.UserUUID, Complaints: verdict.ComplaintSet(complaint), Accused: target,
		Memo: string(body.Memo), Messages: said, Profile: &content.Profile{OwnerID: target, Name: accused.Name},
	}
	if len(said) > 0 {
		report.Entrance = content.PrivateChat
	}
	receipt, err := h.Reports.Submit(ctx, a.app, intake.Reporter{UserID: a.user.UserUUID}, report)
	if err != nil {
		return nil, err
	}
	return receiptShown{receipt.ReportID, receipt.Duplicate}, nil
}

func (h *handler) quoted(ctx context.Context, a asked, target string, messages []wire.Text) ([]content.Message, error) {
	ids := make([]string, len(messages))
	for i, id := range messages {
		ids[i] = string(id)
	}
	return h.Chat.Quoted(ctx, a.app.ID, a.user.UserUUID, target, ids)
}
