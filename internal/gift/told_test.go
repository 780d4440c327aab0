package gift

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/outbox"
)

// TestWhatIsToldIsSeed000s holds the two messages against seed 000, with the
// corrected name of who gave and a link that leads to him.
func TestWhatIsToldIsSeed000s(t *testing.T) {
	t.Parallel()
	events := told(Transfer{
		App: "live", Payer: "88733061914566656", Payee: `7"7`, Coins: 30, Gift: Gift{ID: 1, Name: `爱的抱抱<b>`, Price: 10}, Count: 3, At: time.UnixMilli(1627289662000),
	}, `连舟 & "Co"<script>`, "target")
	const name = `"连舟 & \"Co\"<script>"`
	want := []outbox.Told{
		{To: []string{`7"7`}, From: "88733061914566656", Type: 1004, Data: json.RawMessage(`{
			"senderUserUuid": "88733061914566656", "sendTime": 1627289662000, "targetUserUuid": "7\"7", "targetUserName": "target",
			"giftId": 1, "cloudCoin": 30, "giftCount": 3, "rewardeeUserUuid": "88733061914566656", "rewardeeUserName": ` + name + `,
			"rewarderUserUuid": "88733061914566656", "rewarderUserName": ` + name + `}`)},
		{To: []string{`7"7`}, Type: 1007, Data: json.RawMessage(`{"msg": "恭喜！您刚刚收到 连舟 &amp; &#34;Co&#34;&lt;script&gt; 赠送的礼物：爱的抱抱&lt;b&gt;x3</br>` +
			`<a href=\"party://chat/p2pChat?user=88733061914566656\">快去感谢TA吧～</a>"}`)},
	}
	asValues := cmp.Transformer("json", func(text json.RawMessage) (value any) {
		if err := json.Unmarshal(text, &value); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		return value
	})
	for i, event := range events {
		var got outbox.Told
		if err := json.Unmarshal(event.Payload, &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want[i], got, asValues); diff != "" {
			t.Error(diff)
		}
		if event.App != "live" || event.Lane != `told:7"7` || event.Channel != outbox.DeviceChannel || event.Key == "" {
			t.Errorf("%+v", event)
		}
	}
}

func TestALinkHoldsAnyUser(t *testing.T) {
	t.Parallel()
	events := told(Transfer{Payer: `a"><b>&c=d`, Payee: "b"}, "a", "b")
	var got struct {
		Data struct {
			Message string `json:"msg"`
		} `json:"data"`
	}
	if err := json.Unmarshal(events[1].Payload, &got); err != nil {
		t.Fatal(err)
	}
	want := `恭喜！您刚刚收到 a 赠送的礼物：x0</br><a href="party://chat/p2pChat?user=a%22%3E%3Cb%3E%26c%3Dd">快去感谢TA吧～</a>`
	if got.Data.Message != want {
		t.Error(got.Data.Message)
	}
}
