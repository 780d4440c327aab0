package storetest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/idempotency"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/staff"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

func TestSessionsOfAnAccount(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := context.Background(), open()
		session := func(token string, account int64, seen int) staff.Session {
			return staff.Session{
				Token: token, Data: []byte(token), AccountID: account, CreatedAt: at(1), SeenAt: at(seen), Until: at(100),
				Address: "10.0.0.1", UserAgent: "浏览器",
			}
		}
		old, fresh := session("old", 7, 2), session("fresh", 7, 3)
		for _, s := range []staff.Session{old, fresh, session("other", 8, 4)} {
			must(t, store.SaveSession(ctx, s))
		}
		must(t, store.TouchSession(ctx, "old", at(9), "10.0.0.2"))
		must(t, store.TouchSession(ctx, "old", at(5), "10.0.0.3")) // comes late and counts for nothing
		must(t, store.TouchSession(ctx, "gone", at(9), "10.0.0.2"))
		old.SeenAt, old.Address = at(9), "10.0.0.2"
		got, err := store.SessionsOfAccount(ctx, 7, at(99))
		must(t, err)
		if diff := cmp.Diff([]staff.Session{old, fresh}, got); diff != "" {
			t.Fatal(diff)
		}
		if over, err := store.SessionsOfAccount(ctx, 7, at(100)); len(over) != 0 || err != nil {
			t.Errorf("sessions that are over: %v, %v", over, err)
		}
		if _, found, _ := store.FindSession(ctx, "gone", at(0)); found {
			t.Error("a touch made a session")
		}
		if ended, err := store.DeleteSessionsOfAccount(ctx, 7, "old"); ended != 1 || err != nil {
			t.Errorf("ended %d, %v", ended, err)
		}
		wantSession(t, store, "old", at(0), "old", true)
		wantSession(t, store, "fresh", at(0), "", false)
		wantSession(t, store, "other", at(0), "other", true)
	})
}

func TestSecondFactorLife(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := context.Background(), open()
		if _, err := store.Factor(ctx, 7); !fault.Is(err, fault.NotFound) {
			t.Fatalf("none: %v", err)
		}
		first := staff.Factor{AccountID: 7, Sealed: []byte{1, 0, 255}, CreatedAt: at(1)}
		second := staff.Factor{AccountID: 7, Sealed: []byte("second"), CreatedAt: at(2)}
		must(t, store.EnrolFactor(ctx, first))
		must(t, store.EnrolFactor(ctx, second)) // begun anew
		if fresh, err := store.UseStep(ctx, 7, 5); fresh || err != nil {
			t.Errorf("a step before the confirmation: %v, %v", fresh, err)
		}
		if err := store.ActivateFactor(ctx, first, nil); !fault.HasCode(err, staff.CodeFactorChanged) {
			t.Errorf("the first is void: %v", err)
		}
		second.LastStep = 10
		must(t, store.ActivateFactor(ctx, second, []string{"a", "b"}))
		second.Active = true
		got, err := store.Factor(ctx, 7)
		must(t, err)
		all, err := store.Factors(ctx)
		must(t, err)
		if diff := cmp.Diff([]staff.Factor{second, second}, append(all, got)); diff != "" {
			t.Fatal(diff)
		}
		for _, err := range []error{store.EnrolFactor(ctx, first), store.ActivateFactor(ctx, second, nil)} {
			if !fault.Is(err, fault.Conflict) {
				t.Errorf("over an active one: %v", err)
			}
		}
		wantUsed(t, store, 10, "c", false)
		wantUsed(t, store, 11, "a", true)
		wantUsed(t, store, 11, "a", false)
		wantCodes(t, store, 1)
		must(t, store.ReplaceRecoveryCodes(ctx, 7, []string{"x", "y", "z"}))
		wantCodes(t, store, 3)
		wantSealed(t, store, "wrong", false)
		wantSealed(t, store, "second", true)
		for _, want := range []bool{true, false} {
			if dropped, err := store.DropFactor(ctx, 7); dropped != want || err != nil {
				t.Errorf("dropped %v, %v", dropped, err)
			}
		}
		wantCodes(t, store, 0)
		must(t, store.EnrolFactor(ctx, first))
	})
}

