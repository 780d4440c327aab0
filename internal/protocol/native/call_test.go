package native

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/evidence"
	"github.com/xiezhi/xiezhi/internal/review"
)

// inCall has a call's cloud hear something of the user behind number 22.
func (w *world) inCall(said string, label int) {
	w.Helper()
	ctx, now := context.Background(), w.clock.now()
	e := content.Evidence{
		Seat: content.Seat{ChannelID: "7", ChannelName: "room", UID: "22"}, DataID: said, From: now, To: now, Source: content.VendorsMachine, Status: 102,
		Found: []content.Suspicion{{Label: label, Level: 2}}, Heard: &content.Heard{Action: 2, ASR: 3, Text: said},
	}
	w.must(w.store.KeepNotice(ctx, evidence.Notice{App: "live", Kind: evidence.Found, Key: said, Body: json.RawMessage(`{}`), ReceivedAt: now}))
	notices, err := w.store.ClaimNotices(ctx, 1, now, now.Add(time.Minute))
	w.must(err)
	w.must(w.store.RecordFound(ctx, notices[0], evidence.Filing{
		Evidence: e, User: "u22", Group: "evidence 7 22", Rank: review.Urgent,
		Report: &review.Report{App: "live", Entrance: content.PrivateChat, Reporter: evidence.Reporter, Accused: "u22", FiledAt: now, Evidence: &e},
	}, now))
}

// calls is a case of evidence that grows while somebody works on it.
func (c *client) calls() {
	c.call("reviewer", "add-risk-user", given{"app": "live", "user_id": "u22"})
	c.inCall("加微信", 200)
	held := c.call("reviewer", "claim-cases", given{"queue": "evidence"})
	id := c.number(held, "cases.0.id")
	if c.text(held, "cases.0.evidence.suspected") != "ad" || c.number(held, "cases.0.kick_minutes.0") != 10 {
		c.Errorf("%v", held)
	}
	c.inCall("裸聊", 100)
	now := c.call("reviewer", "case-evidence", given{"id": id})
	if len(c.at(now, "items").([]any)) != 2 || c.text(now, "suspected") != "porn" || c.at(now, "accused.known.risk") != true {
		c.Errorf("%v", now)
	}
	c.wantProblem(c.try("supervisor", "case-evidence", given{"id": id}), http.StatusConflict, review.CodeLeaseLost)
}

func TestACallTellsWhatIsKnownOfItsPeople(t *testing.T) {
	t.Parallel()
	w := small(t)
	c := newClient(w)
	w.inCall("加微信", 200)
	held := c.call("reviewer", "claim-cases", given{"queue": "evidence"})
	id := c.number(held, "cases.0.id")
	c.call("reviewer", "decide-case", given{
		"id": id, "lease_token": c.text(held, "cases.0.lease_token"), "verdict": "ad", "actions": []map[string]any{{"type": "kick_room", "minutes": 30}},
	})
	story := c.call("auditor", "get-case", given{"id": id})
	if c.text(story, "evidence.people.0.known.in_force.0.action") != "kick_room" || len(c.at(story, "evidence.people.0.known.history.last").([]any)) != 0 {
		t.Errorf("%v", c.at(story, "evidence"))
	}
	w.clock.move(time.Hour)
	w.inCall("再来", 200)
	again := c.call("reviewer", "claim-cases", given{"queue": "evidence"})
	if c.number(again, "cases.0.evidence.accused.known.history.last.0.case_id") != id || len(c.at(again, "cases.0.evidence.accused.known.in_force").([]any)) != 0 {
		t.Errorf("%v", c.at(again, "cases.0.evidence.accused"))
	}
}
