package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

func (p *party000) reviewer(t *testing.T) *client {
	t.Helper()
	c := newClient(t, p.server.base)
	c.logIn("r1")
	return c
}

// takes claims the case of a queue that shows a message.
func (p *party000) takes(t *testing.T, c *client, queue, messageID string) object {
	t.Helper()
	var held object
	eventually(t, 30*time.Second, "a case of "+messageID, func() bool {
		for _, one := range c.api("/cases/claim", object{"queue": queue, "app": p.app, "limit": 50}, http.StatusOK)["cases"].([]any) {
			if text, err := json.Marshal(one); err == nil && strings.Contains(string(text), messageID) {
				held = one.(object)
			}
		}
		return held != nil
	})
	return held
}

func decides000(c *client, held object, verdict string, actions ...object) {
	c.t.Helper()
	body := object{"lease_token": held["lease_token"], "verdict": verdict, "undo_seconds": 0}
	if len(actions) > 0 {
		body["actions"] = actions
	}
	c.api(fmt.Sprintf("/cases/%.0f/decision", held["id"]), body, http.StatusOK)
}

func (u user000) writes(t *testing.T, to user000, text string, code int) object {
	t.Helper()
	return data000[object](t, u.does(t, "message/send", object{"target": to.id, "msgType": "text", "content": text}), code)
}

// messages pass the in-line audit; what waits is delivered, or not, by a person's
// word.
func (p *party000) messages(t *testing.T) {
	us := p.joins(t, "writer", "reader")
	a, b := us[0], us[1]
	from, to := a.connects(t), b.connects(t)
	clean := a.writes(t, b, "你好", 200)
	masked := a.writes(t, b, "晚上加微信吧", 200)
	if clean["state"] != "delivered" || clean["content"] != "你好" || masked["content"] != "晚上***吧" {
		t.Errorf("%v %v", clean, masked)
	}
	if refused := a.does(t, "message/send", object{"target": b.id, "content": "裸聊"}); refused.Code != 1020 || len(refused.Data) > 0 {
		t.Errorf("%+v", refused)
	}
	waits := a.writes(t, b, "来百家乐", 1021)
	picture := data000[object](t, a.does(t, "message/send", object{"target": b.id, "msgType": "picture", "url": p.cloud.base + "/shot.png"}), 1021)
	if waits["state"] != "waiting" || picture["state"] != "waiting" {
		t.Errorf("%v %v", waits, picture)
	}
	r1 := p.reviewer(t)
	for _, want := range []object{waits, picture} { // nobody has set a detector up: a person looks at the picture too
		n := len(to.hears(1101))
		decides000(r1, p.takes(t, r1, "live", want["messageId"].(string)), "pass")
		eventually(t, 30*time.Second, "what waited is delivered", func() bool { return len(to.hears(1101)) == n+1 })
	}
	for i, want := range []object{clean, masked, waits, picture} {
		got := to.hears(1101)[i]
		if got["messageId"] != want["messageId"] || got["content"] != want["content"] || got["url"] != want["url"] || got["from"] != a.id || got["fromName"] != "名writer" || got["state"] != "delivered" {
			t.Errorf("%v, want %v", got, want)
		}
	}
	bad := a.writes(t, b, "百家乐二楼", 1021)
	decides000(r1, p.takes(t, r1, "live", bad["messageId"].(string)), "illegal", object{"type": "mute", "hours": 1})
	eventually(t, 30*time.Second, "he is muted, and told", func() bool {
		told := from.hears(1101)
		return len(told) == 3 && told[2]["state"] == "refused" && told[2]["content"] == nil
	})
	eventually(t, 30*time.Second, "the mute binds", func() bool {
		return a.does(t, "message/send", object{"target": b.id, "content": "你好"}).Code == 1031
	})
	if n := len(to.hears(1101)); n != 4 {
		t.Errorf("%d messages of 4", n)
	}
	data000[object](t, a.does(t, "user/reporter", nil), 200) // but he is here
}

// guard: a report leads to a punishment, which ends the call and everything else.
func (p *party000) guard(t *testing.T) {
	us := p.joins(t, "rude", "polite")
	a, b := us[0], us[1]
	device, other := a.connects(t), b.connects(t)
	for _, u := range us {
		data000[object](t, u.does(t, "user/reporter", nil), 200)
	}
	said := a.writes(t, b, "骂人的话", 200)
	call := a.invites(t, b)
	b.calls(t, "accept", object{"callId": call.CallID})
	report := object{"target": a.id, "type": 3, "memo": "他骂人", "messages": []any{said["messageId"]}}
	first := data000[object](t, b.does(t, "user/report", report), 200)
	if again := data000[object](t, b.does(t, "user/report", report), 200); again["duplicate"] != true || again["id"] != first["id"] {
		t.Errorf("%v %v", first, again)
	}
	r1 := p.reviewer(t)
	held := p.takes(t, r1, "message", said["messageId"].(string))
	decides000(r1, held, "abuse", object{"type": "login_limit", "hours": 1}, object{"type": "delete", "message_id": said["messageId"]})
	eventually(t, 30*time.Second, "his call ends", func() bool {
		data000[object](t, b.does(t, "user/reporter", nil), 200)
		return b.calls(t, "get", object{"callId": call.CallID}).EndReason == "kicked"
	})
	eventually(t, 30*time.Second, "what he wrote is taken back", func() bool {
		told := other.hears(1101)
		return len(told) == 2 && told[1]["state"] == "recalled" && told[1]["messageId"] == said["messageId"] && told[1]["content"] == nil
	})
	eventually(t, 30*time.Second, "his devices are cut", func() bool { return device.end() == 3503 })
	for operation, body := range map[string]any{
		"user/reporter": nil, "user/login": nil, "user/getOnlineUser": nil, "message/send": object{"target": b.id, "content": "你好"},
		"call/invite": object{"callee": b.id, "callType": 1}, "user/reward": object{"giftId": 1, "giftCount": 1, "target": b.id}, "user/report": object{"target": b.id, "type": 1},
	} {
		if got := a.does(t, operation, body); got.Code != 1030 {
			t.Errorf("%s: %+v", operation, got)
		}
	}
	if got := b.online(t, 50); slices.Contains(got, a.id) {
		t.Errorf("he is on the list: %v", got)
	}
	sanctions := (&seed000{server: p.server}).get(t, r1, "/sanctions?app=duo&user_id="+a.id)["items"].([]any)
	r1.api(fmt.Sprintf("/sanctions/%.0f/lift", sanctions[0].(object)["id"]), object{"memo": "道歉了"}, http.StatusOK)
	eventually(t, 30*time.Second, "he may come back", func() bool { return a.does(t, "user/reporter", nil).Code == 200 })
}
