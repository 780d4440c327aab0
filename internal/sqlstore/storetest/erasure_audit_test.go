package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/erasure"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// aboutUsers is a store of which each third entry tells of the user x.
func aboutUsers(t *testing.T, d Database) *sqlstore.Store {
	t.Helper()
	store := audited(t, d)
	for i := range 12 {
		user := []string{"x", "y", "xy"}[i%3]
		must(t, store.RecordAudit(byLin(), auditlog.Entry{
			Action: auditlog.UserView, App: live, Object: auditlog.Object{Kind: auditlog.AUser, ID: user}, Detail: json.RawMessage(`{"text":"about ` + user + `"}`),
		}))
	}
	must(t, store.LinkAudit(context.Background()))
	return store
}

func erased(t *testing.T, store *sqlstore.Store, user string) erasure.Erasure {
	t.Helper()
	s := &erasure.Service{Store: store, Now: at10}
	e, err := s.Erase(context.Background(), live, user, "")
	must(t, err)
	return e
}

func at10() time.Time { return at(10) }

// The chain of a redacted log holds, also against an anchor from before, and
// nothing of the user is left in it.
func TestARedactedLogIsGood(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		store := aboutUsers(t, d)
		anchor := head(t, store)
		e := erased(t, store, "x")
		same(t, 4, e.Counts["audit"])
		must(t, store.LinkAudit(context.Background()))
		verified := verify(t, store, 10, anchor)
		if verified.Finding != nil || verified.Entries != 14 {
			t.Fatalf("%+v %+v", verified, verified.Finding)
		}
		same(t, map[int64]int64{e.ID: 4}, verified.Erased)
		span, err := auditlog.VerifySpan(context.Background(), store, 3)
		must(t, err)
		same(t, (*auditlog.Finding)(nil), span.Finding)
		whole, err := auditlog.VerifySpan(context.Background(), store, 1)
		must(t, err)
		same(t, 4, whole.Redacted)
		entries, err := store.AuditEntries(context.Background(), auditlog.Filter{})
		must(t, err)
		for _, entry := range entries {
			if erasure.Named(string(entry.Canonical()), "x") {
				t.Errorf("%s", entry.Canonical())
			}
		}
		second := erased(t, store, "y") // and again, of somebody else
		must(t, store.LinkAudit(context.Background()))
		same(t, map[int64]int64{e.ID: 4, second.ID: 4}, verify(t, store, 10, anchor).Erased)
	})
}

// Whoever redacts without saying so, names what is not so, or alters what was
// redacted is found.
func TestADoctoredRedactionIsFound(t *testing.T) {
	t.Parallel()
	blank := "UPDATE audit SET object_id = '', detail = '{}' WHERE id = 2"
	digest := func(store *sqlstore.Store) string {
		entries, _ := store.AuditEntries(context.Background(), auditlog.Filter{Limit: 1000})
		return entries[len(entries)-2].Redact(false).Digest()
	}
	for name, doctor := range map[string]func(store *sqlstore.Store, run func(string)) int64{
		"without a naming entry": func(_ *sqlstore.Store, run func(string)) int64 { run(blank); return 2 },
		"altered again": func(store *sqlstore.Store, run func(string)) int64 {
			run("UPDATE audit SET actor_name = 'somebody' WHERE id = 1")
			return 1
		},
		"named by an unlinked entry": func(store *sqlstore.Store, run func(string)) int64 {
			says := fmt.Sprintf(`{"erasure":1,"entries":[{"position":2,"digest":"%s"}]}`, digest(store))
			run(blank)
			_ = store.RecordAudit(context.Background(), auditlog.Entry{Action: auditlog.AuditRedact, Detail: json.RawMessage(says)})
			return 2
		},
		"named by a forged entry": func(store *sqlstore.Store, run func(string)) int64 {
			says := fmt.Sprintf(`{"erasure":1,"entries":[{"position":2,"digest":"%s"}]}`, digest(store))
			run(blank)
			run("UPDATE audit SET action = 'audit.redact', detail = '" + says + "' WHERE id = 5")
			return 2
		},
		"named by an earlier entry": func(store *sqlstore.Store, run func(string)) int64 {
			run("UPDATE audit SET object_id = '', detail = '{}' WHERE action = 'audit.redact'")
			return 1
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			Databases(t, func(t *testing.T, d Database) {
				store := aboutUsers(t, d)
				anchor := head(t, store)
				erased(t, store, "x")
				must(t, store.LinkAudit(context.Background()))
				p := newPlanner(t, d)
				p.run("INSERT INTO forgetting (id) VALUES (1)") // who owns the database may do all
				for _, trigger := range []string{"audit_stands", "audit_redacted"} {
					drop := "DROP TRIGGER IF EXISTS " + trigger
					if d.Postgres {
						drop += " ON audit"
					}
					p.run(drop)
				}
				want := doctor(store, p.run)
				found := verify(t, store, 10, anchor).Finding
				if found == nil || found.Wrong != auditlog.Altered || found.Position != want {
					t.Errorf("found %+v, want position %d altered", found, want)
				}
			})
		})
	}
}
