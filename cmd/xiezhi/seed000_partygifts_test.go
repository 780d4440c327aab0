package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

func (p *party000) credits(t *testing.T, user user000, coins int) {
	t.Helper()
	for range 2 { // the same again changes nothing
		data000[object](t, p.asks(t, "wallet/credit", object{"userUuid": user.id, "cloudCoin": coins, "requestId": "welcome " + user.id, "reason": "新人"}), 200)
	}
}

func (u user000) coins(t *testing.T) float64 {
	t.Helper()
	return data000[object](t, u.does(t, "wallet/get", nil), 200)["cloudCoin"].(float64)
}

// gifts are exact also when sixteen are given at once, and are told to who gets
// them.
func (p *party000) gifts(t *testing.T) {
	us := p.joins(t, "giver<b>", "taker")
	a, b := us[0], us[1]
	device := b.connects(t)
	p.credits(t, a, 9*5+8)
	if list := data000[[]object](t, a.does(t, "gift/list", nil), 200); len(list) != 4 || list[3]["giftName"] != "火箭" || list[3]["cloudCoin"] != 999.0 {
		t.Errorf("%v", list)
	}
	codes := make([]int, 16)
	var all sync.WaitGroup
	for i := range codes {
		all.Go(func() {
			r, err := a.try("user/reward", fmt.Sprintf(`{"giftId":1,"giftCount":1,"target":"taker","requestId":"r%d"}`, i))
			if err != nil {
				t.Error(err)
			}
			codes[i] = r.Code
		})
	}
	all.Wait()
	given := map[int]int{}
	for _, code := range codes {
		given[code]++
	}
	if given[200] != 5 || given[1010] != 11 || a.coins(t) != 8 || b.coins(t) != 45 {
		t.Errorf("%v, %v and %v coins", given, a.coins(t), b.coins(t))
	}
	statement := data000[[]object](t, a.does(t, "wallet/statement", nil), 200)
	if len(statement) != 6 || statement[0]["cloudCoin"] != -9.0 || statement[0]["balance"] != 8.0 || statement[0]["peer"] != "taker" || statement[5]["reason"] != "新人" {
		t.Errorf("%v", statement)
	}
	p.repeats(t, a, statement[0])

	told := p.told(t, device, 5)
	for _, reward := range told[1004] {
		for key, want := range map[string]any{
			"senderUserUuid": a.id, "targetUserUuid": b.id, "targetUserName": "名taker", "giftId": 1.0, "cloudCoin": 9.0, "giftCount": 1.0,
			"rewardeeUserUuid": a.id, "rewardeeUserName": "名giver<b>", "rewarderUserUuid": a.id, "rewarderUserName": "名giver<b>",
		} {
			if reward[key] != want {
				t.Errorf("%s is %v", key, reward[key])
			}
		}
	}
	words := `恭喜！您刚刚收到 名giver&lt;b&gt; 赠送的礼物：荧光棒x1</br><a href="party://chat/p2pChat?user=giver%3Cb%3E">快去感谢TA吧～</a>`
	for _, announced := range told[1007] {
		if announced["msg"] != words {
			t.Errorf("%v", announced["msg"])
		}
	}
}

// repeats: the same requestId gives once, another gift by it is refused; a refund
// gives back once.
func (p *party000) repeats(t *testing.T, a user000, last object) {
	t.Helper()
	again := object{"giftId": 1, "giftCount": 1, "target": "taker", "requestId": "again"}
	p.credits(t, a, 9*5+8)
	data000[object](t, p.asks(t, "wallet/credit", object{"userUuid": a.id, "cloudCoin": 1, "requestId": "one more"}), 200)
	first := data000[object](t, a.does(t, "user/reward", again), 200)
	if second := data000[object](t, a.does(t, "user/reward", again), 200); second["repeated"] != true || second["rewardId"] != first["rewardId"] {
		t.Errorf("%v %v", first, second)
	}
	again["giftCount"] = 2
	if other := a.does(t, "user/reward", again); other.Code != 1011 {
		t.Errorf("%+v", other)
	}
	refund := object{"rewardId": first["rewardId"], "reason": "误点"}
	if back := data000[object](t, p.asks(t, "wallet/refund", refund), 200); back["userUuid"] != a.id || back["balance"] != 9.0 {
		t.Errorf("%v", back)
	}
	if twice := p.asks(t, "wallet/refund", refund); twice.Code != 1012 {
		t.Errorf("%+v", twice)
	}
	if last["id"] == first["rewardId"] {
		t.Errorf("%v", last)
	}
}

