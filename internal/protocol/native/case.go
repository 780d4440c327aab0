package native

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// caseItem is a case as everybody who may read sees it.
type caseItem struct {
	ID         int64        `json:"id"`
	Kind       review.Queue `json:"kind" doc:"The queue: message, album, live, dialogue, evidence or profile."`
	App        string       `json:"app"`
	Subject    subjectBody  `json:"subject" doc:"Whom or what it is about."`
	State      review.State `json:"state" doc:"open, leased or decided."`
	Version    int64        `json:"version" doc:"Goes up with every change of state."`
	OpenedAt   time.Time    `json:"opened_at"`
	Risk       bool         `json:"risk"`
	Protected  bool         `json:"protected" doc:"Accuses a protected user: supervisors only."`
	Escalated  bool         `json:"escalated" doc:"Left to the supervisors."`
	Complaints []string     `json:"complaints" doc:"Of all its reports."`
	Reports    int          `json:"report_count"`
	Content    contentBody  `json:"content"`

	Holder         int64      `json:"holder,omitempty" doc:"The staff id of who holds it."`
	LeaseExpiresAt *time.Time `json:"lease_expires_at,omitempty"`

	Verdict   verdict.Label `json:"verdict,omitempty" doc:"Of a decided case."`
	DecidedBy *authorBody   `json:"decided_by,omitempty"`
	DecidedAt *time.Time    `json:"decided_at,omitempty"`
	UndoUntil *time.Time    `json:"undo_until,omitempty"`
}

// contentBody is what was reported.
type contentBody struct {
	Entrance entranceBody   `json:"entrance"`
	Messages []shownMessage `json:"messages"`
	Profile  *profileBody   `json:"profile,omitempty"`
	Evidence *gistBody      `json:"evidence,omitempty" doc:"Of evidence: the first thing that was seen or heard."`
}

// entranceBody is where in the app the report was begun.
type entranceBody struct {
	Mod        int    `json:"mod"`
	Name       string `json:"name"`
	ModuleType int    `json:"module_type"`
	Module     string `json:"module" doc:"hall, show, group or user."`
}

// authorBody is who decided.
type authorBody struct {
	Kind review.AuthorKind `json:"kind" doc:"staff, administrator (of the app) or system."`
	ID   string            `json:"id"`
}

// workCase is a case that the caller holds.
type workCase struct {
	ID             int64         `json:"id"`
	Kind           review.Queue  `json:"kind" doc:"The queue: message, album, live, dialogue, evidence or profile."`
	App            string        `json:"app"`
	Subject        subjectBody   `json:"subject" doc:"Whom or what it is about."`
	LeaseToken     string        `json:"lease_token" doc:"Shows that you hold it."`
	LeaseExpiresAt time.Time     `json:"lease_expires_at"`
	Version        int64         `json:"version" doc:"Goes up with every change of state."`
	OpenedAt       time.Time     `json:"opened_at"`
	Risk           bool          `json:"risk"`
	Protected      bool          `json:"protected"`
	Escalated      bool          `json:"escalated"`
	Complaints     []string      `json:"complaints" doc:"Of all its reports."`
	ReportCount    int           `json:"report_count"`
	Content        contentBody   `json:"content"`
	Reports        []reportBody  `json:"reports" doc:"At most 200."`
	History        historyBody   `json:"history"`
	Allowed        []allowedBody `json:"allowed" doc:"What may be done about it, and where."`
	Reasons        []reasonBody  `json:"reasons" doc:"What it may be decided for, always in this order; the app's own labels last."`
	Dialogue       *dialogueBody `json:"dialogue,omitempty" doc:"Of a dialogue: who is in it, and what else its report says."`
	Evidence       *callBody     `json:"evidence,omitempty" doc:"Of evidence: the call, who was in it, and what was seen and heard."`
	KickMinutes    []int         `json:"kick_minutes,omitempty" doc:"Of evidence: the lengths to offer for kick_room, in minutes; -1: for ever." example:"[10,30,60,1440,10080,-1]"`
	Durations      []int         `json:"durations" doc:"The lengths to offer, in hours; -1: for ever." example:"[1,24,72,168,720,-1]"`
}

