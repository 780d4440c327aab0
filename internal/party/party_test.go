package party

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

var noon = time.Date(2026, 3, 1, 4, 0, 0, 0, time.UTC)

// world keeps accounts, judges what is said, and takes what leaves.
type world struct {
	accounts map[string]Account
	asked    []screen.Request
	records  map[string]screen.Record
	leaves   []outbox.Event
	woken    int
	now      time.Time
}

func newWorld() (*world, *Service, *Chat) {
	w := &world{accounts: map[string]Account{}, records: map[string]screen.Record{}, now: noon}
	s := NewService(Options{Store: w, Sealer: w, Screen: w, Now: func() time.Time { return w.now }})
	return w, s, NewChat(ChatOptions{Accounts: s, Screen: w, Lines: w, Events: w, Wake: func() { w.woken++ }, Now: s.Now})
}

func (w *world) CreatePartyAccount(_ context.Context, a Account, draw func() int64) (Account, error) {
	if known, there := w.accounts[a.UserUUID]; there {
		return known, nil
	}
	a.RTCUid = draw()
	w.accounts[a.UserUUID] = a
	return a, nil
}

func (w *world) ChangePartyAccount(_ context.Context, _, user string, alter func(*Account) error) (Account, error) {
	a, there := w.accounts[user]
	if !there {
		return a, NoUser(user)
	}
	if err := alter(&a); err != nil {
		return a, err
	}
	w.accounts[user] = a
	return a, nil
}

func (w *world) PartyAccount(_ context.Context, _, user string) (Account, error) {
	a, there := w.accounts[user]
	if !there {
		return a, NoUser(user)
	}
	return a, nil
}

func (w *world) PartyAccountByMobile(_ context.Context, _, mobile string) (Account, error) {
	for _, a := range w.accounts {
		if a.Mobile == mobile {
			return a, nil
		}
	}
	return Account{}, NoUser(mobile)
}

func (w *world) PartyAccounts(context.Context, string, []string) (map[string]Account, error) {
	return w.accounts, nil
}

func (w *world) PartyNumber(_ context.Context, _ Account, draw func() int64) (int64, error) {
	return draw(), nil
}

func (w *world) Seal(name string, plain []byte) []byte { return []byte(name + "\n" + string(plain)) }

func (w *world) Open(name string, sealed []byte) ([]byte, error) {
	plain, ok := strings.CutPrefix(string(sealed), name+"\n")
	if !ok {
		return nil, errors.New("sealed for another")
	}
	return []byte(plain), nil
}

// Screen finds what it is told in the text itself.
func (w *world) Screen(_ context.Context, r screen.Request) (screen.Answer, error) {
	a := screen.Answer{DataID: "id" + r.Line.Text, Outcome: policy.Pass, At: w.now, Label: verdict.Pass}
	switch {
	case r.Line.Type == content.PictureLine, strings.Contains(r.Line.Text, "review"):
		a.Outcome = policy.Review
	case strings.Contains(r.Line.Text, "deny"):
		a.Outcome = policy.Deny
	case strings.Contains(r.Line.Text, "mask"):
		a.Outcome, a.Text = policy.Mask, strings.ReplaceAll(r.Line.Text, "mask", "****")
	}
	w.asked = append(w.asked, r)
	w.records[a.DataID] = screen.Record{App: r.App, Credential: r.Credential, Line: r.Line, Answer: a}
	if r.Follow != nil {
		w.leaves = append(w.leaves, r.Follow(a)...)
	}
	return a, nil
}

func (w *world) FindLine(_ context.Context, _, id string) (screen.Record, error) {
	r, there := w.records[id]
	if !there {
		return r, fault.New(fault.NotFound, "", "there is no message %q", id)
	}
	return r, nil
}

func (w *world) WriteEvents(_ context.Context, events []outbox.Event) error {
	w.leaves = append(w.leaves, events...)
	return nil
}

// told takes what left since, by its receivers.
func (w *world) told(t *testing.T) (to [][]string, letters []Letter) {
	t.Helper()
	for _, event := range w.leaves {
		var told outbox.Told
		var l Letter
		if err := errors.Join(json.Unmarshal(event.Payload, &told), json.Unmarshal(told.Data, &l)); err != nil {
			t.Fatal(err)
		}
		if event.Channel != outbox.DeviceChannel || told.Type != outbox.ToldMessage || event.Lane != "chat:"+l.To {
			t.Errorf("%+v", event)
		}
		to, letters = append(to, told.To), append(letters, l)
	}
	w.leaves = nil
	return to, letters
}

