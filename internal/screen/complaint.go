package screen

import (
	"encoding/json"
	"net/url"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/id"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// Reporter is who reports what the screen found (PROTOCOLS §5).
const Reporter = "system"

// complaint is what a person is asked to decide.
func complaint(r Request, record Record) *review.Report { return record.Complaint(r.Channel) }

// Complaint is what a person is asked to decide about a message. Channel tells
// its app the verdict; empty for none.
func (r Record) Complaint(channel string) *review.Report {
	report := &review.Report{
		App: r.App, Entrance: r.Line.Entrance(), Reporter: Reporter, Complaints: complaintsOf(r.Label),
		Accused: r.Line.UserID, Memo: strings.Join(r.Reasons, "\n"), FiledAt: r.At,
	}
	if !report.Entrance.IsProfile() {
		report.Messages = []content.Message{messageOf(r.Line, r.DataID)}
	}
	report.Profile = profileOf(r.Line)
	if channel != "" {
		report.Asked = &review.Asked{Channel: channel, Data: r.asked()}
	}
	return report
}

// profileOf is the profile as reports through the line's entrance show it.
func profileOf(line content.Line) *content.Profile {
	switch line.Entrance() {
	case content.HallMessage:
		return nil
	case content.AlbumPicture:
		return &content.Profile{OwnerID: line.UserID}
	case content.UserProfile:
		return &content.Profile{OwnerID: line.UserID, Name: line.Text}
	default:
		return &content.Profile{PlaceID: line.RoomID, OwnerID: line.AnchorID}
	}
}

// Told is the event that tells an app what a machine made of a message that was
// not decided at once.
func (r Record) Told(channel string, at time.Time) outbox.Event {
	payload, err := json.Marshal(review.Reply{Asked: r.asked(), Verdict: r.Label, Author: Reporter})
	if err != nil {
		panic("screen: plain fields do not marshal: " + err.Error())
	}
	return outbox.Event{
		Key: id.NewKey(), App: r.App, Channel: channel, Lane: "line:" + r.DataID, Kind: review.KindVerdict,
		Payload: payload, CreatedAt: at, DueAt: at,
	}
}

func (r Record) asked() json.RawMessage {
	data, err := json.Marshal(Asked{
		Credential: r.Credential, DataID: r.DataID, Picture: r.Line.Type == content.PictureLine, Content: r.Line.Text, SentAt: r.Line.SentAt,
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