// allowedBody is what one module allows.
type allowedBody struct {
	ModuleType  int          `json:"module_type"`
	Module      string       `json:"module"`
	PunishTypes []punishBody `json:"punish_types"`
}

type punishBody struct {
	Type         verdict.Action `json:"type" example:"mute"`
	Code         int            `json:"code" doc:"In the uplus contract; 0: it has none." example:"101"`
	RequiredTime bool           `json:"required_time" doc:"Whether it lasts for a time."`
}

// historyBody is what is known of the subject, in short.
type historyBody struct {
	Reports   int            `json:"reports" doc:"Against him; 20 means 20 or more."`
	Decisions int            `json:"decisions" doc:"About him; 20 means 20 or more."`
	Last      []decisionBody `json:"last_decisions" doc:"The newest first, at most 5."`
	Sanctions []sanctionItem `json:"last_sanctions" doc:"The newest first, at most 5."`
}

// How much of a subject's history a case shows.
const (
	shortHistory = 20
	shortList    = 5
)

func (h *Handler) workCase(ctx context.Context, c review.Case) (workCase, error) {
	reports, err := h.reportsOf(ctx, c)
	if err != nil {
		return workCase{}, err
	}
	reasons, err := h.reasonsOf(ctx, c, reports)
	if err != nil {
		return workCase{}, err
	}
	dialogue, err := h.dialogueOf(ctx, c)
	if err != nil {
		return workCase{}, err
	}
	call, err := h.callIn(ctx, c)
	if err != nil {
		return workCase{}, err
	}
	history, err := h.historyOf(ctx, c)
	var kicks []int
	if call != nil {
		kicks = review.KickMinutes()
	}
	shown := contentOf(c)
	h.markAll(c, shown, reports)
	return workCase{
		ID: c.ID, Kind: c.Queue, App: c.App, Subject: subjectOf(c),
		LeaseToken: c.LeaseToken, LeaseExpiresAt: c.LeaseUntil.UTC(), Version: c.Version, OpenedAt: c.OpenedAt.UTC(),
		Risk: c.Risk, Protected: c.Protected, Escalated: c.Escalated,
		Complaints: mapped(c.Complaints.List(), complaintName), ReportCount: c.Reports, Content: shown,
		Reports: reports, History: history, Allowed: allowedIn(c), Reasons: reasons, Dialogue: dialogue, Evidence: call, KickMinutes: kicks, Durations: review.Durations(),
	}, err
}

// reportsOf are a case's reports. The first, which most cases have alone, came
// with it.
func (h *Handler) reportsOf(ctx context.Context, c review.Case) ([]reportBody, error) {
	if c.Reports > 1 {
		story, err := h.deps.Reader.Story(ctx, c.App, c.ID)
		return mapped(story.Reports, beside(c)), err
	}
	known, err := h.deps.Reader.ReporterAccuracy(ctx, c.App, []string{c.First.Reporter})
	return []reportBody{reportOf(review.FiledReport{Report: c.First, Accuracy: known[c.First.Reporter]})}, err
}

func (h *Handler) historyOf(ctx context.Context, c review.Case) (historyBody, error) {
	empty := historyBody{Last: []decisionBody{}, Sanctions: []sanctionItem{}}
	subject := subjectOf(c)
	if subject.Kind != content.AUser {
		return empty, nil
	}
	known, err := h.deps.Reader.History(ctx, c.App, subject.ID, shortHistory)
	if err != nil {
		return empty, err
	}
	return historyBody{
		Reports: len(known.Reports), Decisions: len(known.Decisions),
		Last:      mapped(known.Decisions[:min(len(known.Decisions), shortList)], decisionOf),
		Sanctions: mapped(known.Sanctions[:min(len(known.Sanctions), shortList)], h.sanctionOf),
	}, nil
}

