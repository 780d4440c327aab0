package party

import (
	"cmp"
	"context"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/call"
	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/gift"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/party"
	"github.com/xiezhi/xiezhi/internal/presence"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

var now = time.Date(2026, 3, 1, 4, 0, 0, 0, time.UTC)

// world is an app with two users, a and b, and whatever the room asks of others.
type world struct {
	fail    error // of everything that is asked of others
	barred  error
	pace    error
	full    bool // the app shows mobile numbers
	made    []party.Profile
	sent    []party.Message
	waits   bool // what is sent waits
	orders  []gift.Order
	grants  []gift.Grant
	reports []review.Report
	told    []outbox.Told
	ended   bool // the call
	im      bool // the app has one
	entries []presence.Entry
	pages   []int
}

func (w *world) ByParty(key string) (tenant.App, bool) {
	return tenant.App{ID: "live", Netease: w.netease(), Party: &tenant.Party{AppKey: "key", AppSecret: "secret", FullMobile: w.full}}, key == "key"
}

func (w *world) netease() *tenant.Netease {
	if w.im {
		return &tenant.Netease{IMBaseURL: "http://im"}
	}
	return nil
}

func (w *world) Tell(_ context.Context, _ tenant.App, told outbox.Told) error {
	w.told = append(w.told, told)
	return w.fail
}

func account(user string) party.Account {
	return party.Account{App: "live", UserUUID: user, Name: "名" + user, Mobile: "13800000001", Icon: "http://cdn/" + user, DeviceID: "d", RTCUid: 7}
}

func (w *world) Create(_ context.Context, _ string, p party.Profile) (party.Account, error) {
	w.made = append(w.made, p)
	return account(p.UserUUID), w.fail
}

func (w *world) Update(ctx context.Context, app string, p party.Profile) (party.Account, error) {
	return w.Create(ctx, app, p)
}

func (w *world) Prove(ctx context.Context, app, user, token string) (party.Account, error) {
	a, err := w.Find(ctx, app, user)
	if err == nil && token != "token" {
		err = fault.New(fault.Unauthenticated, party.CodeToken, "no")
	}
	return a, err
}

func (w *world) LogIn(_ context.Context, a party.Account, device string) (party.Account, string, error) {
	a.DeviceID = device
	return a, "im", w.fail
}

func (w *world) Find(_ context.Context, _, user string) (party.Account, error) {
	if user != "a" && user != "b" {
		return party.Account{}, party.NoUser(user)
	}
	return account(user), nil
}

func (w *world) ByMobile(context.Context, string, string) (party.Account, error) {
	return account("b"), nil
}

func (w *world) All(_ context.Context, _ string, users []string) (map[string]party.Account, error) {
	found := map[string]party.Account{}
	for _, user := range users {
		if user != "forgotten" {
			found[user] = account(user)
		}
	}
	return found, w.fail
}

func (w *world) MayAppear(context.Context, string, string) error { return w.barred }
func (w *world) MayWrite(context.Context, string, string) error  { return w.barred }

func (w *world) Beat(_, user string) presence.Entry {
	return presence.Entry{User: user, First: now.Add(-time.Minute), Last: now}
}

func (w *world) Online(_, user string) (presence.Entry, bool) {
	return presence.Entry{}, user == "b"
}

func (w *world) Page(_, _ string, number, size int) []presence.Entry {
	w.pages = append(w.pages, number, size)
	return w.entries
}

func (w *world) call(state call.State) (call.Call, error) {
	return call.Call{ID: "c1", Caller: "a", Callee: "b", Kind: call.Video, State: state, InvitedAt: now}, w.fail
}

func (w *world) Invite(context.Context, tenant.App, string, string, call.Kind) (call.Call, error) {
	return w.call(call.Ringing)
}

func (w *world) Accept(context.Context, tenant.App, string, string) (call.Call, error) {
	return w.call(call.InCall)
}

func (w *world) Reject(context.Context, tenant.App, string, string) (call.Call, error) {
	return w.call(call.Ended)
}

func (w *world) Cancel(context.Context, tenant.App, string, string) (call.Call, error) {
	return w.call(call.Ended)
}

func (w *world) Hangup(context.Context, tenant.App, string, string) (call.Call, error) {
	return w.call(call.Ended)
}

func (w *world) Get(context.Context, tenant.App, string, string) (call.Call, error) {
	if w.ended {
		return w.call(call.Ended)
	}
	return w.call(call.InCall)
}

func (w *world) Tickets(context.Context, string, string, int64, int) ([]call.Ticket, error) {
	return []call.Ticket{{ID: 3, CallID: "c1", Status: call.StatusBusy}}, w.fail
}

func (w *world) Reward(_ context.Context, _ tenant.App, o gift.Order) (gift.Receipt, error) {
	w.orders = append(w.orders, o)
	return gift.Receipt{Transfer: gift.Transfer{
		ID: 5, Gift: gift.Gift{ID: o.GiftID, Name: "安排"}, Count: o.Count, Coins: 99 * o.Count, Entries: []gift.Entry{{Account: "a", Balance: 1}},
	}}, w.fail
}

func (w *world) Credit(_ context.Context, _ tenant.App, g gift.Grant) (gift.Receipt, error) {
	w.grants = append(w.grants, g)
	return gift.Receipt{Transfer: gift.Transfer{ID: 6, Payee: g.User, Coins: g.Coins}}, w.fail
}

func (w *world) Refund(_ context.Context, _ tenant.App, r gift.Return) (gift.Receipt, error) {
	return gift.Receipt{Transfer: gift.Transfer{ID: r.RewardID, Payee: "a"}}, w.fail
}

func (w *world) Balance(context.Context, string, string) (int64, error) { return 42, w.fail }

func (w *world) Statement(_ context.Context, _, user string, _ int64, _ int) ([]gift.Line, error) {
	return []gift.Line{{Transfer: gift.Transfer{ID: 5, Kind: gift.Reward, Payer: user, Payee: "b", At: now}, Moved: -99, Left: 1}}, w.fail
}

func (w *world) Catalogue(context.Context, string) (gift.Catalogue, error) {
	return gift.Defaults(), w.fail
}

func (w *world) Send(_ context.Context, _ party.Account, m party.Message) (party.Sent, error) {
	w.sent = append(w.sent, m)
	if w.waits {
		return party.Sent{ID: "m1", State: party.Waiting, Text: m.Text, At: now}, w.fail
	}
	return party.Sent{ID: "m1", State: party.Delivered, Text: m.Text, At: now}, w.fail
}

func (w *world) Quoted(_ context.Context, _, _, _ string, ids []string) ([]content.Message, error) {
	var said []content.Message
	for _, id := range ids {
		said = append(said, content.Message{Type: content.Text, ID: id, SenderID: "b", Text: "x"})
	}
	return said, nil
}

func (w *world) Submit(_ context.Context, _ tenant.App, _ intake.Reporter, report review.Report) (intake.Receipt, error) {
	w.reports = append(w.reports, report)
	return intake.Receipt{ReportID: 9}, w.fail
}

// answer is any answer of the contract.
type answer struct {
	Code int             `json:"code"`
	Data json.RawMessage `json:"data"`
	Msg  string          `json:"msg"`
}

// ask sends a request as whom the operation is for; alter may spoil it.
func (w *world) ask(t *testing.T, path, body string, alter func(*http.Request)) answer {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, Prefix+path, strings.NewReader(body))
	if operations[path].by == server {
		signed(r.Header, now)
	} else {
		r.Header.Set("appkey", "key")
		r.Header.Set("user", "a")
		r.Header.Set("token", "token")
		r.Header.Set("deviceId", "phone")
	}
	if alter != nil {
		alter(r)
	}
	recorded := w.serve(r)
	var got answer
	if err := json.Unmarshal(recorded.Body.Bytes(), &got); err != nil || recorded.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", path, recorded.Code, recorded.Body)
	}
	return got
}

