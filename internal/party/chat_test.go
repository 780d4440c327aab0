package party

import (
	"reflect"
	"testing"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

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
