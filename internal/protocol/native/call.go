package native

import (
	"context"
	"strconv"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/evidence"
	"github.com/xiezhi/xiezhi/internal/media"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// Calls knows what the clouds of calls have told; see evidence.Service.
type Calls interface {
	CaseEvidence(ctx context.Context, app string, caseID int64) (evidence.Dossier, error)
	Exhibit(ctx context.Context, app string, caseID int64, n int, form media.Form) (*media.File, error)
}

// callBody is what a case of evidence shows of its call.
type callBody struct {
	Room    roomBody       `json:"room"`
	Accused personBody     `json:"accused" doc:"Whose evidence it is."`
	People  []personBody   `json:"people" doc:"Everybody who was in the call, once each number, in the order of coming; the accused among them."`
	Items   []evidenceItem `json:"items" doc:"All evidence of the accused in this call, in the order of time; at most 500."`

	Suspected verdict.Label `json:"suspected,omitempty" doc:"What the gravest of all labels speaks of; absent where there are none." example:"porn"`
}

type roomBody struct {
	ChannelID   string     `json:"channel_id"`
	ChannelName string     `json:"channel_name" doc:"Empty as long as nobody said it."`
	StartedAt   *time.Time `json:"started_at,omitempty" doc:"Absent: nobody said."`
	EndedAt     *time.Time `json:"ended_at,omitempty" doc:"Absent: it goes on, as far as is known."`
}

// personBody is somebody in a call.
type personBody struct {
	UID     string         `json:"uid" doc:"His number in the call."`
	UserID  string         `json:"user_id" doc:"The app's user; empty where nobody said who he is. Decisions name such a one rtc: and his number, as the case's subject does."`
	Accused bool           `json:"accused"`
	Present []presenceBody `json:"present" doc:"When he was in the call."`
	Known   *knownBody     `json:"known,omitempty" doc:"What is known of him besides; absent of others whom nobody named, and after the twelfth."`
}

type presenceBody struct {
	From time.Time  `json:"from"`
	To   *time.Time `json:"to,omitempty" doc:"Absent: he has not left."`
}

// evidenceItem is one thing that was seen or heard.
type evidenceItem struct {
	N          int          `json:"n" doc:"Its number in the case, which stays." minimum:"1"`
	Kind       string       `json:"kind" enum:"picture,video,audio"`
	From       time.Time    `json:"from"`
	To         time.Time    `json:"to"`
	ReceivedAt time.Time    `json:"received_at"`
	TaskID     string       `json:"task_id"`
	DataID     string       `json:"data_id"`
	Status     int          `json:"status" doc:"101 detecting, 102 finished; others as the cloud sent them."`
	Source     string       `json:"source" enum:"vendor_reviewer,customer_reviewer,machine" doc:"Who has looked at it there."`
	Labels     []foundLabel `json:"labels"`
	Picture    *copyBody    `json:"picture,omitempty" doc:"Of a picture or film."`
	Audio      *heardBody   `json:"audio,omitempty" doc:"Of a sound."`
}

// foundLabel is a label that the cloud gave.
type foundLabel struct {
	Label   int           `json:"label" example:"200"`
	Name    string        `json:"name" doc:"porn, sexy, ad, qr_code, ad_law, terror, contraband, politics, abuse, spam, disgusting, other, black_screen, idle, values; label_N for a number that the contract does not name." example:"ad"`
	Verdict verdict.Label `json:"verdict" doc:"What somebody would be found guilty of by it." example:"ad"`
	Level   int           `json:"level" doc:"1 suspicious, 2 certain; others as they came."`
	Rate    float64       `json:"rate" doc:"From 0 to 1; 0 where it was not told."`
	Subs    []subLabel    `json:"sub_labels"`
}

type subLabel struct {
	Sub  string   `json:"sub_label" doc:"Only the cloud understands it."`
	Rate float64  `json:"rate"`
	Hits []string `json:"hits" doc:"The words that it was found by."`
}

// copyBody is our copy of what was seen.
type copyBody struct {
	State   string `json:"state" enum:"waiting,kept,failed,none" doc:"waiting: it is being copied. failed: its address expired, or led nowhere."`
	Media   string `json:"media,omitempty" doc:"Of a kept copy: where it is. Append /veil, /thumb or /full; a film has only /full." example:"/media/cases/7/1"`
	SHA256  string `json:"sha256,omitempty" doc:"Of the picture as it came, in hex."`
	Problem string `json:"problem,omitempty" doc:"The stable code of why there is no copy."`
}

// heardBody is what was said.
type heardBody struct {
	Text   string    `json:"text"`
	Action string    `json:"action" enum:"pass,suspect,reject" doc:"What the cloud makes of it."`
	ASR    string    `json:"asr" enum:"unknown,running,done,failed" doc:"How far the recognition of what was said is."`
	Words  []string  `json:"words" doc:"What the cloud found in it, as words."`
	Hits   []hitBody `json:"hits" doc:"Where the word lists have something to say of it, and the cloud's words (list: cloud), by their begin."`
}

// gistBody is an evidence in a line.
type gistBody struct {
	Kind   string       `json:"kind" enum:"picture,video,audio"`
	Text   string       `json:"text" doc:"What was said; empty where nothing was."`
	Labels []foundLabel `json:"labels"`
}

func gistOf(e *content.Evidence) *gistBody {
	if e == nil {
		return nil
	}
	gist := &gistBody{Kind: kindOf(*e), Labels: mapped(e.Found, labelShown)}
	if e.Heard != nil {
		gist.Text = e.Heard.Text
	}
	return gist
}

func kindOf(e content.Evidence) string {
	switch {
	case e.Heard != nil:
		return "audio"
	case e.Shown != nil && e.Shown.Type == content.ShownFilm:
		return "video"
	}
	return "picture"
}

// callIn is what is known of a case's call; nil for other cases.
func (h *Handler) callIn(ctx context.Context, c review.Case) (*callBody, error) {
	if c.First.Evidence == nil {
		return nil, nil
	}
	known, err := h.deps.Calls.CaseEvidence(ctx, c.App, c.ID)
	if err != nil {
		return h.callForgotten(ctx, c, err)
	}
	seat := c.First.Evidence.Seat
	shown := &callBody{
		Room: roomBody{
			ChannelID: known.Call.ChannelID, ChannelName: known.Call.ChannelName,
			StartedAt: stamp(known.Call.StartedAt), EndedAt: stamp(known.Call.EndedAt),
		},
		People: peopleOf(known.Present, seat.UID, c.First.Accused),
		Items:  mapped(known.Items, func(item evidence.Item) evidenceItem { return h.itemOf(c, item) }),
	}
	if worst, is := evidence.Gravest(allFound(known.Items)); is {
		shown.Suspected = evidence.LabelOf(worst.Label).Verdict
	}
	err = h.introduce(ctx, c, shown)
	return shown, err
}

func allFound(items []evidence.Item) []content.Suspicion {
	var all []content.Suspicion
	for _, item := range items {
		all = append(all, item.Found...)
	}
	return all
}

// peopleOf is everybody once. The accused is there, whoever told of him.
func peopleOf(present []evidence.Presence, uid, accused string) []personBody {
	people := []personBody{}
	at := map[string]int{}
	add := func(number, user string) int {
		i, seen := at[number]
		if !seen {
			i = len(people)
			at[number] = i
			people = append(people, personBody{UID: number, Accused: number == uid, Present: []presenceBody{}})
		}
		if people[i].UserID == "" {
			people[i].UserID = user
		}
		return i
	}
	for _, p := range present {
		i := add(p.UID, p.User)
		people[i].Present = append(people[i].Present, presenceBody{From: p.From.UTC(), To: stamp(p.To)})
	}
	if accused == enforce.NobodyKnown(uid) {
		accused = ""
	}
	add(uid, accused)
	return people
}

// The words of this room for the cloud's numbers.
var (
	censors = map[content.Censor]string{content.VendorsReviewer: "vendor_reviewer", content.CustomersReviewer: "customer_reviewer", content.VendorsMachine: "machine"}
	heards  = map[int]string{0: "pass", 1: "suspect", 2: "reject"}
	asrs    = map[int]string{2: "running", 3: "done", 4: "failed"}
)

func (h *Handler) itemOf(c review.Case, item evidence.Item) evidenceItem {
	shown := evidenceItem{
		N: item.N, Kind: kindOf(item.Evidence), From: item.From.UTC(), To: item.To.UTC(), ReceivedAt: item.ReceivedAt.UTC(),
		TaskID: item.TaskID, DataID: item.DataID, Status: item.Status, Source: said(censors, item.Source, "machine"),
		Labels: mapped(item.Found, labelShown),
	}
	switch {
	case item.Heard != nil:
		shown.Audio = h.heardOf(c, item.Evidence)
	case item.Shown != nil:
		shown.Picture = copyOf(c.ID, item)
	}
	return shown
}

func said[K comparable](names map[K]string, key K, otherwise string) string {
	if name, known := names[key]; known {
		return name
	}
	return otherwise
}

func labelShown(s content.Suspicion) foundLabel {
	known := evidence.LabelOf(s.Label)
	return foundLabel{
		Label: s.Label, Name: known.Name, Verdict: known.Verdict, Level: s.Level, Rate: s.Rate,
		Subs: mapped(s.Subs, func(sub content.SubSign) subLabel {
			return subLabel{Sub: sub.Sub, Rate: sub.Rate, Hits: mapped(sub.Hits, func(word string) string { return word })}
		}),
	}
}

func copyOf(caseID int64, item evidence.Item) *copyBody {
	shown := &copyBody{State: string(item.Copy.State), SHA256: item.Copy.Digest, Problem: item.Copy.Problem}
	if item.Copy.State == evidence.Kept {
		shown.Media = mediaOfCase(caseID) + "/" + strconv.Itoa(item.N)
	}
	return shown
}
