package main

import (
	"database/sql"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/gift"
	"github.com/xiezhi/xiezhi/internal/party"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// credited gives a new user coins.
func (s *server) credited(user string, coins int64) {
	s.t.Helper()
	store, err := sqlstore.Open(s.t.Context(), s.store, sqlstore.Options{})
	if err != nil {
		s.t.Fatal(err)
	}
	_, err = store.CreatePartyAccount(s.t.Context(), party.Account{App: "live", UserUUID: user, DeviceID: "d"}, func() int64 { return 1 })
	if err == nil {
		shop := gift.NewService(gift.Options{Store: store, People: store, Now: time.Now})
		_, err = shop.Credit(s.t.Context(), tenant.App{ID: "live"}, gift.Grant{User: user, Coins: coins})
	}
	if err := errors.Join(err, store.Close()); err != nil {
		s.t.Fatal(err)
	}
}

// forge changes the store behind the program's back.
func (s *server) forge(statement string) {
	s.t.Helper()
	driver, source := "sqlite", "file:"+strings.TrimPrefix(s.store, "sqlite:")+"?_pragma=busy_timeout(10000)"
	if strings.HasPrefix(s.store, "postgres") {
		driver, source = "pgx", s.store
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		s.t.Fatal(err)
	}
	_, err = db.ExecContext(s.t.Context(), statement)
	if err := errors.Join(err, db.Close()); err != nil {
		s.t.Fatal(err)
	}
}

func TestTheLedgerIsVerifiedBesideAServer(t *testing.T) {
	t.Parallel()
	onEngines(t, declared, func(t *testing.T, s *server) {
		s.credited("u1", 500)
		tools := s.tools()
		if good := tools.text("ledger", "verify"); !strings.Contains(good, "live") || !strings.Contains(good, "500") {
			t.Error(good)
		}
		s.forge("UPDATE coin_accounts SET balance = 5000 WHERE account = 'u1'")
		code, out, errs := tools.run("", "ledger", "verify", "--app", "live")
		if code != exitFailed || !strings.Contains(out, "live: u1: has 5000, and after the last entry 500") || !strings.Contains(errs, "live has 2 problems") {
			t.Errorf("exit %d\n%s%s", code, out, errs)
		}
		var found []struct {
			OK       bool
			Problems []struct{ Account, Text string }
		}
		if code, out, _ := tools.run("", "ledger", "verify", "--json"); code != exitFailed {
			t.Errorf("exit %d\n%s", code, out)
		} else if err := json.Unmarshal([]byte(out), &found); err != nil || len(found) != 1 || found[0].OK || len(found[0].Problems) != 2 {
			t.Errorf("%v: %s", err, out)
		}
		tools.refused(exitFailed, "unknown_app", "ledger", "verify", "--app", "none")
	})
}
