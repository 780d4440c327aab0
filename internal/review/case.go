// Package review leads reviewers through the cases: reports become cases, a
// case waits in a queue, is lent to one reviewer at a time, and is decided
// once.
package review

import (
	"slices"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// Report is one person's complaint, as it was filed. Its ID is the report
// record's id (rid) that travels through the whole uplus contract.
type Report struct {
	ID            int64
	App           string
	Entrance      content.Entrance
	Reporter      string
	Complaints    verdict.Complaints
	Messages      []content.Message
	Profile       *content.Profile
	Accused       string // buid; empty where the entrance names nobody
	Memo          string
	ClientVersion string
	ClientType    string
	FiledAt       time.Time
	Asked         *Asked            // who wants to hear the verdict; nil for nobody
	Dialogue      *content.Dialogue // what else a dialogue's report says; nil for other reports
	Evidence      *content.Evidence // what a call's cloud has seen or heard; nil for other reports
}

// Users lists everybody the report speaks of, once each, the accused first:
// buid, the senders, the profile's owner, and who is in a dialogue.
func (r Report) Users() []string {
	users := make([]string, 0, len(r.Messages)+2)
	add := func(user string) {
		if user != "" && !slices.Contains(users, user) {
			users = append(users, user)
		}
	}
	add(r.Accused)
	for _, m := range r.Messages {
		add(m.SenderID)
	}
	if r.Profile != nil {
		add(r.Profile.OwnerID)
	}
	if r.Dialogue != nil {
		for _, speaker := range r.Dialogue.Speakers {
			add(speaker.ID)
		}
	}
	return users
}

// Accuses lists whom the report is against, once each: buid, else every sender –
// of a dialogue everybody in it –, else the profile's owner. Their standing routes the case.
func (r Report) Accuses() []string {
	switch {
	case r.Accused != "":
		return []string{r.Accused}
	case len(r.Messages) > 0:
		r.Profile = nil
	}
	return r.Users()
}

// Queue is where a case waits.
type Queue string

// The queues.
const (
	MessageQueue  Queue = "message"
	AlbumQueue    Queue = "album"
	LiveQueue     Queue = "live"
	DialogueQueue Queue = "dialogue"
	EvidenceQueue Queue = "evidence"
	ProfileQueue  Queue = "profile"
)

// QueueOf is the queue of reports that come through an entrance.
func QueueOf(entrance content.Entrance) Queue {
	switch {
	case entrance.IsPicture():
		return AlbumQueue
	case entrance.IsProfile():
		return ProfileQueue
	}
	return MessageQueue
}

// State is where a case stands.
type State string

// The states of a case.
const (
	Open    State = "open"
	Leased  State = "leased"
	Decided State = "decided"
)

// Case is one thing to decide. It shows its first report – the case's ID is
// that report's – and the union of all its reports' complaints.
type Case struct {
	ID         int64
	App        string
	Queue      Queue
	Entrance   content.Entrance
	Risk       bool // somebody in it is on the risk list
	Protected  bool // somebody in it is on the special list: supervisors only
	Escalated  bool // a reviewer passed it on: supervisors only, for good
	Rank       Rank // at filing; see Rank.Now
	GroupKey   string
	ContentKey string // of the very content as it was reported; empty where nothing names it
	Complaints verdict.Complaints
	Reports    int // how many reports it gathers
	First      Report
	OpenedAt   time.Time

	State      State
	Holder     int64     // staff id of who holds it, or – once decided – of who may still add punishments; 0 for nobody
	LeaseToken string    // fences the holder's actions
	LeaseUntil time.Time // end of the lease, or of the right to add punishments; zero means no lease, or no such end
	Version    int64     // goes up with every change of state

	DecidedBy Author    // zero until decided
	DecidedAt time.Time // zero until decided
	UndoUntil time.Time // until then its author may take the decision back; zero where he never could
	Verdict   verdict.Label
}

// Senior reports whether only supervisors take and decide the case.
func (c Case) Senior() bool { return c.Protected || c.Escalated }

// HeldBy reports whether the case is lent to the reviewer at a moment.
func (c Case) HeldBy(reviewer int64, now time.Time) bool {
	return c.State == Leased && c.Holder == reviewer && now.Before(c.LeaseUntil)
}

// HeldByOther reports whether somebody else holds the case at a moment.
func (c Case) HeldByOther(reviewer int64, now time.Time) bool {
	return c.State == Leased && c.Holder != reviewer && now.Before(c.LeaseUntil)
}
