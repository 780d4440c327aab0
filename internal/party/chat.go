package party

import (
	"context"
	"encoding/json"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/screen"
)

// Lines finds kept messages; see screen.Reader.
type Lines interface {
	FindLine(ctx context.Context, app, dataID string) (screen.Record, error)
}

// EventStore writes what leaves by itself.
type EventStore interface {
	// WriteEvents writes events in one transaction. Those whose keys are there
	// already were written before and change nothing.
	WriteEvents(ctx context.Context, events []outbox.Event) error
}

// ChatOptions are the parts of a Chat. All are required.
type ChatOptions struct {
	Accounts *Service
	Screen   Screen
	Lines    Lines
	Events   EventStore
	Wake     func() // tells delivery that events were written
	Now      func() time.Time
}

// Chat carries what users write to each other.
type Chat struct{ ChatOptions }

// NewChat makes a Chat.
func NewChat(o ChatOptions) *Chat { return &Chat{o} }

// Message is what a user writes to another.
type Message struct {
	To      string
	Picture bool
	Text    string // or the picture's address
}

// State is what has become of a message.
type State string

// The states of a message. One that waits is not delivered before somebody has
// looked at it.
const (
	Delivered State = "delivered"
	Waiting   State = "waiting"
	Refused   State = "refused"
	Recalled  State = "recalled" // it was delivered, and deleted
)

// Sent is what became of a message that was sent.
type Sent struct {
	ID    string
	State State
	Text  string // as it is shown
	At    time.Time
}

// Send judges a message and, where it may pass, tells the other's devices, in the
// transaction that keeps it. One that may not be shown is a Forbidden fault with
// CodeRefused, an unknown receiver a NotFound one with CodeNoUser.
func (c *Chat) Send(ctx context.Context, from Account, m Message) (Sent, error) {
	if m.To == from.UserUUID {
		return Sent{}, fault.Field("target", "is yourself")
	}
	if _, err := c.Accounts.Find(ctx, from.App, m.To); err != nil {
		return Sent{}, err
	}
	line := content.Line{Type: content.PrivateLine, AnchorID: m.To, UserID: from.UserUUID, Text: m.Text}
	if m.Picture {
		line.Type = content.PictureLine
	}
	answer, err := c.Screen.Screen(ctx, screen.Request{
		App: from.App, Credential: ByMessage, Channel: Channel, Line: line,
		Follow: func(a screen.Answer) []outbox.Event {
			if !passes(a.Outcome) {
				return nil
			}
			said := screen.Record{App: from.App, Line: line, Answer: a}
			return letter(said, from.Name, Delivered).events(said, c.Now(), m.To)
		},
	})
	if err != nil {
		return Sent{}, err
	}
	sent := Sent{ID: answer.DataID, State: Waiting, Text: shown(screen.Record{Line: line, Answer: answer}), At: answer.At}
	switch {
	case answer.Outcome == policy.Deny:
		return Sent{}, &fault.Error{Kind: fault.Forbidden, Code: CodeRefused, Field: "content", Message: "may not be shown"}
	case passes(answer.Outcome):
		sent.State = Delivered
		c.Wake()
	}
	return sent, nil
}

func passes(o policy.Outcome) bool { return o == policy.Pass || o == policy.Mask }

// shown is a message as its receiver sees it.
func shown(r screen.Record) string {
	if r.Text != "" {
		return r.Text
	}
	return r.Line.Text
}

// Letter is a message as devices are told of it (outbox.ToldMessage).
type Letter struct {
	MessageID string `json:"messageId"`
	From      string `json:"from"`
	FromName  string `json:"fromName"`
	To        string `json:"to"`
	MsgType   string `json:"msgType"` // text or picture
	Content   string `json:"content,omitempty"`
	URL       string `json:"url,omitempty"` // of a picture
	Time      int64  `json:"time"`          // when it was sent, unix milliseconds
	State     State  `json:"state"`
}

// letter tells of a message; one that nobody is to see without what was said.
func letter(r screen.Record, fromName string, state State) Letter {
	l := Letter{
		MessageID: r.DataID, From: r.Line.UserID, FromName: fromName, To: r.Line.AnchorID, MsgType: "text",
		Time: r.At.UnixMilli(), State: state,
	}
	picture := r.Line.Type == content.PictureLine
	if picture {
		l.MsgType = "picture"
	}
	switch {
	case state == Refused, state == Recalled:
	case picture:
		l.URL = r.Line.Text
	default:
		l.Content = shown(r)
	}
	return l
}

// events tell users' devices of it, in the order in which the receiver was
// written to.
func (l Letter) events(r screen.Record, now time.Time, to ...string) []outbox.Event {
	data, err := json.Marshal(l)
	if err != nil {
		panic("party: plain fields do not marshal: " + err.Error())
	}
	return outbox.Told{To: to, From: l.From, Type: outbox.ToldMessage, Data: data}.Each(r.App, "chat:"+l.To, now)
}
