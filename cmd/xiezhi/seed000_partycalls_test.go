package main

import (
	"fmt"
	"sync"
	"testing"
	"time"
)

// call000 is a call as the contract shows it.
type call000 struct {
	CallID      string `json:"callId"`
	ChannelName string `json:"channelName"`
	Caller      string `json:"caller"`
	Callee      string `json:"callee"`
	CallType    int    `json:"callType"`
	State       string `json:"state"`
	EndReason   string `json:"endReason"`
	Ticket      *struct {
		Status   int   `json:"status"`
		Start    int64 `json:"start"`
		End      int64 `json:"end"`
		Duration int64 `json:"duration"`
	} `json:"ticket"`
}

func (u user000) calls(t *testing.T, operation string, body object) call000 {
	t.Helper()
	return data000[call000](t, u.does(t, "call/"+operation, body), 200)
}

func (u user000) invites(t *testing.T, callee user000) call000 {
	t.Helper()
	return u.calls(t, "invite", object{"callee": callee.id, "callType": 2})
}

// tickets is how many calls of a user have ended.
func (u user000) tickets(t *testing.T) int {
	t.Helper()
	return len(data000[[]object](t, u.does(t, "call/tickets", nil), 200))
}

func (p *party000) calls(t *testing.T) {
	us := p.joins(t, "caller", "callee", "third")
	a, b, c := us[0], us[1], us[2]
	for _, flow := range []struct {
		operation string
		by        user000
		reason    string
		status    int
		late      int // the code of an accept that comes too late
	}{{"reject", b, "rejected", 3, 10409}, {"cancel", a, "cancelled", 2, 10408}} {
		rings := a.invites(t, b)
		if rings.State != "ringing" || rings.Caller != a.id || rings.Callee != b.id || rings.CallType != 2 || rings.ChannelName == "" {
			t.Errorf("%+v", rings)
		}
		ended := flow.by.calls(t, flow.operation, object{"callId": rings.CallID})
		if ended.State != "ended" || ended.EndReason != flow.reason || ended.Ticket == nil || ended.Ticket.Status != flow.status {
			t.Errorf("%s: %+v", flow.operation, ended)
		}
		if late := b.does(t, "call/accept", object{"callId": rings.CallID}); late.Code != flow.late {
			t.Errorf("%s: a late accept: %+v", flow.operation, late)
		}
	}

	rings := a.invites(t, b)
	body := object{"callId": rings.CallID}
	if taken := b.calls(t, "accept", body); taken.State != "in_call" {
		t.Errorf("%+v", taken)
	}
	if busy := c.invites(t, b); busy.State != "ended" || busy.EndReason != "busy" || busy.Ticket.Status != 5 {
		t.Errorf("%+v", busy)
	}
	if two := a.does(t, "call/invite", object{"callee": c.id, "callType": 1}); two.Code != 20004 {
		t.Errorf("a second call: %+v", two)
	}
	if late := a.does(t, "call/cancel", body); late.Code != 10410 {
		t.Errorf("a late cancel: %+v", late)
	}
	if other := c.does(t, "call/get", body); other.Code != 10404 {
		t.Errorf("others' call: %+v", other)
	}
	if over := b.calls(t, "hangup", body); over.EndReason != "completed" || over.Ticket.Status != 1 || over.Ticket.End < over.Ticket.Start {
		t.Errorf("%+v", over)
	}
	if again := a.does(t, "call/hangup", body); again.Code != 20005 {
		t.Errorf("hung up twice: %+v", again)
	}
	if n := a.tickets(t); n != 3 {
		t.Errorf("%d tickets of 3 calls", n)
	}

	rings = a.invites(t, b) // and b reports that he is here, and then no more
	b.calls(t, "accept", object{"callId": rings.CallID})
	data000[object](t, b.does(t, "user/reporter", nil), 200)
	eventually(t, 30*time.Second, "who is gone is out of his call", func() bool {
		data000[object](t, a.does(t, "user/reporter", nil), 200)
		return a.calls(t, "get", object{"callId": rings.CallID}).EndReason == "disconnected"
	})
}

// races: exactly one of accept and cancel wins, and who invites each other are in
// one call.
func (p *party000) races(t *testing.T) {
	for i := range 12 {
		us := p.joins(t, fmt.Sprint("race-a", i), fmt.Sprint("race-b", i))
		a, b := us[0], us[1]
		body := object{"callId": a.invites(t, b).CallID}
		var accepted, cancelled reply000
		together(func() { accepted = b.does(t, "call/accept", body) }, func() { cancelled = a.does(t, "call/cancel", body) })
		switch {
		case accepted.Code == 200 && cancelled.Code == 10410:
			a.calls(t, "hangup", body)
		case accepted.Code == 10408 && cancelled.Code == 200:
		default:
			t.Errorf("accept %+v, cancel %+v", accepted, cancelled)
		}
		if n, m := a.tickets(t), b.tickets(t); n != 1 || m != 1 {
			t.Errorf("%d and %d tickets of one call", n, m)
		}
		var one, other call000
		together(func() { one = a.invites(t, b) }, func() { other = b.invites(t, a) })
		if one.CallID != other.CallID || a.calls(t, "get", object{"callId": one.CallID}).State != "in_call" {
			t.Errorf("both invite: %+v %+v", one, other)
		}
	}
}

func together(all ...func()) {
	var running sync.WaitGroup
	for _, one := range all {
		running.Go(one)
	}
	running.Wait()
}
