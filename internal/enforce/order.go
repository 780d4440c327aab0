package enforce

import (
	"encoding/json"
	"strconv"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/id"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// Channel is the outbox channel of orders: the business platform, reached by
// the uplus contract.
const Channel = "uplus"

// Act is what an order asks the business platform to do: a punishment's
// action, or one of the acts below.
type Act string

// The acts that are no punishments.
const (
	ActPass           Act = "pass"
	ActLiftHallMute   Act = "lift_hall_mute"
	ActLiftShowMute   Act = "lift_show_mute"
	ActReopenShow     Act = "reopen_show"
	ActLiftLoginLimit Act = "lift_login_limit"
)

// Order is the payload of an event on Channel. Which fields an act uses is
// told by the table of PROTOCOLS §2.
type Order struct {
	Act       Act              `json:"act"`
	Module    content.Module   `json:"module,omitempty"`
	Entrance  content.Entrance `json:"entrance,omitempty"`
	Label     verdict.Label    `json:"label,omitempty"`
	Hours     int              `json:"hours,omitempty"`
	UserID    string           `json:"user_id,omitempty"`
	PlaceID   string           `json:"place_id,omitempty"`
	OwnerID   string           `json:"owner_id,omitempty"`
	URL       string           `json:"url,omitempty"`
	ThumbURL  string           `json:"thumb_url,omitempty"`
	MessageID string           `json:"message_id,omitempty"`
	RecordID  int64            `json:"record_id,omitempty"`
	AuthorID  string           `json:"author_id,omitempty"`
	Reporter  string           `json:"reporter,omitempty"`
}

// Event makes the order an outbox event of an app, in its subject's lane.
func (o Order) Event(app string, caseID int64, now time.Time) outbox.Event {
	payload, err := json.Marshal(o)
	if err != nil {
		panic("enforce: an order of plain fields does not marshal: " + err.Error())
	}
	return outbox.Event{
		Key: id.NewKey(), App: app, Channel: Channel, Lane: o.lane(), Kind: string(o.Act),
		Payload: payload, CaseID: caseID, CreatedAt: now, DueAt: now,
	}
}

// lane is the subject whose orders must keep their order: the user for what
// hits a person, the place for what hits a place.
func (o Order) lane() string {
	switch o.Act {
	case Act(verdict.CloseShow), ActReopenShow:
		return "show:" + o.PlaceID
	case Act(verdict.DismissGroup):
		return "group:" + o.PlaceID
	case ActLiftShowMute:
		if o.UserID == "" {
			return "show:" + o.PlaceID
		}
	}
	if o.UserID == "" { // a pass of a case that accuses nobody
		return "record:" + strconv.FormatInt(o.RecordID, 10)
	}
	return "user:" + o.UserID
}
