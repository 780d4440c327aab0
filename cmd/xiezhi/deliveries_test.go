package main

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
)

// deadDeliveries writes events about the users, in this order, and gives each
// up after one attempt.
func deadDeliveries(t *testing.T, d storetest.Database, users ...string) {
	t.Helper()
	ctx, now := context.Background(), time.Now().Add(-time.Hour)
	store := d.Open(t, sqlstore.Options{Serve: true})
	events := make([]outbox.Event, len(users))
	for i, user := range users {
		events[i] = outbox.Event{
			Key: fmt.Sprintf("key-%d", i), App: "live", Channel: enforce.Channel, Lane: "user:" + user, Kind: "mute",
			Payload: []byte(`{"uid":"` + user + `"}`), CreatedAt: now, DueAt: now,
		}
	}
	_, err := store.LiftSanctions(ctx, enforce.Match{App: "live", UserID: "nobody"}, "1", "", now,
		func([]enforce.Sanction) []outbox.Event { return events })
	for range users {
		var claims []outbox.Claim
		if err == nil {
			claims, err = store.ClaimHeads(ctx, "live", 1, now, now.Add(time.Minute))
		}
		if err != nil || len(claims) != 1 {
			t.Fatalf("claimed %v, %v", claims, err)
		}
		attempt := outbox.Attempt{EventID: claims[0].ID, At: now, Status: 200, Answer: "{\"ret\":1}\x1b[2J", Error: "ret 1", Outcome: outbox.Refused}
		err = store.RecordAttempt(ctx, claims[0], attempt, time.Time{})
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestDeliveriesCommands(t *testing.T) {
	t.Parallel()
	storetest.Databases(t, func(t *testing.T, d storetest.Database) {
		deadDeliveries(t, d, "1", "2", "2", "3")
		tools := toolbox{t: t, data: t.TempDir(), store: d.Address}
		states := func() (got string) {
			t.Helper()
			var list []struct{ State string }
			tools.into(&list, "deliveries", "list")
			for _, one := range list {
				got += one.State[:1]
			}
			return got
		}
		if got := states(); got != "dddd" {
			t.Fatalf("states %s", got)
		}
		var story struct {
			ID      int64
			Lane    string
			Payload struct{ UID string }
			Tries   []struct{ Error string }
		}
		tools.into(&story, "deliveries", "show", "1")
		if story.ID != 1 || story.Lane != "user:1" || story.Payload.UID != "1" || len(story.Tries) != 1 || story.Tries[0].Error != "ret 1" {
			t.Errorf("shown %+v", story)
		}
		if text := tools.text("deliveries", "show", "1"); strings.Contains(text, "\x1b") || !strings.Contains(text, `\x1b[2J`) || !strings.Contains(text, "user:1") {
			t.Errorf("shown %q", text)
		}
		tools.refused(exitFailed, "overtaken", "deliveries", "resend", "2")
		tools.text("deliveries", "resend", "1")
		tools.refused(exitFailed, "not dead", "deliveries", "resend", "1")
		tools.refused(exitFailed, "no delivery 77", "deliveries", "show", "77")
		tools.refused(exitUsage, "say which", "deliveries", "resend", "--yes")
		tools.refused(exitUsage, "exclude", "deliveries", "resend", "1", "--app", "live")

		var resent struct {
			Done                        bool
			Matching, Resent, Overtaken int
		}
		tools.into(&resent, "deliveries", "resend", "--app", "live", "--since", "24h")
		if resent.Done || resent.Matching != 3 || states() != "dddp" {
			t.Errorf("counted %+v, and the states are %s", resent, states())
		}
		tools.into(&resent, "deliveries", "resend", "--all", "--yes")
		if !resent.Done || resent.Resent != 2 || resent.Overtaken != 1 || states() != "ppdp" {
			t.Errorf("resent %+v, and the states are %s", resent, states())
		}
		tools.into(&resent, "deliveries", "resend", "--lane", "user:2", "--overtaken", "--yes")
		if resent.Resent != 1 || states() != "pppp" {
			t.Errorf("resent %+v, and the states are %s", resent, states())
		}
	})
}
