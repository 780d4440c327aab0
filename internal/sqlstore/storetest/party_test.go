package storetest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/evidence"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/party"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

func TestPartyAccountsHaveNumbers(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		numbers := make([]int64, 10)
		var all sync.WaitGroup
		next := int64(1000)
		var mu sync.Mutex
		draw := func() int64 { mu.Lock(); defer mu.Unlock(); next++; return next / 2 } // each number twice
		for i := range numbers {
			all.Go(func() {
				a, err := store.CreatePartyAccount(ctx, party.Account{App: live, UserUUID: "a", DeviceID: fmt.Sprint(i % 5), Name: "甲", CreatedAt: start, UpdatedAt: start}, draw)
				must(t, err)
				numbers[i] = a.RTCUid
			})
		}
		all.Wait()
		distinct := map[int64]bool{}
		for i, number := range numbers {
			same(t, numbers[i%5], number)
			distinct[number] = true
		}
		same(t, 5, len(distinct))
		user, err := store.UserBehind(ctx, live, content.Seat{ChannelID: "7", UID: fmt.Sprint(numbers[3])}, start)
		must(t, err)
		same(t, "a", user)
		changed, err := store.ChangePartyAccount(ctx, live, "a", func(a *party.Account) error { a.Name = "乙"; return nil })
		must(t, err)
		same(t, "乙", changed.Name)
		if _, err := store.ChangePartyAccount(ctx, live, "b", func(*party.Account) error { return nil }); !fault.HasCode(err, party.CodeNoUser) {
			t.Error(err)
		}
	})
}

// counter draws one number after the other.
func counter(from int64) func() int64 {
	return func() int64 { from++; return from }
}

func member(user, mobile string, at time.Time) party.Account {
	return party.Account{App: live, UserUUID: user, DeviceID: "d", Name: "名 " + user, Mobile: mobile, TokenHash: party.HashToken(user), CreatedAt: at, UpdatedAt: at}
}

func TestPartyAccountsAreFound(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		var asked []string
		for i := range 30 {
			user := fmt.Sprint("u", i)
			_, err := store.CreatePartyAccount(ctx, member(user, fmt.Sprint("138000", i/2), start.Add(time.Duration(i)*time.Second)), counter(int64(1000*i)))
			must(t, err)
			asked = append(asked, user, "x"+user)
		}
		for _, n := range []int{0, 1, 2, 5, 60} {
			found, err := store.PartyAccounts(ctx, live, asked[:n])
			must(t, err)
			same(t, (n+1)/2, len(found))
			for _, user := range slices.Collect(maps.Keys(found)) {
				same(t, "名 "+user, found[user].Name)
			}
		}
		if others, err := store.PartyAccounts(ctx, "other", asked); err != nil || len(others) != 0 {
			t.Errorf("another app has %v %v", others, err)
		}
		one, err := store.PartyAccount(ctx, live, "u3")
		must(t, err)
		same(t, party.HashToken("u3"), one.TokenHash)
		last, err := store.PartyAccountByMobile(ctx, live, "1380001")
		must(t, err)
		same(t, "u3", last.UserUUID)
		for name, err := range map[string]error{
			"a user":    second(store.PartyAccount(ctx, live, "nobody")),
			"elsewhere": second(store.PartyAccount(ctx, "other", "u3")),
			"a mobile":  second(store.PartyAccountByMobile(ctx, live, "99")),
			"none":      second(store.PartyAccountByMobile(ctx, live, "")),
			"a device":  second(store.PartyNumber(ctx, member("nobody", "", start), counter(5))),
		} {
			if !fault.HasCode(err, party.CodeNoUser) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestAUserHasSoManyDevices(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		draw, a := counter(1000), member("a", "", start)
		first, err := store.CreatePartyAccount(ctx, a, draw)
		must(t, err)
		for i := range party.MaxDevices - 1 {
			a.DeviceID = fmt.Sprint(i)
			must(t, second(store.PartyNumber(ctx, a, draw)))
		}
		a.DeviceID = "one more"
		if _, err := store.PartyNumber(ctx, a, draw); !fault.Is(err, fault.Conflict) {
			t.Errorf("one more device: %v", err)
		}
		a.DeviceID = "d"
		again, err := store.PartyNumber(ctx, a, draw)
		must(t, err)
		same(t, first.RTCUid, again)
	})
}

