package native

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// talks makes the app take dialogues, and files one: three who talk, one of them
// in words of the lists.
func (c *client) talks(at, reportID string) intake.Receipt {
	c.Helper()
	_, err := c.deps.Apps.Change(context.Background(), "live", func(app *tenant.App) error {
		app.Immomo = &tenant.Immomo{AppID: "1001", Key: tenant.Secret(strings.Repeat("k", 32)), Scenes: []string{"chat"}, Labels: []string{"abuse", "minor", "pron"}}
		return nil
	})
	c.must(err)
	receipt, err := c.dialogues().Submit(context.Background(), "live", review.Report{
		Memo: "他们骂人",
		Messages: []content.Message{
			{Type: content.Text, SenderID: "1", Text: "快加微信"}, {Type: content.Picture, SenderID: "2", URL: at + "/a.png"},
			{Type: content.Audio, SenderID: "1", URL: at + "/song.mp3"}, {Type: content.Video, SenderID: "3", URL: at + "/song.mp3"},
		},
		Dialogue: &content.Dialogue{
			Credential: "1001", ReportID: reportID, UniqID: "u-1", Category: "chat", Pictures: []string{at + "/cover.png", "no address"},
			Speakers: []content.Speaker{{Key: "id_1", ID: "1", Name: "张三", Avatar: at + "/a.png", Sex: "1"}, {Key: "id_2", ID: "2", Name: "李四", Avatar: "2"}, {Key: "3", ID: "3"}},
			Remarks:  []content.Remark{{SentAt: "1451312321", Markup: "快加<b>微信</b>"}, {SentAt: "1451312322"}, {}, {Tag: "del"}},
		},
		Asked: &review.Asked{Channel: "immomo", Data: json.RawMessage(`{}`)},
	})
	c.must(err)
	return receipt
}

func (c *client) dialogues() *intake.Dialogues { return intake.NewDialogues(c.store, c.clock.now) }

// takes claims the next dialogue.
func (c *client) takes(who string) map[string]any {
	c.Helper()
	list := c.call(who, "claim-cases", given{"queue": "dialogue"})["cases"].([]any)
	if len(list) != 1 {
		c.Fatalf("%s gets %d dialogues", who, len(list))
	}
	return list[0].(map[string]any)
}

func judging(held map[string]any, label string, users map[string]string) given {
	return given{"id": held["id"], "lease_token": held["lease_token"], "verdict": label, "users": users}
}

func TestADialogueIsShownWholeAndJudged(t *testing.T) {
	t.Parallel()
	engines(t, func(w *world) {
		c := newClient(w)
		list := c.number(c.call("supervisor", "put-word-list", given{"name": "base"}), "id")
		c.call("supervisor", "add-terms", given{"id": list, "terms": []map[string]any{{"text": "加微信", "category": "ad", "action": "deny"}}})
		w.must(w.deps.Words.Refresh(t.Context()))
		receipt := c.talks("http://cdn.example", "r1")
		held := c.takes("reviewer")
		c.wantShown(held, receipt.CaseID)

		for field, request := range map[string]given{
			"users.3":         judging(held, "ad", map[string]string{"id_1": "pron", "id_2": "abuse"}),
			"users.1":         judging(held, "ad", map[string]string{"id_1": "pron", "id_2": "abuse", "3": "pass", "1": "ad"}),
			"users.id_2":      judging(held, "ad", map[string]string{"id_1": "pron", "id_2": "politics", "3": "pass"}),
			"verdict":         judging(held, "spam", map[string]string{"id_1": "pron", "id_2": "abuse", "3": "pass"}),
			"actions.subject": judging(held, "ad", map[string]string{"id_1": "pron", "id_2": "abuse", "3": "pass"}).with("actions", []any{map[string]any{"type": "login_limit"}}),
		} {
			if p := c.wantProblem(c.try("reviewer", "decide-case", request), http.StatusBadRequest, "invalid"); p.Field != field {
				c.Errorf("%s: %+v", field, p)
			}
		}
		decision := judging(held, "ad", map[string]string{"id_1": "pron", "id_2": "abuse", "3": "normal"}).with("actions", []any{map[string]any{"type": "login_limit", "subject": "id_1", "hours": 24}})
		c.call("reviewer", "decide-case", decision)
		story := c.call("auditor", "get-case", given{"id": held["id"]})
		if diff := cmp.Diff(map[string]any{"id_1": "porn", "id_2": "abuse", "3": "pass"}, c.at(story, "decisions.0.users")); diff != "" {
			c.Error(diff)
		}
		if c.text(story, "decisions.0.actions.0.user_id") != "1" || c.text(story, "dialogue.users.0.key") != "id_1" || c.text(story, "deliveries.0.channel") == "" {
			c.Errorf("%v", story)
		}
		c.appealed(receipt)
	})
}

