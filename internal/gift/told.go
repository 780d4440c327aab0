package gift

import (
	"encoding/json"
	"fmt"
	"html"
	"net/url"

	"github.com/xiezhi/xiezhi/internal/outbox"
)

// rewarded is the data of outbox.ToldReward, field by field as seed 000 has it.
// What it calls the rewardee is who gave; rewarder says so.
type rewarded struct {
	Sender       string `json:"senderUserUuid"`
	SendTime     int64  `json:"sendTime"` // unix milliseconds
	Target       string `json:"targetUserUuid"`
	TargetName   string `json:"targetUserName"`
	GiftID       int64  `json:"giftId"`
	Coins        int64  `json:"cloudCoin"` // of all of them
	Count        int64  `json:"giftCount"`
	Rewardee     string `json:"rewardeeUserUuid"`
	RewardeeName string `json:"rewardeeUserName"`
	Rewarder     string `json:"rewarderUserUuid"`
	RewarderName string `json:"rewarderUserName"`
}

// announced is the data of outbox.ToldAnnounce.
type announced struct {
	Message string `json:"msg"` // HTML
}

// announcement is the text of seed 000: who gave what, how many, and his link.
const announcement = `恭喜！您刚刚收到 %s 赠送的礼物：%sx%d</br><a href="party://chat/p2pChat?user=%s">快去感谢TA吧～</a>`

// told are the events of a reward: to whom it was given, from who gave it and
// from the assistant.
func told(t Transfer, giver, target string) []outbox.Event {
	reward := rewarded{
		Sender: t.Payer, SendTime: t.At.UnixMilli(), Target: t.Payee, TargetName: target, GiftID: t.Gift.ID, Coins: t.Coins, Count: t.Count,
		Rewardee: t.Payer, RewardeeName: giver, Rewarder: t.Payer, RewarderName: giver,
	}
	text := announced{fmt.Sprintf(announcement,
		html.EscapeString(giver), html.EscapeString(t.Gift.Name), t.Count, html.EscapeString(url.QueryEscape(t.Payer)))}
	to := func(from string, kind int, data any) outbox.Event {
		encoded, _ := json.Marshal(data) // plain fields always marshal
		return outbox.Told{To: []string{t.Payee}, From: from, Type: kind, Data: encoded}.Event(t.App, "told:"+t.Payee, t.At)
	}
	return []outbox.Event{to(t.Payer, outbox.ToldReward, reward), to("", outbox.ToldAnnounce, text)}
}
