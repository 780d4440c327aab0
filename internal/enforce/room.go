package enforce

import (
	"encoding/json"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/id"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// RoomChannel is the outbox channel of what is done about calls: their cloud,
// reached by the netease contract.
const RoomChannel = "netease"

// The acts about calls that are no punishments.
const (
	ActLetBack     Act = "lift_kick_room"
	ActSubmitAudit Act = "submit_audit"
	ActEndAudit    Act = "end_audit"
)

// RoomOrder is the payload of an event on RoomChannel. Which fields an act uses
// is told by the table of PROTOCOLS §6.
type RoomOrder struct {
	Act  Act          `json:"act"`
	Seat content.Seat `json:"seat"`
}

// lanes are the beginnings of the lanes of acts. A let-back follows its kick.
var lanes = map[Act]string{
	Act(verdict.KickRoom): "seat:", ActLetBack: "seat:", Act(verdict.CloseRoom): "call:",
	ActSubmitAudit: "audit:", ActEndAudit: "audit:",
}

// Event makes the order an outbox event of an app.
func (o RoomOrder) Event(app string, caseID int64, now time.Time) outbox.Event {
	payload, err := json.Marshal(o)
	if err != nil {
		panic("enforce: an order of plain fields does not marshal: " + err.Error())
	}
	lane := lanes[o.Act] + o.Seat.ChannelID
	if lanes[o.Act] == "seat:" {
		lane += "/" + o.Seat.UID
	}
	return outbox.Event{
		Key: id.NewKey(), App: app, Channel: RoomChannel, Lane: lane, Kind: string(o.Act),
		Payload: payload, CaseID: caseID, CreatedAt: now, DueAt: now,
	}
}

// InCall reports whether an action is about a call.
func InCall(action verdict.Action) bool { return verdict.Allows(content.Call, action) }

// hasRTC reports whether the app's cloud can be asked to do something.
func hasRTC(app tenant.App) bool { return app.Netease != nil && app.Netease.RTCBaseURL != "" }

// CallEvents are the calls that carry what was decided about a call out: what is
// done by its cloud, and one message to those who are in it.
func CallEvents(app tenant.App, decided []Punishment, about *content.Evidence, told []string, now time.Time) []outbox.Event {
	var events []outbox.Event
	said := false
	for _, p := range decided {
		if !InCall(p.Action) {
			continue
		}
		if p.Action != verdict.Warn && hasRTC(app) {
			events = append(events, RoomOrder{Act: Act(p.Action), Seat: p.Seat}.Event(p.App, p.CaseID, now))
		}
		if !said && tells(app) && len(told) > 0 && about != nil {
			said = true
			events = append(events, tell(p.App, outbox.ToldFound, p.Seat, reduced(p.Seat, *about), told, p.CaseID, now))
		}
	}
	return events
}

// letBack are the calls that undo a kick: the cloud lets the user in again, and
// he is told.
func letBack(app tenant.App, ended Sanction, now time.Time) []outbox.Event {
	var events []outbox.Event
	if hasRTC(app) {
		events = append(events, RoomOrder{Act: ActLetBack, Seat: ended.Seat}.Event(ended.App, ended.CaseID, now))
	}
	if tells(app) && ended.UserID != NobodyKnown(ended.Seat.UID) {
		data := lifted{ended.Seat.ChannelID, ended.Seat.ChannelName, number(ended.Seat.UID)}
		events = append(events, tell(ended.App, outbox.ToldLifted, ended.Seat, data, []string{ended.UserID}, ended.CaseID, now))
	}
	return events
}

// NobodyKnown stands for the user behind a number in a call of whom nothing else
// is known.
func NobodyKnown(uid string) string { return "rtc:" + uid }

// AuditEvent has the cloud begin to watch a call, or end it. Ok is false where
// the app does not want it, or cannot.
func AuditEvent(app tenant.App, act Act, seat content.Seat, now time.Time) (event outbox.Event, ok bool) {
	if !hasRTC(app) || !app.Netease.SubmitAudit || seat.ChannelName == "" {
		return event, false
	}
	seat.UID = ""
	return RoomOrder{Act: act, Seat: seat}.Event(app.ID, 0, now), true
}
