package storetest

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/staff"
)

func somebody(username string) staff.Account {
	return staff.Account{Username: username, Role: staff.Reviewer, PasswordHash: "$argon2id$…", CreatedAt: start, UpdatedAt: start}
}

func TestAccountsAreKeptAsTheyAre(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := context.Background(), open()
		account := somebody("审核员 Zoë")
		var err error
		account.ID, err = store.CreateAccount(ctx, account)
		must(t, err)
		account.Role, account.PasswordHash, account.Disabled, account.UpdatedAt = staff.Supervisor, "new", true, at(9)
		must(t, store.UpdateAccount(ctx, account))
		must(t, store.Close())
		store = open()
		byID, err := store.FindAccount(ctx, account.ID)
		must(t, err)
		byName, err := store.FindUsername(ctx, "审核员 ZOË")
		must(t, err)
		all, err := store.Accounts(ctx)
		must(t, err)
		if diff := cmp.Diff([]staff.Account{account, account, account}, append(all, byID, byName)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestUsernamesAreTakenInAnyCase(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := context.Background(), open()
		for _, name := range []string{"mike", "straße", "σίσυφος"} {
			if _, err := store.CreateAccount(ctx, somebody(name)); err != nil {
				t.Fatal(err)
			}
		}
		for _, name := range []string{"mike", "MIKE", "mi\u212Ae" /* the Kelvin sign */, "STRAẞE", "ΣΊΣΥΦΟΣ"} {
			if _, err := store.CreateAccount(ctx, somebody(name)); !fault.HasCode(err, "username_taken") || !fault.Is(err, fault.Conflict) {
				t.Errorf("a second %q: %v", name, err)
			}
		}
		all, err := store.Accounts(ctx)
		must(t, err)
		if len(all) != 3 || all[0].Username != "mike" {
			t.Errorf("there are %v", all)
		}
	})
}

func TestUnknownAccountsAreNotFound(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := context.Background(), open()
		_, byID := store.FindAccount(ctx, 77)
		_, byName := store.FindUsername(ctx, "nobody")
		for _, err := range []error{byID, byName, store.UpdateAccount(ctx, staff.Account{ID: 77})} {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("an unknown account: %v", err)
			}
		}
	})
}

// TestOneFirstAccount races set-up links against each other and against an
// ordinary creation.
func TestOneFirstAccount(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store, other := context.Background(), open(), open()
		var won atomic.Int64
		var all sync.WaitGroup
		for i := range 8 {
			for _, s := range []*sqlstore.Store{store, other} {
				all.Go(func() {
					_, err := s.CreateFirstAccount(ctx, somebody(fmt.Sprintf("first %d %p", i, s)))
					switch {
					case err == nil:
						won.Add(1)
					case !fault.HasCode(err, "not_first"):
						t.Error(err)
					}
				})
			}
		}
		all.Wait()
		accounts, err := store.Accounts(ctx)
		must(t, err)
		if won.Load() != 1 || len(accounts) != 1 {
			t.Errorf("%d were first, of %v", won.Load(), accounts)
		}
	})
}

func TestSessionsEnd(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := context.Background(), open()
		must(t, store.SaveSession(ctx, staff.Session{Token: "long", Data: []byte("one"), Until: at(100)}))
		must(t, store.SaveSession(ctx, staff.Session{Token: "long", Data: []byte("two"), Until: at(200)}))
		must(t, store.SaveSession(ctx, staff.Session{Token: "short", Data: []byte{}, Until: at(10)}))
		must(t, store.SaveSession(ctx, staff.Session{Token: "left", Data: []byte("x"), Until: at(100)}))
		must(t, store.DeleteSession(ctx, "left"))
		must(t, store.DeleteSession(ctx, "unknown"))
		wantSession(t, store, "long", at(199), "two", true)
		wantSession(t, store, "long", at(200), "", false)
		wantSession(t, store, "short", at(9), "", true)
		wantSession(t, store, "left", at(0), "", false)
		must(t, store.DeleteExpiredSessions(ctx, at(10)))
		wantSession(t, store, "short", at(0), "", false)
		wantSession(t, store, "long", at(0), "two", true)
	})
}

func wantSession(t *testing.T, store *sqlstore.Store, token string, now time.Time, want string, wantFound bool) {
	t.Helper()
	session, found, err := store.FindSession(context.Background(), token, now)
	if data := session.Data; string(data) != want || found != wantFound || err != nil {
		t.Errorf("session %q at %v is %q, %v, %v", token, now, session.Data, found, err)
	}
}
