package call

import (
	"encoding/json"
	"time"

	"github.com/xiezhi/xiezhi/internal/outbox"
)

// View is a call as the contract shows it (PROTOCOLS §7), in answers and to
// devices.
type View struct {
	CallID      string      `json:"callId"`
	ChannelName string      `json:"channelName"`
	Caller      string      `json:"caller"`
	Callee      string      `json:"callee"`
	CallType    Kind        `json:"callType"`
	State       State       `json:"state"`
	EndReason   Reason      `json:"endReason,omitempty"`
	Ticket      *TicketView `json:"ticket,omitempty"` // of a call that ended
}

// TicketView is a ticket as the contract shows it. Times are unix
// milliseconds.
type TicketView struct {
	Caller   string `json:"caller"`
	Callee   string `json:"callee"`
	Type     Kind   `json:"type"`
	Start    int64  `json:"start"`
	End      int64  `json:"end"`
	Status   Status `json:"status"`
	Duration int64  `json:"duration"` // in whole seconds
}

// View shows the call.
func (c Call) View() View {
	v := View{
		CallID: c.ID, ChannelName: c.ID, Caller: c.Caller, Callee: c.Callee, CallType: c.Kind, State: c.State, EndReason: c.Reason,
	}
	if c.State == Ended {
		v.Ticket = new(c.Ticket().View())
	}
	return v
}

// View shows the ticket.
func (t Ticket) View() TicketView {
	return TicketView{
		Caller: t.Caller, Callee: t.Callee, Type: t.Kind, Start: t.Start.UnixMilli(), End: t.End.UnixMilli(),
		Status: t.Status, Duration: int64(t.Talked / time.Second),
	}
}

// events tell both sides how the call stands: whoever did it may have a second
// device. Who is busy is left in peace.
func (c Call) events(now time.Time) []outbox.Event {
	data, err := json.Marshal(c.View())
	if err != nil {
		panic("call: a view of plain fields does not marshal: " + err.Error())
	}
	told := outbox.Told{To: []string{c.Caller, c.Callee}, Type: outbox.ToldCall, Data: data}
	switch {
	case c.Reason == Busy:
		told.To = told.To[:1]
	case c.State == Ringing:
		told.Until = c.RingUntil
	}
	return told.Each(c.App, "call:"+c.ID, now)
}
