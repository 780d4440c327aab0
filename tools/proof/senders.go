//go:build linux

package main

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/xiezhi/xiezhi/tools/proof/model"
)

// envelope is any answer of the uplus contract.
type envelope struct {
	Ret  *int   `json:"ret"`
	Code string `json:"code"`
	Info string `json:"info"`
}

// accusedUsers are few, so that several cases are about each.
const accusedUsers = 40

// reports has a user report message after message, each until it is
// acknowledged.
func (c *client) reports(name string, often time.Duration) {
	c.every(often, func(nth int) {
		message := fmt.Sprintf("m-%s-%d", name, nth)
		accused := fmt.Sprintf("u%d", c.odds.IntN(accusedUsers))
		body := text(object{"mod": 11, "reporter": name, "type": []int{2}, "buid": accused, "memo": "", "msgs": []object{{
			"msg_type": 1, "msgid": message, "uucid": "", "senderid": accused, "url": "", "thumburl": "", "content": "日结三百 " + message,
		}}})
		got, answered := c.insist(func() request {
			query := url.Values{"token": {userToken(name, c.clock.Now())}, "uid": {name}}
			return request{http.MethodPost, "/v/1.0/t/ios/report/reportmsg?" + query.Encode(), body, asJSON}
		})
		c.tell(func(h *model.History) {
			h.Reports = append(h.Reports, model.Report{Message: message, Acked: answered && c.yes("reportmsg", got)})
		})
	})
}

// yes reports whether an answer of the uplus contract says so.
func (c *client) yes(what string, got reply) bool {
	var e envelope
	if err := got.into(&e); err != nil || e.Ret == nil {
		c.wonder("%s: HTTP %d %.200s", what, got.status, got.body)
		return false
	}
	if *e.Ret != 0 {
		c.wonder("%s: HTTP %d %s %s", what, got.status, e.Code, e.Info)
	}
	return *e.Ret == 0
}

// personLooksEvery says which live messages the word list wants looked at.
const personLooksEvery = 6

// audits has live messages asked about. Each sending is a message of its own:
// the contract has no id by which a client may repeat one.
func (c *client) audits(name string, often time.Duration) {
	c.every(often, func(nth int) {
		said := fmt.Sprintf("今晚 %s %d 见", name, nth)
		if nth%personLooksEvery == 0 {
			said = fmt.Sprintf("百家乐稳赚 %s %d", name, nth)
		}
		line := map[string]string{
			"anchor_id": "600501", "live_id": "1638", "msg_time": "2016-09-28 17:39:25", "ip_address": "192.168.0.3",
			"user_id": fmt.Sprintf("w-%s-%d", name, nth/3), "message_type": "0", "msg_content": said,
		}
		got, answered := c.insist(func() request {
			return request{http.MethodPost, "/audit-live", auditPacket(line, c.clock.Now()), asForm}
		})
		var told struct {
			JSON struct {
				Code   int    `json:"code"`
				DataID string `json:"data_id"`
			}
		}
		if !answered {
			return
		}
		if err := got.into(&told); err != nil || !slices.Contains([]int{1001, 1002, 1003}, told.JSON.Code) {
			if told.JSON.Code != 5000 { // the contract's word for later
				c.wonder("audit-live: HTTP %d %.200s", got.status, got.body)
			}
			return
		}
		c.tell(func(h *model.History) {
			h.Audits = append(h.Audits, model.Audit{DataID: told.JSON.DataID, Person: told.JSON.Code == 1003})
		})
	})
}

// partyReply is any answer of the party contract.
type partyReply struct {
	Code int    `json:"code"`
	Msg  string `json:"msg"`
	Data struct {
		RewardID int64 `json:"rewardId"`
		ID       int64 `json:"id"`
	} `json:"data"`
}

// Codes of the party contract.
const (
	partyDone     = 200
	partyTooFast  = 429
	partyTooSmall = 1010
	partyTrouble  = 500 // this and above: again later
)

// moves asks for a movement of coins until it is answered.
func (c *client) moves(m model.Move, path string, body object, header func() http.Header) {
	for {
		got, answered := c.insist(func() request {
			return request{http.MethodPost, "/nemo/socialChat/" + path, text(body), header()}
		})
		var told partyReply
		if answered {
			if err := got.into(&told); err != nil {
				c.wonder("%s: HTTP %d %.200s", path, got.status, got.body)
			}
		}
		switch {
		case !answered || told.Code == partyTooSmall:
		case told.Code == partyTooFast || told.Code >= partyTrouble && told.Code < 1000:
			if !c.late() {
				c.rest(100 * time.Millisecond)
				continue
			}
		case told.Code != partyDone:
			c.wonder("%s: %d %s", path, told.Code, told.Msg)
		default:
			m.ID = max(told.Data.RewardID, told.Data.ID)
		}
		c.tell(func(h *model.History) { h.Moves = append(h.Moves, m) })
		return
	}
}

const (
	giftPrice = 9 // of the first gift
	pot       = "pot"
)

// joins makes users of the party; it is for before the faults.
func (c *client) joins(users ...string) error {
	for _, user := range users {
		body := object{"userUuid": user, "deviceId": "phone", "userName": "名" + user, "userToken": "token of " + user, "mobile": "13800000001", "imToken": "im"}
		got, err := c.send(request{http.MethodPost, "/nemo/socialChat/server/user/createUser", text(body), partyServer(c.clock.Now())})
		var told partyReply
		if err != nil || got.into(&told) != nil || told.Code != partyDone {
			return fmt.Errorf("%s cannot join: HTTP %d %s %w", user, got.status, got.body, err)
		}
	}
	return nil
}

// gives has a user of the party give, and be given coins to do so.
func (c *client) gives(user string, often time.Duration) {
	c.every(often, func(nth int) {
		if nth%5 == 0 {
			m := model.Move{Request: fmt.Sprintf("credit-%s-%d", user, nth), Payee: user, Coins: 5 * giftPrice}
			c.moves(m, "server/wallet/credit", object{"userUuid": user, "cloudCoin": m.Coins, "requestId": m.Request, "reason": "证明"},
				func() http.Header { return partyServer(c.clock.Now()) })
		}
		m := model.Move{Request: fmt.Sprintf("reward-%s-%d", user, nth), Payer: user, Payee: pot, Coins: giftPrice}
		c.moves(m, "user/reward", object{"giftId": 1, "giftCount": 1, "target": pot, "requestId": m.Request},
			func() http.Header { return partyUser(user) })
	})
}
