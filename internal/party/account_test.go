package party

import (
	"context"
	"testing"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

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
