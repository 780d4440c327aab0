package content

import "strings"

// The most that a reported dialogue may hold.
const (
	MaxInfos    = 50  // what was said (seed 001, 注意事项)
	MaxSpeakers = 100 // who is in it, said he something or not
)

// Dialogue is what a report of a conversation says besides its messages. The
// report's memo is the reporter's reason.
type Dialogue struct {
	Credential string    `json:"credential"` // by which of the app's credentials it came
	ReportID   string    `json:"report_id"`  // the app's own
	UniqID     string    `json:"uniq_id,omitempty"`
	Category   string    `json:"category"` // the scene
	Pictures   []string  `json:"pictures,omitempty"`
	Speakers   []Speaker `json:"speakers"` // everybody in it, as the report lists them
	Remarks    []Remark  `json:"remarks"`  // one for each message
	Appeal     *Appeal   `json:"appeal,omitempty"`
}

// Speaker is one of those in a dialogue.
type Speaker struct {
	Key    string `json:"key"` // as the report wrote it; a verdict names him by it
	ID     string `json:"id"`  // the app's user; see SpeakerID
	Name   string `json:"name,omitempty"`
	Avatar string `json:"avatar,omitempty"`
	Sex    string `json:"sex,omitempty"` // as the app writes it
}

// SpeakerID is the user whom a key means: id_1 and 1 are the same (PROTOCOLS
// §4).
func SpeakerID(key string) string {
	if id, prefixed := strings.CutPrefix(key, "id_"); prefixed && id != "" {
		return id
	}
	return key
}

// Speaker finds somebody by his key, or by what means the same.
func (d Dialogue) Speaker(key string) (Speaker, bool) {
	var like Speaker
	for _, s := range d.Speakers {
		if s.Key == key {
			return s, true
		}
		if s.ID == SpeakerID(key) {
			like = s
		}
	}
	return like, like.Key != ""
}

// Remark is what is known of one message.
type Remark struct {
	SentAt string `json:"sent_at,omitempty"` // as the app wrote it
	Tag    string `json:"tag,omitempty"`     // TagDeleted, or empty
	Markup string `json:"markup,omitempty"`  // the rich text that the message's text was taken from; empty where that is all
	Inside bool   `json:"inside,omitempty"`  // a picture that stood in the markup of the message before
}

// TagDeleted marks a film that was deleted in the app (seed 001, infos.tag).
const TagDeleted = "del"

// Appeal is why a dialogue is before a reviewer again.
type Appeal struct {
	Ticket  int64  `json:"ticket"`             // of the case that was decided first
	AskedAt string `json:"asked_at,omitempty"` // as the app wrote it
	Urgent  bool   `json:"urgent,omitempty"`
}