func wantUsed(t *testing.T, store *sqlstore.Store, step int64, code string, want bool) {
	t.Helper()
	ctx := context.Background()
	if fresh, err := store.UseStep(ctx, 7, step); fresh != want || err != nil {
		t.Errorf("step %d is fresh: %v, %v", step, fresh, err)
	}
	if fresh, err := store.UseRecoveryCode(ctx, 7, code, at(3)); fresh != want || err != nil {
		t.Errorf("code %s is fresh: %v, %v", code, fresh, err)
	}
}

func wantCodes(t *testing.T, store *sqlstore.Store, want int) {
	t.Helper()
	if left, err := store.RecoveryCodesLeft(context.Background(), 7); left != want || err != nil {
		t.Errorf("%d codes are left, %v; want %d", left, err, want)
	}
}

func wantSealed(t *testing.T, store *sqlstore.Store, before string, want bool) {
	t.Helper()
	if replaced, err := store.ReplaceSealed(context.Background(), 7, []byte(before), []byte("again")); replaced != want || err != nil {
		t.Errorf("in the place of %s: %v, %v", before, replaced, err)
	}
}

func TestACodeIsUsedOnceAmongMany(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store, other := context.Background(), open(), open()
		factor := staff.Factor{AccountID: 7, Sealed: []byte("s"), CreatedAt: at(1)}
		must(t, store.EnrolFactor(ctx, factor))
		must(t, store.ActivateFactor(ctx, factor, []string{"a"}))
		var steps, codes atomic.Int64
		var all sync.WaitGroup
		count := func(counter *atomic.Int64, fresh bool, err error) {
			mustNot(t, err)
			if fresh {
				counter.Add(1)
			}
		}
		for range 6 {
			for _, s := range []*sqlstore.Store{store, other} {
				all.Go(func() { fresh, err := s.UseStep(ctx, 7, 5); count(&steps, fresh, err) })
				all.Go(func() { fresh, err := s.UseRecoveryCode(ctx, 7, "a", at(1)); count(&codes, fresh, err) })
			}
		}
		all.Wait()
		if steps.Load() != 1 || codes.Load() != 1 {
			t.Errorf("the step was taken %d times, the code %d times", steps.Load(), codes.Load())
		}
	})
}

func TestTokensAreFoundByTheirHash(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := context.Background(), open()
		persons := staff.Token{
			Owner: staff.Owner{StaffID: 7}, Prefix: "xz_abc", Label: "报表", Scopes: []staff.Scope{staff.CasesRead, staff.StatsRead},
			CreatedBy: "admin", CreatedAt: at(1), Until: at(50),
		}
		apps := staff.Token{Owner: staff.Owner{App: "live"}, Prefix: "xz_def", Scopes: []staff.Scope{staff.ReportsWrite}, CreatedAt: at(2)}
		var err error
		persons.ID, err = store.CreateToken(ctx, persons, "one")
		must(t, err)
		apps.ID, err = store.CreateToken(ctx, apps, "two")
		must(t, err)
		if _, err := store.CreateToken(ctx, apps, "two"); err == nil {
			t.Error("two tokens with one hash")
		}
		must(t, store.TouchToken(ctx, persons.ID, at(10), at(9)))
		must(t, store.TouchToken(ctx, persons.ID, at(11), at(9))) // noted a moment ago
		persons.LastUsedAt = at(10)
		got, err := store.FindToken(ctx, "one")
		must(t, err)
		if diff := cmp.Diff(persons, got); diff != "" {
			t.Fatal(diff)
		}
		for i := range 2 { // again changes nothing
			apps.RevokedAt = at(20)
			revoked, err := store.RevokeToken(ctx, apps.ID, at(20+i))
			if diff := cmp.Diff(apps, revoked); err != nil || diff != "" {
				t.Errorf("revoked: %v %s", err, diff)
			}
		}
		_, unfound := store.FindToken(ctx, "three")
		_, unrevoked := store.RevokeToken(ctx, 77, at(1))
		for _, err := range []error{unfound, unrevoked} {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("an unknown token: %v", err)
			}
		}
		for owner, want := range map[staff.Owner][]staff.Token{
			{}: {apps, persons}, {StaffID: 7}: {persons}, {App: "live"}: {apps}, {App: "none"}: {},
		} {
			list, err := store.Tokens(ctx, owner)
			if diff := cmp.Diff(want, list); err != nil || diff != "" {
				t.Errorf("of %v: %v %s", owner, err, diff)
			}
		}
	})
}