// told waits for n rewards and one, and returns the messages by their types:
// those of the IM, whose signatures are checked, or those of the push channel.
func (p *party000) told(t *testing.T, device *device000, n int) map[int][]object {
	t.Helper()
	if p.app == "duo" {
		eventually(t, 30*time.Second, "the device is told", func() bool { return len(device.hears(1004)) > n && len(device.hears(1007)) > n })
		return map[int][]object{1004: device.hears(1004), 1007: device.hears(1007)}
	}
	told := map[int][]object{}
	for _, asked := range p.cloud.hears(t, 2*(n+1), "POST /nimserver/msg/sendMsg.action") {
		form, err := url.ParseQuery(asked.body)
		if err != nil {
			t.Fatal(err)
		}
		var said told000
		if err := json.Unmarshal([]byte(form.Get("body")), &said); err != nil || form.Get("type") != "100" || form.Get("ope") != "0" || form.Get("to") != "taker" {
			t.Fatalf("%v %v", form, err)
		}
		if want := map[int]string{1004: "giver<b>", 1007: "helper"}[said.Type]; form.Get("from") != want {
			t.Errorf("%d is from %s", said.Type, form.Get("from"))
		}
		told[said.Type] = append(told[said.Type], said.Data)
	}
	if len(device.hears(1004)) > 0 {
		t.Error("an app with an IM tells by the push channel too")
	}
	return told
}

// storm kills the server during n rewards: every one that was acknowledged is in
// the ledger, those sent again count once, and the ledger adds up.
func (p *party000) storm(t *testing.T, n int) {
	const givers, price = 20, 9
	ids := make([]string, givers)
	for i := range ids {
		ids[i] = fmt.Sprint("storm", i)
	}
	users := p.joins(t, append(ids, "pot")...)
	pot := users[givers]
	for _, u := range users[:givers] {
		p.credits(t, u, n/givers*price)
	}
	var mu sync.Mutex
	acknowledged := map[string]float64{} // reward ids by request
	half := make(chan struct{})
	halfDone := sync.OnceFunc(func() { close(half) })
	give := func(u user000, i int) bool {
		request := fmt.Sprint(u.id, "/", i)
		r, err := u.try("user/reward", fmt.Sprintf(`{"giftId":1,"giftCount":1,"target":"pot","requestId":%q}`, request))
		if err != nil || r.Code != http.StatusOK {
			return false // also a pace that is too fast
		}
		var made object
		if err := json.Unmarshal(r.Data, &made); err != nil {
			t.Error(err)
		}
		mu.Lock()
		defer mu.Unlock()
		if before, twice := acknowledged[request]; twice && before != made["rewardId"] {
			t.Errorf("%s was given twice", request)
		}
		if acknowledged[request] = made["rewardId"].(float64); len(acknowledged) == n/2 {
			halfDone()
		}
		return true
	}
	var all sync.WaitGroup
	for _, u := range users[:givers] {
		all.Go(func() {
			for i := range n / givers {
				give(u, i)
			}
		})
	}
	<-half
	p.server.kill()
	all.Wait()
	p.server.start()
	survived := len(acknowledged)
	kept := map[float64]bool{}
	for _, u := range users[:givers] {
		for _, line := range data000[[]object](t, u.does(t, "wallet/statement", object{"limit": 100}), 200) {
			kept[line["id"].(float64)] = true
		}
	}
	for request, id := range acknowledged {
		if !kept[id] {
			t.Errorf("%s was acknowledged and is lost", request)
		}
	}
	for _, u := range users[:givers] {
		all.Go(func() {
			for i := range n / givers {
				deadline := time.Now().Add(time.Minute)
				for !give(u, i) && time.Now().Before(deadline) {
					<-time.After(100 * time.Millisecond) // the pace
				}
			}
		})
	}
	all.Wait()
	t.Logf("%d of %d rewards were acknowledged before the kill", survived, n)
	if got := pot.coins(t); got != float64(n*price) {
		t.Errorf("%v coins of %d", got, n*price)
	}
	if good := p.server.tools().text("ledger", "verify"); !strings.Contains(good, "party") {
		t.Error(good)
	}
}