func (w *world) serve(r *http.Request) *httptest.ResponseRecorder {
	recorded := httptest.NewRecorder()
	NewHandler(Deps{
		Apps: w, Accounts: w, Guard: w, Take: func(string, string) error { return w.pace }, Roster: w, Calls: w, Signals: w, Gifts: w, Chat: w, Reports: w,
		Now: func() time.Time { return now }, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}).ServeHTTP(recorded, r)
	return recorded
}

func signed(header http.Header, at time.Time) {
	curTime := strconv.FormatInt(at.Unix(), 10)
	sum := sha1.Sum([]byte("secret" + "nonce" + curTime))
	header.Set("AppKey", "key")
	header.Set("Nonce", "nonce")
	header.Set("CurTime", curTime)
	header.Set("CheckSum", strings.ToUpper(hex.EncodeToString(sum[:])))
}

// good is a request of each operation that is carried out.
func good() map[string]string {
	const user = `{"userUuid":"b"}`
	bodies := map[string]string{
		"user/reward": `{"giftId":"2","giftCount":3,"target":"b","requestId":"r"}`, "user/report": `{"target":"b","type":1,"memo":"坏"}`,
		"message/send": `{"target":"b","msgType":"text","content":"你好"}`, "call/invite": `{"callee":"b","callType":2}`,
		"call/signal":            `{"callId":"c1","payload":{"sdp":"v=0"}}`,
		"server/user/createUser": `{"userUuid":"b","deviceId":"d","userName":"连舟","userToken":"t"}`, "server/wallet/credit": `{"userUuid":"b","cloudCoin":9,"requestId":"r"}`,
	}
	for path, o := range operations {
		own := ""
		switch {
		case strings.HasPrefix(path, "call/") && path != "call/tickets":
			own = `{"callId":"c1"}`
		case o.by == server:
			own = user
		}
		bodies[path] = cmp.Or(bodies[path], own)
	}
	return bodies
}