func TestAppsAreReplacedOnlyAsTheyWereRead(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := context.Background(), open()
		must(t, store.PutApp(ctx, tenant.Sealed{ID: "a", Data: []byte("0")}))
		before, err := store.Revision(ctx)
		must(t, err)
		var won atomic.Int64
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				replaced, err := store.ReplaceApp(ctx, tenant.Sealed{ID: "a", Data: []byte("0")}, fmt.Append(nil, i+1))
				mustNot(t, err)
				if replaced {
					won.Add(1)
				}
			})
		}
		all.Wait()
		after, err := store.Revision(ctx)
		must(t, err)
		if won.Load() != 1 || after <= before {
			t.Errorf("%d won, and the revision went from %d to %d", won.Load(), before, after)
		}
	})
}

// Who may do what, and who took it away, is in the audit log; a use is not.
func TestAccessIsAudited(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		ctx := auditlog.WithActor(context.Background(), auditlog.Actor{Kind: auditlog.CLI, Name: "ops"})
		token, err := store.CreateToken(ctx, staff.Token{Owner: staff.Owner{App: "live"}, Prefix: "xz_abc", CreatedAt: at(1)}, "one")
		must(t, err)
		must(t, store.TouchToken(ctx, token, at(2), at(1)))
		for range 2 {
			_, err := store.RevokeToken(ctx, token, at(3))
			must(t, err)
		}
		factor := staff.Factor{AccountID: 7, Sealed: []byte("s"), CreatedAt: at(1)}
		must(t, store.EnrolFactor(ctx, factor))
		must(t, store.ActivateFactor(ctx, factor, []string{"a"}))
		must(t, store.ReplaceRecoveryCodes(ctx, 7, []string{"b"}))
		_, err = store.UseRecoveryCode(ctx, 7, "b", at(4))
		must(t, err)
		for range 2 {
			_, err := store.DropFactor(ctx, 7)
			must(t, err)
		}
		session := staff.Session{Token: "one", AccountID: 7, Data: []byte("x"), Until: at(9)}
		must(t, store.SaveSession(ctx, session))
		must(t, store.RevokeSession(ctx, session))
		must(t, store.SaveSession(ctx, session))
		for range 2 {
			_, err := store.DeleteSessionsOfAccount(ctx, 7, "")
			must(t, err)
		}
		entries, err := store.AuditEntries(ctx, auditlog.Filter{})
		must(t, err)
		var got []string
		for _, entry := range slices.Backward(entries) {
			if entry.Actor.Name != "ops" || strings.Contains(string(entry.Detail), "one") {
				t.Errorf("entry %+v", entry.Entry)
			}
			got = append(got, string(entry.Action)+" "+entry.Object.Kind)
		}
		want := []string{
			"token.create token", "token.revoke token",
			"staff.update staff", "staff.update staff", "staff.update staff",
			"session.revoke staff", "session.revoke staff",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAnswersAreCountedByTheirKey(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := context.Background(), open()
		for i, sealed := range []string{"\x01\x02\x03\x04 nonce and text", "\x01\x02\x03\x04\xff", "\x01\x02\x03\x05 nonce", "\xff\xff\xff\xff nonce", "\x01\x02\x03"} {
			call := idempotency.Call{Principal: "staff:1", Key: fmt.Sprint(i)}
			record, _, err := store.BeginCall(ctx, call, at(1), func(idempotency.Record) bool { return false })
			must(t, err)
			must(t, store.KeepAnswer(ctx, record, 200, []byte(sealed)))
		}
		for keyID, want := range map[string]int{"01020304": 2, "01020305": 1, "ffffffff": 1, "01020306": 0} {
			if got, err := store.AnswersSealedBy(ctx, keyID); got != want || err != nil {
				t.Errorf("%s: %d, %v", keyID, got, err)
			}
		}
	})
}
