package review

import (
	"encoding/json"
	"strconv"

	"github.com/xiezhi/xiezhi/internal/id"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// Asked is who wants to hear the verdict on what he reported: the channel that
// knows its wire form, and what that one needs to tell which report is meant.
type Asked struct {
	Channel string          `json:"channel"`
	Data    json.RawMessage `json:"data"`
}

// Asker is a report whose sender waits for the verdict.
type Asker struct {
	ReportID int64
	Asked    Asked
}

// KindVerdict is the kind of an event that tells a verdict.
const KindVerdict = "verdict"

// Reply is the payload of such an event.
type Reply struct {
	Asked   json.RawMessage          `json:"asked"`  // Asked.Data
	Report  int64                    `json:"report"` // the report's number
	Verdict verdict.Label            `json:"verdict"`
	Users   map[string]verdict.Label `json:"users,omitempty"` // each user's own label, of a dialogue, by Speaker.ID
	Author  string                   `json:"author"`          // the staff id of who decided
}

// replies tell everybody who asked what was decided.
func replies(askers []Asker, d Decision) []outbox.Event {
	events := make([]outbox.Event, len(askers))
	for i, asker := range askers {
		payload, err := json.Marshal(Reply{Asked: asker.Asked.Data, Report: asker.ReportID, Verdict: d.Verdict, Users: d.Users, Author: d.Author.ID})
		if err != nil {
			panic("review: a reply of plain fields does not marshal: " + err.Error())
		}
		events[i] = outbox.Event{
			Key: id.NewKey(), App: d.App, Channel: asker.Asked.Channel, Lane: "asked:" + strconv.FormatInt(asker.ReportID, 10),
			Kind: KindVerdict, Payload: payload, CaseID: d.CaseID, CreatedAt: d.At, DueAt: d.At,
		}
	}
	return events
}
