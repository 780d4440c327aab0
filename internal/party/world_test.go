package party

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/screen"
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

// verdictOn is the event that tells a later verdict on what was said.
func (w *world) verdictOn(text string, label verdict.Label) outbox.Event {
	asked, _ := json.Marshal(screen.Asked{DataID: "id" + text})
	payload, _ := json.Marshal(review.Reply{Asked: asked, Verdict: label})
	return outbox.Event{Key: "verdict", App: "live", Channel: Channel, Payload: payload, CaseID: 7}
}
