package enforce

import (
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// CodeNotApplicable is the stable code of a punishment that the relation table
// does not allow where it was asked for.
const CodeNotApplicable = "not_applicable"

// Punishment is what somebody decided to do about a violation, with all that
// the business platform must be told (PROTOCOLS §2).
type Punishment struct {
	App      string
	Action   verdict.Action
	Module   content.Module
	Entrance content.Entrance
	Label    verdict.Label // the reason
	Hours    int           // verdict.Forever, or over 0; of a kick from a call also 0, with Minutes
	Minutes  int           `json:",omitzero"` // of a kick from a call: added to Hours

	UserID    string // whom it hits
	PlaceID   string // the show, group or call, where there is one
	OwnerID   string // the group's owner; only for content of a group chat
	URL       string // of the resource to delete
	ThumbURL  string
	MessageID string
	Seat      content.Seat `json:",omitzero"` // in the call, where there is one

	RecordID int64  // the report record (rid)
	CaseID   int64  // 0 where an administrator ordered it
	AuthorID string // who decided (cid)
	Reporter string // who reported
}

// Check refuses what the relation table does not allow and what lacks its
// target. It returns an Invalid fault that names the field.
func (p Punishment) Check() error {
	if !verdict.Allows(p.Module, p.Action) {
		return &fault.Error{Kind: fault.Invalid, Code: CodeNotApplicable, Field: "punish_type",
			Message: "this punishment does not exist in this module"}
	}
	if err := p.checkLength(); err != nil {
		return err
	}
	if p.UserID == "" && p.Action != verdict.DismissGroup { // a group is dismissed, whoever owns it
		return fault.Field("u_id", "names nobody to punish")
	}
	if p.needsPlace() && p.PlaceID == "" {
		return fault.Field("module_id", "must name the show or group that this punishment is about")
	}
	return nil
}

func (p Punishment) checkLength() error {
	switch {
	case p.Minutes != 0 && (p.Action != verdict.KickRoom || p.Hours == verdict.Forever || p.Minutes < 0 || p.Minutes > verdict.MaxHours):
		return fault.Field("minutes", "must be a whole number of minutes, and only of a kick from a call that has an end")
	case p.Hours == verdict.Forever, p.Hours == 0 && p.Minutes > 0:
		return nil
	case p.Hours < 1 || p.Hours > verdict.MaxHours:
		return fault.Field("timedelta", "must be -1 (for ever) or a whole number of hours from 1 to %d", verdict.MaxHours)
	}
	return nil
}

// needsPlace reports whether the business platform could not tell what is
// meant without the show or group. A mute in a show is one of these.
func (p Punishment) needsPlace() bool {
	switch p.Action {
	case verdict.CloseShow, verdict.DismissGroup, verdict.KickOut, verdict.KickRoom, verdict.CloseRoom, verdict.Warn:
		return true
	case verdict.Mute:
		return p.Module == content.Show
	}
	return false
}

// Sanction is the punishment as it comes into force at a moment. Its
// DecisionID is set by the store.
func (p Punishment) Sanction(now time.Time) Sanction {
	s := Sanction{
		App: p.App, Subject: p.subject(), Action: p.Action, Module: p.Module,
		UserID: p.UserID, PlaceID: p.PlaceID, Seat: p.Seat, Label: p.Label,
		StartsAt: now, CaseID: p.CaseID, Author: p.AuthorID,
	}
	if p.Hours != verdict.Forever {
		s.EndsAt = now.Add(time.Duration(p.Hours)*time.Hour + time.Duration(p.Minutes)*time.Minute)
	}
	return s
}

func (p Punishment) subject() content.Subject {
	switch p.Action {
	case verdict.CloseShow:
		return content.Subject{Kind: content.AShow, ID: p.PlaceID}
	case verdict.CloseRoom:
		return content.Subject{Kind: content.ACall, ID: p.PlaceID}
	case verdict.DismissGroup:
		return content.Subject{Kind: content.AGroup, ID: p.PlaceID}
	case verdict.Delete:
		if p.MessageID != "" {
			return content.Subject{Kind: content.AContent, ID: p.MessageID}
		}
		if p.URL != "" {
			return content.Subject{Kind: content.AContent, ID: p.URL}
		}
	}
	return content.Subject{Kind: content.AUser, ID: p.UserID}
}

// Event is the call to the business platform that carries the punishment out.
func (p Punishment) Event(now time.Time) outbox.Event {
	order := Order{
		Act: Act(p.Action), Module: p.Module, Entrance: p.Entrance, Label: p.Label, Hours: p.Hours,
		UserID: p.UserID, PlaceID: p.PlaceID, OwnerID: p.OwnerID,
		URL: p.URL, ThumbURL: p.ThumbURL, MessageID: p.MessageID,
		RecordID: p.RecordID, AuthorID: p.AuthorID, Reporter: p.Reporter,
	}
	return order.Event(p.App, p.CaseID, now)
}
