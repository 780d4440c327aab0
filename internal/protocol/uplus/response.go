package uplus

import (
	"net/http"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/verdict"
	"github.com/xiezhi/xiezhi/internal/wire"
)

// The values of ret (seed 002, 数据约定).
const (
	retSuccess = 0
	retFailure = 1
)

// envelope surrounds every answer. All four keys are always there (PROTOCOLS
// §1).
type envelope struct {
	Ret  int    `json:"ret"`
	Code string `json:"code"`
	Info string `json:"info"`
	Data any    `json:"data"`
}

func writeEnvelope(w http.ResponseWriter, status int, e envelope) {
	wire.WriteJSON(w, status, e)
}

// writeData answers a success; data is nil where the document shows none.
func writeData(w http.ResponseWriter, data any) {
	writeEnvelope(w, http.StatusOK, envelope{Ret: retSuccess, Data: data})
}

// shanghai is the zone of all times without a zone.
var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

// timeText is a moment as the contract writes it.
func timeText(t time.Time) string { return t.In(shanghai).Format("2006-01-02 15:04:05") }

// receiptData answers a report.
type receiptData struct {
	ID        int64 `json:"id"` // the report record's, the first one's for a repetition
	Duplicate bool  `json:"duplicate"`
}

type messageData struct {
	Type     int    `json:"msg_type"`
	ID       string `json:"msgid"`
	UUCID    string `json:"uucid"`
	SenderID string `json:"senderid"`
	URL      string `json:"url"`
	ThumbURL string `json:"thumburl"`
	Content  string `json:"content"`
}

type profileData struct {
	MID  string `json:"mid"`
	OID  string `json:"oid"`
	Name string `json:"name"`
	Desc string `json:"desc"`
}

// caseData is one case of 获取下一个被举报message (seed 004): a report with its
// record's id.
type caseData struct {
	ID       int64               `json:"id"`
	Mod      int                 `json:"mod"`
	Reporter string              `json:"reporter"`
	Type     []verdict.Complaint `json:"type"`
	BUID     string              `json:"buid"`
	Memo     string              `json:"memo"`
	Msgs     []messageData       `json:"msgs"`
	Profile  *profileData        `json:"profile"`
}

func caseOf(c review.Case) caseData {
	return caseData{
		ID: c.ID, Mod: int(c.Entrance), Reporter: c.First.Reporter, Type: c.Complaints.List(),
		BUID: c.First.Accused, Memo: c.First.Memo,
		Msgs: messagesOf(c.First.Messages), Profile: profileOf(c.First.Profile),
	}
}

func messagesOf(messages []content.Message) []messageData {
	list := make([]messageData, 0, len(messages)) // an empty list, not null
	for _, m := range messages {
		list = append(list, messageData{
			Type: int(m.Type), ID: m.ID, UUCID: m.UUCID, SenderID: m.SenderID,
			URL: m.URL, ThumbURL: m.ThumbURL, Content: m.Text,
		})
	}
	return list
}

func profileOf(p *content.Profile) *profileData {
	if p == nil {
		return nil
	}
	return &profileData{MID: p.PlaceID, OID: p.OwnerID, Name: p.Name, Desc: p.Desc}
}

// pictureData is one row of 获取下一批相册图片 (seed 004).
type pictureData struct {
	ID       int64  `json:"id"`
	URL      string `json:"url"`
	ThumbURL string `json:"thumb_url"`
	Reporter string `json:"reporter"`
	UID      string `json:"u_id"`
	Mod      int    `json:"mod"`
	MID      string `json:"mid"`
}

func picturesOf(cases []review.Case) []pictureData {
	list := make([]pictureData, 0, len(cases))
	for _, c := range cases {
		row := pictureData{ID: c.ID, Reporter: c.First.Reporter, UID: c.First.Accused, Mod: int(c.Entrance)}
		for _, m := range c.First.Messages[:min(1, len(c.First.Messages))] {
			row.URL, row.ThumbURL = m.URL, m.ThumbURL
		}
		if c.First.Profile != nil {
			row.MID = c.First.Profile.PlaceID
		}
		list = append(list, row)
	}
	return list
}

// remainData answers 剩余未处理的举报数 (seed 004; which queues: PROTOCOLS §3).
type remainData struct {
	Messages int `json:"msg_remain"`
	Album    int `json:"album_remain"`
}

func remainOf(counts map[review.Queue]int) remainData {
	return remainData{
		Messages: counts[review.MessageQueue] + counts[review.LiveQueue] + counts[review.ProfileQueue],
		Album:    counts[review.AlbumQueue],
	}
}

type listedData struct {
	UserID    string `json:"user_id"`
	CreatedAt string `json:"create_time"`
}

func listedOf(entry review.Listed) listedData {
	return listedData{UserID: entry.UserID, CreatedAt: timeText(entry.AddedAt)}
}

// removedData answers the removal of a user from a list.
type removedData struct {
	UserID string `json:"user_id"`
}
