package content

import "time"

// Seat is somebody's place in a call, as the call's cloud names it.
type Seat struct {
	ChannelID   string `json:"channel_id"`             // the call: never given twice
	ChannelName string `json:"channel_name,omitempty"` // may be used again after the call
	UID         string `json:"uid,omitempty"`          // who is behind it is told by the call's joins
}

// Evidence is what a call's cloud has seen or heard of somebody in it (seed 000,
// 安全通).
type Evidence struct {
	Seat
	TaskID string      `json:"task_id,omitempty"`
	DataID string      `json:"data_id,omitempty"`
	From   time.Time   `json:"from"`
	To     time.Time   `json:"to"`
	Source Censor      `json:"source"`
	Status int         `json:"status"` // 101 detecting, 102 finished; others as they came
	Found  []Suspicion `json:"found,omitempty"`
	Shown  *Shown      `json:"shown,omitempty"` // of a picture or film
	Heard  *Heard      `json:"heard,omitempty"` // of a sound
}

// Censor is who has looked at an evidence (censorSource).
type Censor int

// The censors.
const (
	VendorsReviewer   Censor = 0
	CustomersReviewer Censor = 1
	VendorsMachine    Censor = 2
)

// Suspicion is one label that the cloud has given.
type Suspicion struct {
	Label int       `json:"label"`
	Level int       `json:"level"`          // 1 suspicious, 2 certain; others as they came
	Rate  float64   `json:"rate,omitempty"` // from 0 to 1; 0 where it was not told
	Subs  []SubSign `json:"subs,omitempty"`
}

// SubSign is a finer label, which only the cloud understands.
type SubSign struct {
	Sub  string   `json:"sub"`
	Rate float64  `json:"rate,omitempty"`
	Hits []string `json:"hits,omitempty"` // the words it was found by
}

// Shown is a picture or a film. Its address expires.
type Shown struct {
	Type int    `json:"type"` // 1 picture, 2 film; others as they came
	URL  string `json:"url"`
}

// ShownFilm is the type of a film; everything else is taken for a picture.
const ShownFilm = 2

// Heard is what was said.
type Heard struct {
	Action int    `json:"action"` // 0 pass, 1 suspect, 2 reject
	ASR    int    `json:"asr"`    // of the recognition: 2 running, 3 done, 4 failed
	Text   string `json:"text"`
}

// Passed reports whether the cloud itself has nothing against it: what was heard
// passes, or a person there looked at what was shown and labelled nothing.
func (e Evidence) Passed() bool {
	if e.Heard != nil {
		return e.Heard.Action == 0
	}
	for _, found := range e.Found {
		if found.Level > 0 {
			return false
		}
	}
	return e.Source != VendorsMachine
}
