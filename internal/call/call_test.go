package call

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
)

var noon = time.Date(2026, time.January, 1, 12, 0, 0, 0, time.UTC)

func ringing() Call {
	return Call{
		ID: "c1", App: "live", Caller: "a", Callee: "b", Kind: Video, State: Ringing, InvitedAt: noon, RingUntil: noon.Add(30 * time.Second),
	}
}

func TestEachEndHasItsTicket(t *testing.T) {
	t.Parallel()
	for _, end := range []struct {
		ops    []Op // each a second after the one before; the last ends
		reason Reason
		status Status
		talked time.Duration
	}{
		{[]Op{Accept, Hangup}, Completed, StatusComplete, time.Second},
		{[]Op{Accept, Kick}, Kicked, StatusComplete, time.Second},
		{[]Op{Accept, Disconnect}, Disconnected, StatusComplete, time.Second},
		{[]Op{Cancel}, Cancelled, StatusCancelled, 0},
		{[]Op{Kick}, Kicked, StatusCancelled, 0},
		{[]Op{Disconnect}, Disconnected, StatusCancelled, 0},
		{[]Op{Reject}, Rejected, StatusRejected, 0},
	} {
		c, at := ringing(), noon
		for _, op := range end.ops {
			at = at.Add(time.Second)
			next, err := c.after(op, op != Accept && op != Reject, at)
			if err != nil {
				t.Fatal(err)
			}
			c = next
		}
		ticket := c.Ticket()
		if ticket.Status != end.status || ticket.Reason != end.reason || ticket.Talked != end.talked || !ticket.End.Equal(at) {
			t.Errorf("%v: %+v", end.ops, ticket)
		}
		if wait := ticket.Start.Sub(noon); wait != end.talked { // where they talked, a second after the invitation
			t.Errorf("%v starts after %s", end.ops, wait)
		}
	}
}

func TestWhatRanOutEndsWhenItDid(t *testing.T) {
	t.Parallel()
	c := ringing()
	if _, err := c.after(Accept, false, c.RingUntil.Add(-1)); err != nil {
		t.Error(err)
	}
	for op, code := range map[Op]string{Accept: CodeGone, Reject: CodeGone, Hangup: CodeNotInCall, RingOut: "", Kick: "", Disconnect: ""} {
		late, err := c.after(op, false, c.RingUntil.Add(time.Hour))
		if late.Reason != TimedOut || !late.EndedAt.Equal(c.RingUntil) || late.Ticket().Status != StatusTimeout {
			t.Errorf("%s: %+v", op, late)
		}
		if (err == nil) != (code == "") || err != nil && !fault.HasCode(err, code) {
			t.Errorf("%s: %v", op, err)
		}
	}
}

// A node whose clock is behind makes no call that ends before it begins.
func TestACallNeverEndsBeforeItBegins(t *testing.T) {
	t.Parallel()
	early, err := ringing().after(Accept, false, noon.Add(-time.Minute))
	if err != nil || !early.AnsweredAt.Equal(noon) {
		t.Errorf("%+v %v", early, err)
	}
	early, err = early.after(Hangup, true, noon.Add(-time.Second))
	if err != nil || early.Ticket().Talked != 0 || !early.EndedAt.Equal(noon) {
		t.Errorf("%+v %v", early, err)
	}
}

func TestWhatDevicesRead(t *testing.T) {
	t.Parallel()
	c, err := ringing().after(Accept, false, noon.Add(time.Second))
	if err != nil {
		t.Fatal(err)
	}
	c, err = c.after(Hangup, false, noon.Add(62*time.Second+500*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	for c, want := range map[Call]string{
		ringing(): `{"callId":"c1","channelName":"c1","caller":"a","callee":"b","callType":2,"state":"ringing"}`,
		c: `{"callId":"c1","channelName":"c1","caller":"a","callee":"b","callType":2,"state":"ended","endReason":"completed",` +
			`"ticket":{"caller":"a","callee":"b","type":2,"start":1767268801000,"end":1767268862500,"status":1,"duration":61}}`,
	} {
		var told outbox.Told
		if err := json.Unmarshal(c.events(noon)[0].Payload, &told); err != nil || string(told.Data) != want {
			t.Errorf("%v\n%s\n%s", err, told.Data, want)
		}
	}
}

func TestARefusalShowsTheCall(t *testing.T) {
	t.Parallel()
	for _, row := range Table {
		if row.ByCaller.Code == "" {
			continue
		}
		c := ringing()
		err := fault.As(refusal(row.ByCaller.Code, c))
		if err.Message == "" || err.Detail != any(c.View()) || err.Kind != fault.Conflict && row.ByCaller.Code != CodeNotYours {
			t.Errorf("%+v", err)
		}
	}
}
