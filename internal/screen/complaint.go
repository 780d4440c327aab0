package screen

import (
	"encoding/json"
	"net/url"
	"strings"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// Reporter is who reports what the screen found (PROTOCOLS §5).
const Reporter = "system"

// complaint is what a person is asked to decide.
func complaint(r Request, record Record) *review.Report {
	report := &review.Report{
		App: r.App, Entrance: content.ShowMessage, Reporter: Reporter, Complaints: complaintsOf(record.Label),
		Messages: []content.Message{messageOf(r.Line, record.DataID)},
		Profile:  &content.Profile{PlaceID: r.Line.RoomID, OwnerID: r.Line.AnchorID},
		Accused:  r.Line.UserID, Memo: strings.Join(record.Reasons, "\n"), FiledAt: record.At,
	}
	if r.Channel != "" {
		report.Asked = &review.Asked{Channel: r.Channel, Data: askedOf(r, record.DataID)}
	}
	return report
}

func askedOf(r Request, dataID string) json.RawMessage {
	data, err := json.Marshal(Asked{
		Credential: r.Credential, DataID: dataID, Picture: r.Line.Type == content.PictureLine, Content: r.Line.Text, SentAt: r.Line.SentAt,
	})
	if err != nil {
		panic("screen: plain fields do not marshal: " + err.Error())
	}
	return data
}

// complaintsOf are the complaints that say what the label says; none for
// labels that reports have no word for.
func complaintsOf(label verdict.Label) verdict.Complaints {
	for _, c := range []verdict.Complaint{verdict.ComplaintPorn, verdict.ComplaintAd, verdict.ComplaintPolitics} {
		if said, _ := c.Label(); said == label {
			return verdict.ComplaintSet(c)
		}
	}
	return 0
}

// messageOf is the line as reports show it. A picture whose address is none is
// shown as the text that came in its place, so that nobody follows it.
func messageOf(line content.Line, dataID string) content.Message {
	m := content.Message{Type: content.Text, ID: dataID, SenderID: line.UserID, Text: line.Text}
	if line.Type != content.PictureLine {
		return m
	}
	address, err := url.Parse(line.Text)
	if err == nil && (address.Scheme == "http" || address.Scheme == "https") && address.Host != "" {
		m.Type, m.URL, m.Text = content.Picture, line.Text, ""
	}
	return m
}