func caseOf(c review.Case) caseItem {
	item := caseItem{
		ID: c.ID, Kind: c.Queue, App: c.App, Subject: subjectOf(c), State: c.State, Version: c.Version,
		OpenedAt: c.OpenedAt.UTC(), Risk: c.Risk, Protected: c.Protected, Escalated: c.Escalated,
		Complaints: mapped(c.Complaints.List(), complaintName), Reports: c.Reports, Content: contentOf(c),
		Verdict: c.Verdict, DecidedAt: stamp(c.DecidedAt), UndoUntil: stamp(c.UndoUntil),
	}
	switch c.State {
	case review.Leased:
		item.Holder, item.LeaseExpiresAt = c.Holder, stamp(c.LeaseUntil)
	case review.Decided:
		item.DecidedBy = &authorBody{Kind: c.DecidedBy.Kind, ID: c.DecidedBy.ID}
	case review.Open:
	}
	return item
}

func contentOf(c review.Case) contentBody {
	rule, _ := c.Entrance.Rule()
	messages := messagesOf(c.First.Messages, mediaOfCase(c.ID))
	addRemarks(messages, c.First.Dialogue)
	return contentBody{
		Entrance: entranceBody{Mod: int(c.Entrance), Name: rule.Name, ModuleType: int(rule.Module), Module: moduleNames[rule.Module]},
		Messages: messages, Profile: profileOf(c.First.Profile), Evidence: gistOf(c.First.Evidence),
	}
}

// subjectOf is whom the case accuses, else the place that it is about, else the
// only one who speaks in it, else what was said.
func subjectOf(c review.Case) subjectBody {
	profile, accused := c.First.Profile, c.First.Accuses()
	switch {
	case c.First.Accused != "":
		return subjectBody{content.AUser, c.First.Accused}
	case c.First.Dialogue != nil && len(accused) > 1:
		return subjectBody{content.AContent, strconv.FormatInt(c.ID, 10)}
	case profile != nil && profile.PlaceID != "" && c.Entrance.Module() == content.Group:
		return subjectBody{content.AGroup, profile.PlaceID}
	case profile != nil && profile.PlaceID != "" && c.Entrance.Module() == content.Show:
		return subjectBody{content.AShow, profile.PlaceID}
	case len(accused) == 1:
		return subjectBody{content.AUser, accused[0]}
	}
	if len(c.First.Messages) > 0 {
		first := c.First.Messages[0]
		return subjectBody{content.AContent, cmp.Or(first.ID, first.URL, strconv.FormatInt(c.ID, 10))}
	}
	return subjectBody{content.AContent, strconv.FormatInt(c.ID, 10)}
}

// allowedIn is what the relation allows about a case: in its own module – of
// evidence the call –, and against the person.
func allowedIn(c review.Case) []allowedBody {
	modules := []content.Module{c.Entrance.Module()}
	if c.First.Evidence != nil {
		modules = []content.Module{content.Call}
	}
	if !slices.Contains(modules, content.User) {
		modules = append(modules, content.User)
	}
	return mapped(modules, func(m content.Module) allowedBody {
		return allowedBody{ModuleType: int(m), Module: moduleNames[m], PunishTypes: mapped(verdict.Allowed(m), func(p verdict.Punish) punishBody {
			return punishBody{Type: p.Action, Code: punishCodes[p.Action], RequiredTime: p.Timed}
		})}
	})
}

// punishmentBody is one thing that was done.
type punishmentBody struct {
	Type       verdict.Action `json:"type"`
	ModuleType int            `json:"module_type"`
	Hours      int            `json:"hours" doc:"-1: for ever, or done once."`
	Minutes    int            `json:"minutes,omitempty" doc:"Of kick_room: added to hours."`
	UserID     string         `json:"user_id,omitempty"`
	PlaceID    string         `json:"place_id,omitempty"`
	MessageID  string         `json:"message_id,omitempty"`
	URL        string         `json:"url,omitempty"`
}

func punishmentOf(p enforce.Punishment) punishmentBody {
	return punishmentBody{
		Type: p.Action, ModuleType: int(p.Module), Hours: p.Hours, Minutes: p.Minutes, UserID: p.UserID, PlaceID: p.PlaceID, MessageID: p.MessageID, URL: p.URL,
	}
}
