package native

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// dialogueBody is what a dialogue's case shows beside its messages.
type dialogueBody struct {
	TicketID string          `json:"ticket_id" doc:"As its app knows it."`
	ReportID string          `json:"report_id" doc:"The app's own."`
	UniqID   string          `json:"uniqid,omitempty" doc:"The app's own, too."`
	Category string          `json:"category" doc:"The scene." example:"chat"`
	Reason   string          `json:"reason" doc:"The reporter's, in his words; empty where he gave none."`
	Pictures []pictureBody   `json:"pictures" doc:"What the reporter shows."`
	Users    []dialogueUser  `json:"users" doc:"Everybody in it, as the report lists them. A decision names each by his key."`
	Labels   []verdict.Label `json:"labels" doc:"What the dialogue, and each of its users, may be judged to be: pass, porn, ad, and the app's own." example:"[\"pass\",\"porn\",\"ad\"]"`
	Appeal   *appealBody     `json:"appeal,omitempty" doc:"Why it is here again; absent where it is here for the first time."`
}

// pictureBody is a picture that is no message.
type pictureBody struct {
	URL   string `json:"url" doc:"As it was reported. A page shows what lies under media instead."`
	Media string `json:"media,omitempty" doc:"Where this server has it; absent where the address is none. Append /veil, /thumb or /full." example:"/media/cases/7/12"`
}

// dialogueUser is somebody in a dialogue.
type dialogueUser struct {
	Key      string       `json:"key" doc:"As the report wrote it." example:"id_1"`
	ID       string       `json:"id" doc:"The app's user, as everywhere else here: the key without id_." example:"1"`
	Name     string       `json:"name"`
	Sex      string       `json:"sex,omitempty" doc:"As the app writes it."`
	Avatar   *pictureBody `json:"avatar,omitempty"`
	Messages int          `json:"messages" doc:"How many of the messages are his."`
	History  verdictsBody `json:"history"`
}

// verdictsBody is what was found of a user before, by people and machines.
type verdictsBody struct {
	Offences map[verdict.Label]int `json:"offences" doc:"How often what was found of him, in his newest 200 cases; this one not counted."`
	Last     []userVerdict         `json:"last" doc:"The newest first, at most 5."`
}

type userVerdict struct {
	CaseID int64         `json:"case_id"`
	At     time.Time     `json:"at"`
	Label  verdict.Label `json:"label" doc:"His own in a dialogue; otherwise the case's."`
}

// appealBody is a second look at a dialogue.
type appealBody struct {
	CaseID  int64         `json:"case_id" doc:"The first one."`
	AskedAt string        `json:"asked_at,omitempty" doc:"As the app wrote it."`
	Urgent  bool          `json:"urgent"`
	First   *decisionBody `json:"first,omitempty" doc:"What was decided there."`
}

// dialogueOf is what is known of a dialogue; shown is nil for other cases.
func (h *Handler) dialogueOf(ctx context.Context, c review.Case) (shown *dialogueBody, err error) {
	if c.First.Dialogue != nil {
		shown, err = h.dialogueIn(ctx, c, c.First.Dialogue)
	}
	return shown, err
}

func (h *Handler) dialogueIn(ctx context.Context, c review.Case, d *content.Dialogue) (*dialogueBody, error) {
	app, _ := h.deps.Apps.App(c.App) // one that is gone from the settings has no labels of its own
	shown := &dialogueBody{
		TicketID: strconv.FormatInt(c.ID, 10), ReportID: d.ReportID, UniqID: d.UniqID, Category: d.Category, Reason: c.First.Memo,
		Pictures: []pictureBody{}, Users: []dialogueUser{}, Labels: review.DialogueLabels(app),
	}
	place := len(c.First.Messages)
	for _, address := range d.Pictures {
		shown.Pictures = append(shown.Pictures, shownPicture(address, c.ID, place))
		place++
	}
	for i, speaker := range d.Speakers {
		user, err := h.userOf(ctx, c, speaker, place+i)
		if err != nil {
			return nil, err
		}
		shown.Users = append(shown.Users, user)
	}
	if d.Appeal == nil {
		return shown, nil
	}
	var err error
	shown.TicketID = strconv.FormatInt(d.Appeal.Ticket, 10)
	shown.Appeal, err = h.appealOf(ctx, c.App, *d)
	return shown, err
}