func (c *client) wantShown(held map[string]any, id int64) {
	c.Helper()
	place := fmt.Sprintf("/media/cases/%d/", id)
	picture := func(url, n string) map[string]any { return map[string]any{"url": url, "media": place + n} }
	none := map[string]any{"offences": map[string]any{}, "last": []any{}}
	want := map[string]any{
		"ticket_id": fmt.Sprint(id), "report_id": "r1", "uniqid": "u-1", "category": "chat", "reason": "他们骂人",
		"pictures": []any{picture("http://cdn.example/cover.png", "4"), map[string]any{"url": "no address"}},
		"users": []any{
			map[string]any{"key": "id_1", "id": "1", "name": "张三", "sex": "1", "avatar": picture("http://cdn.example/a.png", "6"), "messages": 2.0, "history": none},
			map[string]any{"key": "id_2", "id": "2", "name": "李四", "avatar": map[string]any{"url": "2"}, "messages": 1.0, "history": none},
			map[string]any{"key": "3", "id": "3", "name": "", "messages": 1.0, "history": none},
		},
		"labels": []any{"pass", "porn", "ad", "abuse", "minor"},
	}
	if diff := cmp.Diff(want, held["dialogue"]); diff != "" {
		c.Errorf("the dialogue:\n%s", diff)
	}
	first := c.at(held, "content.messages.0").(map[string]any)
	if c.text(first, "hits.0.term") != "加微信" || c.number(first, "hits.0.from") != 1 || c.number(first, "hits.0.to") != 4 {
		c.Errorf("the hits: %v", first["hits"])
	}
	delete(first, "hits")
	wantMessages := []any{
		map[string]any{"type": "text", "sender_id": "1", "sender_key": "id_1", "text": "快加微信", "sent_at": "1451312321", "markup": "快加<b>微信</b>"},
		map[string]any{"type": "picture", "sender_id": "2", "sender_key": "id_2", "url": "http://cdn.example/a.png", "media": place + "1", "sent_at": "1451312322"},
		map[string]any{"type": "audio", "sender_id": "1", "sender_key": "id_1", "url": "http://cdn.example/song.mp3", "media": place + "2"},
		map[string]any{"type": "video", "sender_id": "3", "sender_key": "3", "url": "http://cdn.example/song.mp3", "media": place + "3", "tag": "del"},
	}
	if diff := cmp.Diff(wantMessages, c.at(held, "content.messages")); diff != "" {
		c.Errorf("the messages:\n%s", diff)
	}
	if c.text(held, "subject.kind") != "content" || c.text(held, "subject.id") != fmt.Sprint(id) {
		c.Errorf("it is about %v", held["subject"])
	}
	var labels []string
	for _, reason := range held["reasons"].([]any) {
		labels = append(labels, fmt.Sprint(reason.(map[string]any)["key"], reason.(map[string]any)["label"]))
	}
	if diff := cmp.Diff([]string{"1porn", "2ad", "3abuse", "8minor"}, labels); diff != "" {
		c.Errorf("the reasons:\n%s", diff)
	}
}

// appealed puts the dialogue before somebody else, who sees what was decided.
func (c *client) appealed(first intake.Receipt) {
	c.Helper()
	_, err := c.dialogues().Appeal(context.Background(), "live", intake.AppealRequest{
		Ticket: first.ReportID, Credential: "1001", Category: "chat", AskedAt: "1451312321", Urgent: true,
		Asked: func(review.Report) *review.Asked {
			return &review.Asked{Channel: "immomo", Data: json.RawMessage(`{}`)}
		},
	})
	c.must(err)
	if list := c.call("reviewer", "claim-cases", given{"queue": "dialogue"})["cases"].([]any); len(list) != 0 {
		c.Error("the first reviewer gets the appeal")
	}
	held := c.takes("reviewer2")
	if c.text(held, "dialogue.ticket_id") != fmt.Sprint(first.ReportID) || c.text(held, "dialogue.appeal.first.users.id_2") != "abuse" ||
		c.number(held, "dialogue.appeal.case_id") != first.CaseID || c.at(held, "dialogue.appeal.urgent") != true {
		c.Errorf("%v", held["dialogue"])
	}
	history := c.at(held, "dialogue.users.0.history").(map[string]any)
	if c.number(history, "offences.porn") != 1 || c.text(history, "last.0.label") != "porn" || c.number(history, "last.0.case_id") != first.CaseID {
		c.Errorf("%v", history)
	}
	c.call("reviewer2", "decide-case", judging(held, "normal", map[string]string{"id_1": "normal", "id_2": "normal", "3": "normal"}))
}

// The reporter's pictures and the avatars lie after the messages.
func TestDialoguesMedia(t *testing.T) {
	t.Parallel()
	g := newGallery(small(t))
	id := newClient(g.world).talks(g.platform, "r1").CaseID
	for n, status := range []int{http.StatusNotFound, http.StatusOK, http.StatusNotFound, http.StatusNotFound, http.StatusOK, -1, http.StatusOK, -1, http.StatusNotFound, http.StatusNotFound} {
		got := g.look("reviewer", fmt.Sprintf("/cases/%d/%d/thumb", id, n))
		if got.status != status && (status != -1 || got.status < 400) {
			t.Errorf("%d: %d %s", n, got.status, got.body)
		}
	}
}
