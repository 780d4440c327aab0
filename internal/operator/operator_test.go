package operator_test

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/idempotency"
	"github.com/xiezhi/xiezhi/internal/operator"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
	"github.com/xiezhi/xiezhi/internal/staff"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// office is an operator on a SQLite store of its own, with its key file.
type office struct {
	*operator.Operator
	t       *testing.T
	keyFile string
}

func newOffice(t *testing.T) *office {
	t.Helper()
	store := storetest.SQLite(t).Open(t, sqlstore.Options{})
	keyFile := filepath.Join(t.TempDir(), "secret.key")
	ring, err := tenant.LoadKeyring(keyFile)
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	apps := tenant.NewRegistry(store, ring, log)
	return &office{t: t, keyFile: keyFile, Operator: &operator.Operator{
		Store: store, Apps: apps, Keyring: ring, Now: time.Now,
		Sessions: staff.NewSessions(staff.SessionOptions{Store: store, Now: time.Now}),
		Staff:    staff.NewService(staff.Options{Store: store, Sealer: ring, Now: time.Now, Log: log, Cost: staff.Cost{Memory: 64, Iterations: 1}}),
		Tokens:   staff.NewTokens(staff.TokenOptions{Store: store, Accounts: store, Apps: apps, Now: time.Now, Log: log}),
	}}
}

// protect makes an account with a second factor and returns its recovery
// codes.
func (o *office) protect(username string) []string {
	o.t.Helper()
	ctx := context.Background()
	if _, err := o.AddMember(ctx, username, "reviewer", "right-password"); err != nil {
		o.t.Fatal(err)
	}
	account, err := o.Staff.Find(ctx, username)
	if err != nil {
		o.t.Fatal(err)
	}
	enrolment, err := o.Staff.EnrolFactor(ctx, account)
	if err != nil {
		o.t.Fatal(err)
	}
	code, err := totp.GenerateCode(enrolment.Secret, time.Now())
	if err != nil {
		o.t.Fatal(err)
	}
	recovery, err := o.Staff.ConfirmFactor(ctx, account.ID, code)
	if err != nil {
		o.t.Fatal(err)
	}
	return recovery
}

func (o *office) logIn(username, password, code string) error {
	_, err := o.Staff.LogIn(context.Background(), staff.Credentials{Username: username, Password: password, Code: code})
	return err
}

func TestResetMember(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.protect("reviewer1")
	member, err := o.ResetMember(t.Context(), "reviewer1", "", false, false)
	if err != nil || member.Password == "" || !member.SecondFactor || !slices.Equal(member.Changes, []string{"password changed"}) {
		t.Fatalf("reset %+v, %v", member, err)
	}
	if err := o.logIn("reviewer1", member.Password, ""); !fault.HasCode(err, staff.CodeOTPRequired) {
		t.Errorf("the second factor is gone: %v", err)
	}
	password := member.Password
	member, err = o.ResetMember(t.Context(), "1", "", false, true)
	if err != nil || member.Password != "" || member.SecondFactor || !slices.Equal(member.Changes, []string{"second factor taken away"}) {
		t.Errorf("factor only: %+v, %v", member, err)
	}
	if err := o.logIn("reviewer1", password, ""); err != nil {
		t.Errorf("the password is changed too: %v", err)
	}
	if member, err = o.ResetMember(t.Context(), "1", "", false, true); err != nil || len(member.Changes) > 0 {
		t.Errorf("again: %+v, %v", member, err)
	}
}

func TestKeyRotationKeepsSecondFactors(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	recovery := o.protect("reviewer1")
	if _, err := o.Apps.Apply(t.Context(), tenant.App{ID: "live", Name: "live"}); err != nil {
		t.Fatal(err)
	}
	resealed, err := o.RotateKey(t.Context(), true)
	if err != nil || resealed.Apps != 1 || resealed.SecondFactors != 1 {
		t.Fatalf("re-sealed %+v, %v", resealed, err)
	}
	if again, err := o.RotateKey(t.Context(), false); err != nil || again != (operator.Resealed{Key: resealed.Key}) {
		t.Errorf("again: %+v, %v", again, err)
	}
	if dropped, err := o.DropKeys(t.Context()); err != nil || len(dropped) != 1 || dropped[0] == resealed.Key {
		t.Errorf("dropped %v, %v", dropped, err)
	}
	if dropped, err := o.DropKeys(t.Context()); err != nil || len(dropped) != 0 {
		t.Errorf("dropped again %v, %v", dropped, err)
	}
	if err := o.logIn("reviewer1", "right-password", recovery[0]); err != nil {
		t.Error(err)
	}
	if err := o.logIn("reviewer1", "right-password", "000000"); !fault.HasCode(err, staff.CodeBadOTP) {
		t.Errorf("the secret cannot be read: %v", err)
	}
}

