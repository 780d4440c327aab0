package enforce

import (
	"encoding/json"
	"strconv"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// tells reports whether the devices of an app's users can be told something:
// by its IM, or by our own push where it has the party back end.
func tells(app tenant.App) bool {
	return app.HasIM() || app.Party != nil
}

// tell tells users about a call. It waits for nothing that is done there.
func tell(app string, kind int, seat content.Seat, data any, to []string, caseID int64, now time.Time) outbox.Event {
	text, err := json.Marshal(data)
	if err != nil {
		panic("enforce: plain fields do not marshal: " + err.Error())
	}
	event := outbox.Told{To: to, Type: kind, Data: text}.Event(app, "told:"+seat.ChannelID, now)
	event.CaseID = caseID
	return event
}

// lifted is the data of type 3000.
type lifted struct {
	ChannelID   string `json:"channelId"`
	ChannelName string `json:"channelName"`
	UID         any    `json:"uid"`
}

// found is the data of type 400: an evidence, reduced to what those in the call
// may know.
type found struct {
	ChannelID   string `json:"channelId"`
	ChannelName string `json:"channelName"`
	DataID      string `json:"dataId"`
	Audio       *heard `json:"audio,omitempty"`
	Video       *shown `json:"video,omitempty"`
}

type heard struct {
	Content string `json:"content"`
	Action  int    `json:"action"`
	UID     any    `json:"uid"`
}

type shown struct {
	Type int    `json:"type"`
	URL  string `json:"url"`
	UID  any    `json:"uid"`
}

func reduced(seat content.Seat, e content.Evidence) found {
	f := found{ChannelID: seat.ChannelID, ChannelName: seat.ChannelName, DataID: e.DataID}
	if e.Heard != nil {
		f.Audio = &heard{e.Heard.Text, e.Heard.Action, number(e.UID)}
	}
	if e.Shown != nil {
		f.Video = &shown{e.Shown.Type, e.Shown.URL, number(e.UID)}
	}
	return f
}

// number is an RTC uid as the contract writes it: a number where it is one.
func number(uid string) any {
	if n, err := strconv.ParseInt(uid, 10, 64); err == nil {
		return n
	}
	return uid
}