// Evidence of somebody nobody knows waits for minutes between two looks. It is
// looked at again when an account says whose the number is, in whatever call.
func TestAnAccountWakesItsEvidence(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		d := newCallDesk(t, store)
		for channel, uid := range map[string]string{"7": "1001", "8": "1001", "9": "21001", "10": "1002"} {
			must(t, store.PostponeNotice(ctx, d.tell("found "+channel), start.Add(time.Hour), content.Seat{ChannelID: channel, ChannelName: "n", UID: uid}))
		}
		claim := func() []evidence.Notice {
			notices, err := store.ClaimNotices(ctx, 10, start, start.Add(time.Minute))
			must(t, err)
			return notices
		}
		same(t, 0, len(claim()))
		must(t, second(store.CreatePartyAccount(ctx, member("a", "", start), counter(1000))))
		same(t, 2, len(claim()))
		b := member("a", "", start)
		b.DeviceID = "another"
		must(t, second(store.PartyNumber(ctx, b, counter(1001))))
		same(t, 1, len(claim()))
	})
}

func TestEventsAreWrittenOnce(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		event := func(key string) outbox.Event {
			e := outbox.Told{To: []string{"a"}, Type: outbox.ToldMessage, Data: []byte(`{}`)}.Event(live, "chat:a", start)
			e.Key = key
			return e
		}
		must(t, store.WriteEvents(ctx, []outbox.Event{event("1"), event("2")}))
		must(t, store.WriteEvents(ctx, []outbox.Event{event("2"), event("3")}))
		same(t, []string{"1", "2", "3"}, keysIn(t, store, "chat:a"))
	})
}

// keysIn delivers what is in a lane, one after the other.
func keysIn(t *testing.T, store *sqlstore.Store, lane string) (keys []string) {
	t.Helper()
	for {
		claims := heads(t, store, 9, 10)
		if len(claims) == 0 {
			return keys
		}
		for _, c := range claims {
			same(t, lane, c.Lane)
			must(t, tried(store, c, outbox.Done, 11, time.Time{}))
			keys = append(keys, c.Key)
		}
	}
}

// What passes leaves in the transaction that keeps it; messages that come at the
// same time share one.
func TestAMessageLeavesWithItsAnswer(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		var all sync.WaitGroup
		for i := range 40 {
			all.Go(func() {
				id := fmt.Sprintf("%032d", i)
				event := outbox.Told{To: []string{"b"}, Type: outbox.ToldMessage, Data: []byte(`{}`)}.Event(live, "chat:b", start)
				event.Key = id
				must(t, store.RecordLine(ctx, screen.Record{
					App: live, Credential: party.ByMessage, Line: content.Line{Type: content.PrivateLine, AnchorID: "b", UserID: "a", Text: "你好"},
					Answer: screen.Answer{DataID: id, Outcome: policy.Pass, Checked: true, Label: "pass", At: start},
				}, nil, event))
			})
		}
		all.Wait()
		keys := keysIn(t, store, "chat:b")
		same(t, 40, len(keys))
		for _, key := range keys {
			record, err := store.FindLine(ctx, live, key)
			must(t, err)
			same(t, content.HallMessage, record.Line.Entrance())
		}
	})
}

// The same words are one case where they are messages, and another one where they
// are a name: what can be done about it differs.
func TestNamesAndMessagesAreDifferentCases(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		var cases []int64
		for i, line := range []content.Line{{UserID: "a", AnchorID: "b"}, {UserID: "c", AnchorID: "b"}, {UserID: "a"}, {UserID: "c", RoomID: "r"}} {
			line.Text = "百家乐"
			r := screen.Record{App: live, Line: line, Answer: screen.Answer{
				DataID: fmt.Sprintf("%032d", i), Outcome: policy.Review, Checked: true, Label: "illegal", At: start,
			}}
			must(t, store.RecordLine(ctx, r, r.Complaint(party.Channel)))
			kept, err := store.FindLine(ctx, live, r.DataID)
			must(t, err)
			cases = append(cases, kept.CaseID)
		}
		if cases[0] == 0 || cases[0] != cases[1] || cases[2] == cases[0] || cases[3] == cases[0] || cases[3] == cases[2] {
			t.Errorf("%v", cases)
		}
	})
}