// shownPicture has its medium after the messages.
func shownPicture(address string, caseID int64, place int) pictureBody {
	shown := pictureBody{URL: address}
	if isShowable(address) {
		shown.Media = mediaOfCase(caseID) + "/" + strconv.Itoa(place)
	}
	return shown
}

// isShowable tells an address from what else apps write in its place, such as a
// number.
func isShowable(address string) bool { return strings.Contains(address, "/") }

func (h *Handler) userOf(ctx context.Context, c review.Case, speaker content.Speaker, place int) (dialogueUser, error) {
	user := dialogueUser{Key: speaker.Key, ID: speaker.ID, Name: speaker.Name, Sex: speaker.Sex}
	if speaker.Avatar != "" {
		avatar := shownPicture(speaker.Avatar, c.ID, place)
		user.Avatar = &avatar
	}
	for _, m := range c.First.Messages {
		if m.SenderID == speaker.ID {
			user.Messages++
		}
	}
	found, err := h.deps.Board.Findings(ctx, c.App, speaker.ID)
	user.History = verdictsOf(found, c.ID, speaker.ID)
	return user, err
}

// verdictsOf are the decisions on other cases.
func verdictsOf(found []review.Decision, besides int64, userID string) verdictsBody {
	found = slices.DeleteFunc(found, func(d review.Decision) bool { return d.CaseID == besides })
	slices.SortStableFunc(found, func(a, b review.Decision) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.ID, a.ID)) })
	return verdictsBody{
		Offences: review.Offences(found, userID),
		Last: mapped(found[:min(len(found), shortList)], func(d review.Decision) userVerdict {
			label, own := d.Users[userID]
			if !own {
				label = d.Verdict
			}
			return userVerdict{CaseID: d.CaseID, At: d.At.UTC(), Label: label}
		}),
	}
}

func (h *Handler) appealOf(ctx context.Context, app string, d content.Dialogue) (*appealBody, error) {
	shown := &appealBody{CaseID: d.Appeal.Ticket, AskedAt: d.Appeal.AskedAt, Urgent: d.Appeal.Urgent}
	story, err := h.deps.Reader.Story(ctx, app, d.Appeal.Ticket)
	if err != nil {
		return nil, err
	}
	for _, decision := range story.Decisions {
		if decision.UndoneAt.IsZero() {
			first := byKeys(decisionOf(decision), &d)
			shown.First = &first
			return shown, nil
		}
	}
	return shown, nil
}

// byKeys names the users of a dialogue's decision as the dialogue does.
func byKeys(shown decisionBody, d *content.Dialogue) decisionBody {
	if d == nil || len(shown.Users) == 0 {
		return shown
	}
	users := make(map[string]verdict.Label, len(shown.Users))
	for _, speaker := range d.Speakers {
		if label, judged := shown.Users[speaker.ID]; judged {
			users[speaker.Key] = label
		}
	}
	shown.Users = users
	return shown
}

// addRemarks tells of a dialogue's messages what only dialogues say.
func addRemarks(shown []shownMessage, d *content.Dialogue) {
	if d == nil {
		return
	}
	for i, remark := range d.Remarks[:min(len(d.Remarks), len(shown))] {
		speaker, _ := d.Speaker(shown[i].SenderID)
		shown[i].SenderKey, shown[i].SentAt, shown[i].Tag = speaker.Key, remark.SentAt, remark.Tag
		shown[i].Markup, shown[i].Inside = remark.Markup, remark.Inside
	}
}

// exhibitsOf are a report's media in the order of their numbers: those of its
// messages, then what the reporter of a dialogue shows, then the avatars.
func exhibitsOf(r review.Report) []content.Message {
	if r.Dialogue == nil {
		return r.Messages
	}
	all := slices.Clone(r.Messages)
	for _, address := range r.Dialogue.Pictures {
		all = append(all, content.Message{Type: content.Picture, URL: address})
	}
	for _, speaker := range r.Dialogue.Speakers {
		all = append(all, content.Message{Type: content.Picture, URL: speaker.Avatar})
	}
	return all
}

// reasonFits reports whether a case can be decided for the label: the app of a
// dialogue has words for few.
func reasonFits(c review.Case, app tenant.App, label verdict.Label) bool {
	return c.First.Dialogue == nil || slices.Contains(review.DialogueLabels(app), label)
}
