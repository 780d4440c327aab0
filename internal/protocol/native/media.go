package native

import (
	"reflect"
	"strconv"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/review"
)

// shownMessage is a message as people see it.
type shownMessage struct {
	Type     string `json:"type" enum:"text,picture,audio,video"`
	ID       string `json:"id,omitempty"`
	UUCID    string `json:"uucid,omitempty"`
	SenderID string `json:"sender_id,omitempty"`
	URL      string `json:"url,omitempty" doc:"As it was reported. A page shows what lies under media instead."`
	ThumbURL string `json:"thumb_url,omitempty"`
	Text     string `json:"text,omitempty"`
	Media    string `json:"media,omitempty" doc:"Of a picture, sound or film: where this server has it. Append /veil, /thumb or /full." example:"/media/cases/7/0"`

	SenderKey string `json:"sender_key,omitempty" doc:"Of a dialogue: the sender as the dialogue's users name him." example:"id_1"`
	SentAt    string `json:"sent_at,omitempty" doc:"Of a dialogue: as the app wrote it, which may be seconds since 1970."`
	Tag       string `json:"tag,omitempty" enum:"del" doc:"Of a dialogue's film: it was deleted in the app."`
	Markup    string `json:"markup,omitempty" doc:"Of a dialogue: the HTML that the text was taken from, where it was any. Never to be put into a page."`
	Inside    bool   `json:"inside,omitempty" doc:"Of a dialogue's picture: it stood in the markup of the message before."`

	Hits []hitBody `json:"hits,omitempty" doc:"Where the word lists have something to say of a text, at most 50; only of a case that is worked on or looked at alone."`
}

// messagesOf shows messages; those with something to fetch have it below place.
func messagesOf(messages []content.Message, place string) []shownMessage {
	shown := make([]shownMessage, 0, len(messages))
	for n, m := range messages {
		plain := messageOf(m)
		one := shownMessage{
			Type: plain.Type, ID: plain.ID, UUCID: plain.UUCID, SenderID: plain.SenderID,
			URL: plain.URL, ThumbURL: plain.ThumbURL, Text: plain.Text,
		}
		if m.Type != content.Text && m.URL+m.ThumbURL != "" {
			one.Media = place + "/" + strconv.Itoa(n)
		}
		shown = append(shown, one)
	}
	return shown
}

func mediaOfCase(id int64) string   { return "/media/cases/" + strconv.FormatInt(id, 10) }
func mediaOfReport(id int64) string { return "/media/reports/" + strconv.FormatInt(id, 10) }

// beside shows a report beside its case: with its messages where they are not
// those that the case shows.
func beside(c review.Case) func(review.FiledReport) reportBody {
	return func(r review.FiledReport) reportBody {
		shown := reportOf(r)
		if !reflect.DeepEqual(r.Messages, c.First.Messages) && len(r.Messages) > 0 {
			shown.Messages = messagesOf(r.Messages, mediaOfReport(r.ID))
		}
		return shown
	}
}
