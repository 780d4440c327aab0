package netease

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/evidence"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/wire"
)

// The most that parts of a notice may hold.
const (
	maxName   = 256      // bytes
	maxURL    = 4 << 10  // bytes
	maxText   = 64 << 10 // bytes
	maxLabels = 64
	maxSubs   = 64
)

// maxMillis is the year 9999: no sum of times overflows.
const maxMillis = 253402300799999

// Reader reads notices.
type Reader struct{}

// Read implements evidence.Reader.
func (Reader) Read(kind evidence.Kind, data []byte) (t evidence.Telling, err error) {
	switch kind {
	case evidence.Found:
		t.Evidence, err = readEvidence(data)
	case evidence.Lifted:
		t.Lifted, err = readLifted(data)
	case evidence.Started, evidence.Ended, evidence.Joined, evidence.Left:
		t.Step, err = readStep(kind, data)
	default:
		err = fault.Field("eventType", "is not known")
	}
	return t, err
}

// seatBody is where a notice happened. Numbers come as strings, too.
type seatBody struct {
	ChannelID   wire.Text `json:"channelId"`
	ChannelName wire.Text `json:"channelName"`
	UID         wire.Text `json:"uid"`
}

func (b seatBody) seat(needsUID bool) (content.Seat, error) {
	seat := content.Seat{ChannelID: string(b.ChannelID), ChannelName: string(b.ChannelName), UID: string(b.UID)}
	if err := name("data.channelId", seat.ChannelID, true); err != nil {
		return seat, err
	}
	if err := name("data.channelName", seat.ChannelName, false); err != nil {
		return seat, err
	}
	return seat, name("data.uid", seat.UID, needsUID)
}

// name refuses what cannot name anything.
func name(field, value string, required bool) error {
	switch {
	case value == "" && required:
		return fault.Field(field, "is missing")
	case len(value) > maxName:
		return fault.Field(field, "is longer than %d bytes", maxName)
	case strings.ContainsFunc(value, unicode.IsControl):
		return fault.Field(field, "holds control characters")
	}
	return nil
}

type stepBody struct {
	seatBody
	User      wire.Text `json:"user"`
	Timestamp wire.Int  `json:"timestamp"`
}

func readStep(kind evidence.Kind, data []byte) (*evidence.Step, error) {
	var b stepBody
	if err := decode(data, &b); err != nil {
		return nil, err
	}
	step := &evidence.Step{Kind: kind, User: string(b.User)}
	var err error
	if step.Seat, err = b.seat(kind == evidence.Joined || kind == evidence.Left); err != nil {
		return nil, err
	}
	if err := name("data.user", step.User, false); err != nil {
		return nil, err
	}
	step.At, err = moment("data.timestamp", b.Timestamp)
	return step, err
}

func readLifted(data []byte) (*content.Seat, error) {
	var b seatBody
	if err := decode(data, &b); err != nil {
		return nil, err
	}
	seat, err := b.seat(true)
	return &seat, err
}

func moment(field string, millis wire.Int) (time.Time, error) {
	if millis <= 0 || millis > maxMillis {
		return time.Time{}, fault.Field(field, "is no time in milliseconds")
	}
	return time.UnixMilli(int64(millis)).UTC(), nil
}

func decode(data []byte, into any) error {
	err := wire.DecodeJSON(data, into)
	if err == nil {
		return nil
	}
	refused := *fault.As(err)
	refused.Field = "data." + refused.Field
	return &refused
}

// tidy is a text without what no page could show.
func tidy(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

// rate is a number, in the form of a string too; what is none is 0.
type rate float64

// UnmarshalJSON implements json.Unmarshaler.
func (r *rate) UnmarshalJSON(literal []byte) error {
	var text wire.Text
	if err := json.Unmarshal(literal, &text); err != nil {
		return err
	}
	if number, err := strconv.ParseFloat(string(text), 64); err == nil && number >= 0 && number <= 1 {
		*r = rate(number)
	}
	return nil
}