// A key that is gone, but was used, is named; DropKeys never takes one in use.
func TestKeysThatAreMissingAreNamed(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.protect("reviewer1")
	old := o.Keyring.ID()
	if err := os.WriteFile(o.keyFile, []byte(strings.Repeat("ab", 32)+"  \n"), 0o600); err != nil {
		t.Fatal(err)
	}
	keys, err := o.Keys(t.Context())
	want := []operator.Key{{ID: o.Keyring.ID(), Seals: true}, {ID: old, Missing: true, SecondFactors: 1}}
	if err != nil || !slices.Equal(keys, want) {
		t.Errorf("keys %+v, %v", keys, err)
	}
	if _, err := o.RotateKey(t.Context(), false); err == nil || !strings.Contains(err.Error(), old) {
		t.Errorf("re-sealed without the key: %v", err)
	}
}

func TestAKeyStaysForTheAnswersUnderIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	store := o.Store.(*sqlstore.Store)
	call, now := idempotency.Call{Principal: "staff:1", Key: "k"}, time.Now()
	record, _, err := store.BeginCall(t.Context(), call, now, func(idempotency.Record) bool { return false })
	if err == nil {
		err = store.KeepAnswer(t.Context(), record, 200, o.Keyring.Seal("x", []byte("answer")))
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.RotateKey(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	if keys, err := o.Keys(t.Context()); err != nil || keys[0].Answers != 0 || keys[1].Answers != 1 {
		t.Errorf("keys %+v, %v", keys, err)
	}
	if dropped, err := o.DropKeys(t.Context()); err != nil || len(dropped) != 0 {
		t.Errorf("dropped %v, %v", dropped, err)
	}
	if err := store.DeleteCallsBefore(t.Context(), now.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if dropped, err := o.DropKeys(t.Context()); err != nil || len(dropped) != 1 {
		t.Errorf("dropped %v, %v", dropped, err)
	}
}

func TestRotateInventsWhatFits(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	app := tenant.App{ID: "live", Name: "live",
		Uplus:   &tenant.Uplus{ServerToken: "old", Token: tenant.TokenRules{JWT: &tenant.JWT{Alg: "HS256", Key: "0123456789abcdef0123456789abcdef"}}},
		Immomo:  &tenant.Immomo{AppID: "1001", Cipher: "aes-128-cbc", Key: "0123456789abcdef", Scenes: []string{"chat"}},
		Yunjing: []tenant.Yunjing{{AppID: "a", Key: "old"}, {AppID: "b", Key: "old"}},
		Netease: &tenant.Netease{AppKey: "k", AppSecret: "given"},
		Party:   &tenant.Party{AppKey: "p", AppSecret: "old"},
	}
	if _, err := o.Apps.Apply(t.Context(), app); err != nil {
		t.Fatal(err)
	}
	for name, full := range map[string]string{
		"server-token": "uplus.server_token", "jwt-key": "uplus.token.jwt.key", "immomo-key": "immomo.key",
		"yunjing[b].key": "yunjing[b].key", "party-secret": "party.app_secret",
	} {
		rotated, err := o.Rotate(t.Context(), "live", name)
		if err != nil || rotated.Secret != full {
			t.Errorf("%s: %+v, %v", name, rotated, err)
		}
		kept, _ := o.Apps.App("live")
		tenant.EachSecret(&kept, func(each string, secret *tenant.Secret) {
			if each == full && string(*secret) != rotated.Value {
				t.Errorf("%s is not what is kept", name)
			}
		})
	}
	kept, _ := o.Apps.App("live")
	if kept.Yunjing[0].Key != "old" || kept.Yunjing[1].Key == "old" || kept.Netease.AppSecret != "given" {
		t.Error("another secret is changed")
	}
	for _, name := range []string{"yunjing-key", "netease.app_secret", "yunjing[c].key", "", "immomo.iv"} {
		if _, err := o.Rotate(t.Context(), "live", name); !fault.Is(err, fault.Invalid) || fault.As(err).Field != "secret" {
			t.Errorf("%q: %v", name, err)
		}
	}
	story, err := o.ShowApp("live")
	if err != nil || len(story.Secrets) != 7 || story.App.Uplus.ServerToken != "" || story.App.Yunjing[0].Key != "" {
		t.Errorf("shown %+v, %v", story.Secrets, err)
	}
	if kept, _ := o.Apps.App("live"); kept.Netease.AppSecret != "given" {
		t.Error("to show an app spoils it")
	}
	if list := o.ListApps(); len(list) != 1 || !slices.Equal(list[0].Protocols, []string{"uplus", "immomo", "yunjing", "netease", "party"}) {
		t.Errorf("listed %+v", list)
	}
}