func (w *world) join(t *testing.T, s *Service, users ...string) {
	t.Helper()
	for _, user := range users {
		name, token, im := "名"+user, "token "+user, "im "+user
		_, err := s.Create(t.Context(), "live", Profile{UserUUID: user, DeviceID: "d", Name: &name, UserToken: &token, IMToken: &im})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestAUserProvesHimself(t *testing.T) {
	t.Parallel()
	w, s, _ := newWorld()
	w.join(t, s, "a", "b")
	for _, row := range []struct{ user, token, code string }{
		{"a", "token a", ""}, {"a", "token b", CodeToken}, {"a", "", CodeToken}, {"a", w.accounts["a"].TokenHash, CodeToken}, {"x", "token a", CodeNoUser},
	} {
		a, err := s.Prove(t.Context(), "live", row.user, row.token)
		if row.code == "" && (err != nil || a.UserUUID != row.user) || row.code != "" && !fault.HasCode(err, row.code) {
			t.Errorf("%+v: %+v %v", row, a, err)
		}
	}
	w.accounts["empty"] = Account{UserUUID: "empty", TokenHash: HashToken("")}
	if _, err := s.Prove(t.Context(), "live", "empty", ""); !fault.HasCode(err, CodeToken) {
		t.Errorf("no token is a token: %v", err)
	}
	logged, im, err := s.LogIn(t.Context(), w.accounts["a"], "another")
	if err != nil || im != "im a" || logged.DeviceID != "another" || logged.RTCUid < smallestRTC {
		t.Errorf("%+v %q %v", logged, im, err)
	}
}

func TestMobileNumbersAreMasked(t *testing.T) {
	t.Parallel()
	for mobile, want := range map[string]string{
		"13800000001": "138****0001", "+8613800000001": "+86****0001", "12345678": "123****5678", "1234567": "1****7", "123": "****", "": "",
	} {
		if got := Masked(mobile); got != want {
			t.Errorf("%s: %s", mobile, got)
		}
	}
}

func TestNamesAndPicturesAreJudgedOnceAndWhenNew(t *testing.T) {
	t.Parallel()
	w, s, _ := newWorld()
	say := func(call func(context.Context, string, Profile) (Account, error), name, icon string) error {
		_, err := call(t.Context(), "live", Profile{UserUUID: "a", DeviceID: "d", Name: &name, Icon: &icon})
		return err
	}
	if err := say(s.Create, "deny", ""); !fault.HasCode(err, CodeRefused) || fault.As(err).Field != "userName" || len(w.accounts) != 0 {
		t.Fatalf("a denied name: %v", err)
	}
	for _, step := range []struct {
		call       func(context.Context, string, Profile) (Account, error)
		name, icon string
		kept       string
		asked      int
	}{
		{s.Create, "mask 1", "http://cdn/1", "**** 1", 2},
		{s.Create, "deny", "http://cdn/2", "**** 1", 0}, // it is there: nothing of it changes
		{s.Update, "**** 1", "http://cdn/1", "**** 1", 0},
		{s.Update, "review", "http://cdn/2", "review", 2},
		{s.Update, "", "", "", 0},
	} {
		w.asked = nil
		if err := say(step.call, step.name, step.icon); err != nil || w.accounts["a"].Name != step.kept || len(w.asked) != step.asked {
			t.Errorf("%s: kept %q, asked %d, %v", step.name, w.accounts["a"].Name, len(w.asked), err)
		}
	}
	if err := say(s.Update, "deny", ""); !fault.HasCode(err, CodeRefused) {
		t.Errorf("a denied name: %v", err)
	}
}

// verdictOn is the event that tells a later verdict on what was said.
func (w *world) verdictOn(text string, label verdict.Label) outbox.Event {
	asked, _ := json.Marshal(screen.Asked{DataID: "id" + text})
	payload, _ := json.Marshal(review.Reply{Asked: asked, Verdict: label})
	return outbox.Event{Key: "verdict", App: "live", Channel: Channel, Payload: payload, CaseID: 7}
}

func TestWhatIsFoundOutLaterGoes(t *testing.T) {
	t.Parallel()
	w, s, chat := newWorld()
	name, icon := "review me", "http://cdn/1"
	if _, err := s.Create(t.Context(), "live", Profile{UserUUID: "a", DeviceID: "d", Name: &name, Icon: &icon}); err != nil {
		t.Fatal(err)
	}
	carry := func(text string, label verdict.Label) {
		t.Helper()
		if err := chat.Carry(t.Context(), tenant.App{ID: "live"}, w.verdictOn(text, label)); err != nil {
			t.Fatal(err)
		}
	}
	carry(name, verdict.Pass)
	carry(icon, verdict.Porn)
	if a := w.accounts["a"]; a.Name != name || a.Icon != "" {
		t.Errorf("%+v", a)
	}
	carry(name, verdict.Ad)
	if a := w.accounts["a"]; a.Name != covered {
		t.Errorf("%+v", a)
	}
	w.accounts["a"] = Account{UserUUID: "a", Name: "another"}
	carry(name, verdict.Ad)
	if a := w.accounts["a"]; a.Name != "another" {
		t.Errorf("he has another name since: %+v", a)
	}
	delete(w.accounts, "a")
	carry(name, verdict.Ad) // never made
}

func TestMessages(t *testing.T) {
	t.Parallel()
	w, s, chat := newWorld()
	w.join(t, s, "a", "b")
	from := w.accounts["a"]
	at := noon.UnixMilli()
	for _, row := range []struct {
		text  string
		state State
		shown string
	}{{"hello", Delivered, "hello"}, {"mask it", Delivered, "**** it"}, {"review it", Waiting, "review it"}} {
		sent, err := chat.Send(t.Context(), from, Message{To: "b", Text: row.text})
		if err != nil || sent != (Sent{"id" + row.text, row.state, row.shown, noon}) {
			t.Errorf("%s: %+v %v", row.text, sent, err)
		}
	}
	to, letters := w.told(t)
	want := []Letter{
		{MessageID: "idhello", From: "a", FromName: "名a", To: "b", MsgType: "text", Content: "hello", Time: at, State: Delivered},
		{MessageID: "idmask it", From: "a", FromName: "名a", To: "b", MsgType: "text", Content: "**** it", Time: at, State: Delivered},
	}
	if !reflect.DeepEqual(to, [][]string{{"b"}, {"b"}}) || !reflect.DeepEqual(letters, want) || w.woken != 2 {
		t.Errorf("%v %+v, woken %d", to, letters, w.woken)
	}
	for code, m := range map[string]Message{
		CodeRefused: {To: "b", Text: "deny it"}, CodeNoUser: {To: "x", Text: "hello"}, "invalid": {To: "a", Text: "hello"},
	} {
		if sent, err := chat.Send(t.Context(), from, m); !fault.HasCode(err, code) {
			t.Errorf("%s: %+v %v", code, sent, err)
		}
	}
	if len(w.leaves) > 0 {
		t.Errorf("refused, and told: %+v", w.leaves)
	}
}

// What waited goes to both when it passes; of what does not only its sender
// hears, and not what it said. The verdict may come twice.
func TestLaterVerdictsOnMessages(t *testing.T) {
	t.Parallel()
	w, s, chat := newWorld()
	w.join(t, s, "a", "b")
	for _, m := range []Message{{To: "b", Text: "review it"}, {To: "b", Text: "http://cdn/1", Picture: true}} {
		if sent, err := chat.Send(t.Context(), w.accounts["a"], m); err != nil || sent.State != Waiting {
			t.Fatalf("%+v %v", sent, err)
		}
	}
	for _, step := range []struct {
		text  string
		label verdict.Label
	}{{"http://cdn/1", verdict.Pass}, {"review it", verdict.Abuse}} {
		if err := chat.Carry(t.Context(), tenant.App{ID: "live"}, w.verdictOn(step.text, step.label)); err != nil {
			t.Fatal(err)
		}
	}
	if w.leaves[0].Key != "verdict-told-0" || w.leaves[1].Key != "verdict-told-1" || w.leaves[0].CaseID != 7 {
		t.Errorf("%+v", w.leaves[0])
	}
	to, letters := w.told(t)
	picture := Letter{MessageID: "idhttp://cdn/1", From: "a", FromName: "名a", To: "b", MsgType: "picture", URL: "http://cdn/1", Time: noon.UnixMilli(), State: Delivered}
	want := []Letter{
		picture, picture,
		{MessageID: "idreview it", From: "a", FromName: "名a", To: "b", MsgType: "text", Time: noon.UnixMilli(), State: Refused},
	}
	if !reflect.DeepEqual(to, [][]string{{"a"}, {"b"}, {"a"}}) || !reflect.DeepEqual(letters, want) {
		t.Errorf("%v %+v", to, letters)
	}
	bad := outbox.Event{App: "live", Payload: []byte(`{}`)}
	if err := chat.Carry(t.Context(), tenant.App{ID: "live"}, bad); !fault.Is(err, fault.Invalid) {
		t.Errorf("a verdict on nothing: %v", err)
	}
	if err := chat.Carry(t.Context(), tenant.App{ID: "live"}, w.verdictOn("forgotten", verdict.Pass)); !fault.Is(err, fault.NotFound) {
		t.Errorf("a verdict on what is kept no more: %v", err)
	}
}

// A delivered message that is deleted is taken back from both.
func TestDeletedMessagesAreRecalled(t *testing.T) {
	t.Parallel()
	w, s, chat := newWorld()
	w.join(t, s, "a", "b")
	for _, text := range []string{"hello", "review it"} {
		if _, err := chat.Send(t.Context(), w.accounts["a"], Message{To: "b", Text: text}); err != nil {
			t.Fatal(err)
		}
	}
	w.leaves = nil
	app := tenant.App{ID: "live", Party: &tenant.Party{}}
	b := NewBouncer(NewGuard(&jail{}, s.Now), Doors{Recall: chat.Recall})
	for _, id := range []string{"idhello", "idreview it", "id名a", "of another contract"} {
		events := enforce.GuardEvents(app, []enforce.Punishment{{App: "live", Action: verdict.Delete, UserID: "a", MessageID: id}}, noon)
		if err := b.Carry(t.Context(), app, events[0]); err != nil {
			t.Fatal(err)
		}
	}
	to, letters := w.told(t)
	recalled := Letter{MessageID: "idhello", From: "a", FromName: "名a", To: "b", MsgType: "text", Time: noon.UnixMilli(), State: Recalled}
	want := []Letter{recalled, recalled}
	if !reflect.DeepEqual(to, [][]string{{"a"}, {"b"}}) || !reflect.DeepEqual(letters, want) {
		t.Errorf("%v %+v", to, letters)
	}
}

func TestOnlyWhatWasSaidIsQuoted(t *testing.T) {
	t.Parallel()
	w, s, chat := newWorld()
	w.join(t, s, "a", "b", "c")
	send := func(from string, m Message) {
		if _, err := chat.Send(t.Context(), w.accounts[from], m); err != nil {
			t.Fatal(err)
		}
	}
	send("a", Message{To: "b", Text: "one"})
	send("b", Message{To: "a", Text: "http://cdn/2", Picture: true})
	send("a", Message{To: "c", Text: "three"})
	said, err := chat.Quoted(t.Context(), "live", "b", "a", []string{"idone", "idhttp://cdn/2"})
	want := []content.Message{
		{Type: content.Text, ID: "idone", SenderID: "a", Text: "one"}, {Type: content.Picture, ID: "idhttp://cdn/2", SenderID: "b", URL: "http://cdn/2"},
	}
	if err != nil || !reflect.DeepEqual(said, want) {
		t.Errorf("%+v %v", said, err)
	}
	for _, id := range []string{"idthree", "idnever", "id名a"} {
		if said, err := chat.Quoted(t.Context(), "live", "b", "a", []string{id}); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %+v %v", id, said, err)
		}
	}
}

// jail knows sanctions, and how often it was asked.
type jail struct {
	sanctions []enforce.Sanction
	asked     int
	err       error
}

func (j *jail) SanctionsInForce(context.Context, string, string, time.Time) ([]enforce.Sanction, error) {
	j.asked++
	return j.sanctions, j.err
}

func TestTheGuard(t *testing.T) {
	t.Parallel()
	app := tenant.App{ID: "live"}
	for _, row := range []struct {
		action                    verdict.Action
		appear, call, write, give string
	}{
		{verdict.LoginLimit, CodeLimited, CodeLimited, CodeLimited, CodeLimited},
		{verdict.Mute, "", "", CodeMuted, ""},
		{verdict.KickRoom, "", CodeKicked, "", ""},
		{verdict.CloseShow, "", "", "", ""},
	} {
		g := NewGuard(&jail{sanctions: []enforce.Sanction{{Action: row.action}}}, func() time.Time { return noon })
		ctx := t.Context()
		for _, asked := range []struct {
			code string
			got  error
		}{
			{row.appear, g.MayAppear(ctx, "live", "a")}, {row.call, g.MayCall(ctx, app, "a")},
			{row.write, g.MayWrite(ctx, "live", "a")}, {row.give, g.MayGive(ctx, "live", "a")},
		} {
			if asked.code == "" && asked.got != nil || asked.code != "" && (!fault.HasCode(asked.got, asked.code) || !fault.Is(asked.got, fault.Forbidden)) {
				t.Errorf("%s: %v, want %q", row.action, asked.got, asked.code)
			}
		}
	}
}

func TestTheGuardBelievesForASecond(t *testing.T) {
	t.Parallel()
	j, now := &jail{}, noon
	g := NewGuard(j, func() time.Time { return now })
	for _, step := range []struct {
		after  time.Duration
		forget bool
		asked  int
	}{{0, false, 1}, {barsLast - 1, false, 1}, {1, false, 2}, {0, true, 3}, {0, false, 3}} {
		if now = now.Add(step.after); step.forget {
			g.Forget("live", "a")
		}
		if err := g.MayAppear(t.Context(), "live", "a"); err != nil || j.asked != step.asked {
			t.Errorf("%+v: asked %d, %v", step, j.asked, err)
		}
	}
	j.err = errors.New("no store")
	if err := g.MayAppear(t.Context(), "live", "b"); !errors.Is(err, j.err) {
		t.Errorf("nobody knows, and he may: %v", err)
	}
	j.err = nil
	for i := range 2 * maxBarred {
		g.known[member{"live", string(rune(i))}] = believed{}
	}
	if err := g.MayAppear(t.Context(), "live", "c"); err != nil || len(g.known) > maxBarred {
		t.Errorf("%v, knows %d", err, len(g.known))
	}
}

func TestABarredUserIsPutOut(t *testing.T) {
	t.Parallel()
	app := tenant.App{ID: "live", Party: &tenant.Party{}}
	for action, want := range map[verdict.Action]string{
		verdict.LoginLimit: "call list devices", verdict.KickRoom: "call", verdict.Mute: "",
	} {
		j := &jail{}
		guard := NewGuard(j, func() time.Time { return noon })
		if err := guard.MayAppear(t.Context(), "live", "a"); err != nil {
			t.Fatal(err)
		}
		var done []string
		do := func(what string) error { done = append(done, what); return nil }
		b := NewBouncer(guard, Doors{
			EndCall:    func(context.Context, tenant.App, string) error { return do("call") },
			Leave:      func(string, string) { _ = do("list") },
			Disconnect: func(context.Context, string, string) error { return do("devices") },
			Recall:     func(context.Context, outbox.Event, string) error { return do("message") },
		})
		events := enforce.GuardEvents(app, []enforce.Punishment{{App: "live", Action: action, UserID: "a"}}, noon)
		if len(events) != 1 || events[0].Channel != enforce.GuardChannel {
			t.Fatalf("%+v", events)
		}
		if err := b.Carry(t.Context(), app, events[0]); err != nil || strings.Join(done, " ") != want {
			t.Errorf("%s: %v %v", action, done, err)
		}
		if err := guard.MayAppear(t.Context(), "live", "a"); err != nil || j.asked != 2 {
			t.Errorf("%s: the guard did not forget", action)
		}
	}
	none := []enforce.Punishment{{Action: verdict.Delete, UserID: "a"}, {Action: verdict.KickRoom, UserID: "rtc:7", Seat: content.Seat{UID: "7"}}}
	if events := enforce.GuardEvents(app, none, noon); len(events) != 0 {
		t.Errorf("bars nobody: %+v", events)
	}
	app.Party = nil
	if events := enforce.GuardEvents(app, []enforce.Punishment{{Action: verdict.Mute, UserID: "a"}}, noon); len(events) != 0 {
		t.Errorf("no party: %+v", events)
	}
}

func TestThePace(t *testing.T) {
	t.Parallel()
	now := noon
	p := NewPace(func() time.Time { return now })
	take := func(user string) (n int) {
		for p.Take("live", user) == nil {
			n++
		}
		return n
	}
	if got := take("a"); got != burst {
		t.Errorf("at once %d", got)
	}
	if err := p.Take("live", "a"); !fault.Is(err, fault.TooMany) {
		t.Errorf("too much: %v", err)
	}
	now = now.Add(time.Second)
	if a, b := take("a"), take("b"); a != perSecond || b != burst {
		t.Errorf("a second later %d, another %d", a, b)
	}
	for i := range maxPaced {
		_ = p.Take("live", string(rune('א'+i)))
	}
	if got := take("a"); got != 0 || len(p.users)+len(p.older) > 2*maxPaced {
		t.Errorf("forgot who was fast: %d; knows %d", got, len(p.users)+len(p.older))
	}
}
