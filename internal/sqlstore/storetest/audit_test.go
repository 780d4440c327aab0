package storetest

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/id"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// lin is who acts in the tests of the audit log.
var lin = auditlog.Actor{Kind: auditlog.Staff, ID: "7", Name: "林予安", Address: "10.0.0.1", Via: "POST /pass"}

// byLin is a context in which lin acts.
func byLin() context.Context { return auditlog.WithActor(context.Background(), lin) }

// audited opens a database whose entries are all of second 5.
func audited(t *testing.T, d Database) *sqlstore.Store {
	t.Helper()
	return d.Open(t, sqlstore.Options{Now: func() time.Time { return at(5) }})
}

// told lists the entries that match, oldest first.
func told(t *testing.T, store *sqlstore.Store, filter auditlog.Filter) []auditlog.Entry {
	t.Helper()
	list, err := store.AuditEntries(context.Background(), filter)
	must(t, err)
	entries := make([]auditlog.Entry, 0, len(list))
	for i := range list {
		entries = append(entries, list[len(list)-1-i].Entry)
	}
	return entries
}

// wantTold compares what an action left, but for the numbers of the entries.
func wantTold(t *testing.T, store *sqlstore.Store, action auditlog.Action, want ...auditlog.Entry) {
	t.Helper()
	got := told(t, store, auditlog.Filter{Action: string(action)})
	for i := range got {
		got[i].ID = 0
	}
	for i := range want {
		want[i].At, want[i].Action = at(5), action
		if want[i].Actor == (auditlog.Actor{}) {
			want[i].Actor = lin
		}
	}
	if want == nil {
		want = []auditlog.Entry{}
	}
	same(t, want, got)
}

func told1(app, kind, id, detail string) auditlog.Entry {
	return auditlog.Entry{App: app, Object: auditlog.Object{Kind: kind, ID: id}, Detail: json.RawMessage(detail)}
}

func TestAClaimTellsWhoSawWhichCaseOnce(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		store := audited(t, d)
		var want []auditlog.Entry
		for i := range 3 {
			caseID := opened(t, store, complaint(i, "a"))
			want = append(want, told1(live, "case", fmt.Sprint(caseID), `{"queue":"message","reviewer":7}`))
		}
		c := messages(7)
		for _, step := range []struct{ limit, now, told int }{{2, 10, 2}, {2, 11, 2}, {9, 12, 3}, {9, 13, 3}} {
			c.Limit = step.limit
			_, err := store.ClaimCases(byLin(), c, at(step.now))
			must(t, err)
			wantTold(t, store, auditlog.CaseClaim, want[:step.told]...)
		}
		other := messages(8)
		claim(t, store, other, at(200)) // the leases have run out; nobody is named
		again := want[0]
		again.Actor, again.Detail = auditlog.Actor{Kind: auditlog.System}, json.RawMessage(`{"queue":"message","reviewer":8}`)
		wantTold(t, store, auditlog.CaseClaim, append(want, again)...)
	})
}

func TestADecisionIsToldWithoutItsText(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		store := audited(t, d)
		caseID := opened(t, store, complaint(1, "a"))
		refused := fault.New(fault.Conflict, "", "no")
		for _, refusal := range []error{refused, nil} {
			_ = store.RecordRuling(byLin(), live, caseID, start, func(c review.Case, _ review.Reports) (*review.Ruling, error) {
				return muting(c, 3), refusal
			})
		}
		wantTold(t, store, auditlog.CaseDecide, told1(live, "case", fmt.Sprint(caseID),
			`{"actions":[{"type":"mute","module":2,"hours":1,"user_id":"sender1","place_id":"show1"}],"author":"7","author_kind":"staff","verdict":"ad"}`))
	})
}

func TestAnOrderByReportIsTold(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		store, r := audited(t, d), complaint(1, "boss")
		who := auditlog.Actor{Kind: auditlog.Administrator, ID: "boss"}
		receipt, err := store.FileReport(auditlog.WithActor(context.Background(), who), r, id.NewKey(), r.FiledAt, func(reportID int64, _ intake.Standing) intake.Plan {
			return intake.Plan{Ruling: &review.Ruling{Decision: review.Decision{App: live, RecordID: reportID, At: start, Verdict: verdict.Ad, Memo: "广告",
				Author: review.Author{Kind: review.ByAdministrator, ID: "boss"}}}}
		})
		must(t, err)
		opened(t, store, complaint(2, "a")) // a plain report leaves nothing
		want := told1(live, "report", fmt.Sprint(receipt.ReportID), `{"actions":[],"author":"boss","author_kind":"administrator","verdict":"ad"}`)
		want.Actor = who
		same(t, 1, len(told(t, store, auditlog.Filter{})))
		wantTold(t, store, auditlog.ReportOrder, want)
	})
}

func TestListsAndLiftsAreTold(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		store, ctx := audited(t, d), byLin()
		for range 2 {
			_, err := store.AddListed(ctx, review.RiskList, live, listing("u1", 0)) // the second time it is there
			must(t, err)
		}
		must(t, store.RemoveListed(ctx, review.RiskList, live, "u1"))
		wantFault(t, store.RemoveListed(ctx, review.RiskList, live, "u1"), fault.NotFound)
		wantTold(t, store, auditlog.ListAdd, told1(live, "user", "u1", `{"list":"risk"}`))
		wantTold(t, store, auditlog.ListRemove, told1(live, "user", "u1", `{"list":"risk"}`))

		impose(t, store, mute("u1", "s1", 0))
		for _, match := range []enforce.Match{{App: live, UserID: "u1", Action: verdict.Mute}, {App: live, PlaceID: "s1", Action: verdict.Mute, Module: 2}} {
			_, err := store.LiftSanctions(ctx, match, "7", "误判", at(6), func([]enforce.Sanction) []outbox.Event { return nil })
			must(t, err)
		}
		wantTold(t, store, auditlog.SanctionLift,
			told1(live, "user", "u1", `{"by":"7","module":0,"sanctions":[1],"type":"mute"}`),
			told1(live, "place", "s1", `{"by":"7","module":2,"sanctions":[],"type":"mute"}`))

		impose(t, store, mute("u1", "s1", 0))
		_, err := store.LiftSanction(ctx, live, 2, "7", "误判", at(7), func(enforce.Sanction, bool) []outbox.Event { return nil })
		must(t, err)
		same(t, 1, len(told(t, store, auditlog.Filter{Object: auditlog.Object{Kind: "sanction", ID: "2"}})))
	})
}

func TestAccountsAppsAndSettingsAreTold(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		store, ctx := audited(t, d), byLin()
		account := somebody("审核员")
		var err error
		account.ID, err = store.CreateAccount(ctx, account)
		must(t, err)
		_, err = store.CreateAccount(ctx, account)
		wantFault(t, err, fault.Conflict)
		must(t, store.UpdateAccount(auditlog.WithDetail(ctx, map[string]any{"changes": []string{"password changed"}}), account))
		person := fmt.Sprint(account.ID)
		wantTold(t, store, auditlog.StaffCreate, told1("", "staff", person, `{"disabled":false,"role":"reviewer","username":"审核员"}`))
		wantTold(t, store, auditlog.StaffUpdate, told1("", "staff", person,
			`{"changes":["password changed"],"disabled":false,"role":"reviewer","username":"审核员"}`))

		must(t, store.PutApp(ctx, tenant.Sealed{ID: live, Data: []byte("secret")}))
		must(t, store.PutSetting(ctx, "lease", "9m"))
		wantTold(t, store, auditlog.AppChange, told1(live, "app", live, `{}`))
		wantTold(t, store, auditlog.SettingChange, told1("", "setting", "lease", `{}`))
	})
}

func TestRecordedEntriesAreCleanAndWhole(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		store := audited(t, d)
		mine := auditlog.Entry{Action: auditlog.StaffLoginFailed, Detail: json.RawMessage(`{"username":"x\u0000\n"}`),
			Actor: auditlog.Actor{Kind: auditlog.Visitor, Address: "a\x00\xff\n\u202e"}, Object: auditlog.Object{Kind: auditlog.AStaff}}
		bare := auditlog.Entry{Action: auditlog.CaseView, Object: auditlog.Object{Kind: auditlog.ACase, ID: "3"}, At: at(9)}
		must(t, store.RecordAudit(byLin(), mine, bare))
		wantFault(t, store.RecordAudit(byLin(), bare, auditlog.Entry{Detail: json.RawMessage(`[]`)}), fault.Internal)
		got := told(t, store, auditlog.Filter{})
		same(t, 2, len(got))
		same(t, auditlog.Actor{Kind: auditlog.Visitor, Address: "a\uFFFD\uFFFD\uFFFD\uFFFD"}, got[0].Actor)
		same(t, `{"username":"x\u0000\n"}`, string(got[0].Detail))
		same(t, auditlog.Entry{ID: 2, At: at(9), Actor: lin, Action: auditlog.CaseView, Object: bare.Object, Detail: json.RawMessage(`{}`)}, got[1])
	})
}

func TestAuditFilters(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		store := audited(t, d)
		var all []auditlog.Entry
		for i := range 12 {
			all = append(all, auditlog.Entry{
				At: at(i / 2), Actor: auditlog.Actor{Kind: auditlog.Staff, ID: fmt.Sprint(i % 3)}, App: []string{live, "other"}[i%2],
				Action: []auditlog.Action{auditlog.CaseView, auditlog.CaseClaim, auditlog.ListAdd}[i%3],
				Object: auditlog.Object{Kind: []string{"case", "user"}[i/6], ID: fmt.Sprint(i % 4)},
			})
		}
		must(t, store.RecordAudit(context.Background(), all...))
		all = told(t, store, auditlog.Filter{})
		for _, filter := range []auditlog.Filter{
			{}, {ActorKind: auditlog.Staff}, {ActorKind: auditlog.Staff, ActorID: "1"}, {ActorID: "2"}, {ActorKind: auditlog.App},
			{Action: "case."}, {Action: "case.view"}, {Action: "case"}, {Action: "list."}, {Action: "c%."}, {Action: "case.claim", ActorKind: auditlog.Staff, App: live}, {App: "other"},
			{Action: "case.", ActorKind: auditlog.Staff, ActorID: "1"},
			{Object: auditlog.Object{Kind: "case"}}, {Object: auditlog.Object{Kind: "user", ID: "2"}}, {Object: auditlog.Object{ID: "1"}},
			{From: at(2)}, {To: at(2)}, {From: at(1), To: at(4), ActorID: "1"}, {Object: auditlog.Object{Kind: "case", ID: "0"}, ActorID: "0", To: at(9)},
		} {
			var want []int64
			for i := range all {
				if entry := all[len(all)-1-i]; filter.Matches(entry) {
					want = append(want, entry.ID)
				}
			}
			same(t, want, pages(t, store, filter))
		}
		same(t, 0, len(told(t, store, auditlog.Filter{BeforeID: 99}))) // which is no entry
	})
}

// pages reads everything that matches, two at a time.
func pages(t *testing.T, store *sqlstore.Store, filter auditlog.Filter) (found []int64) {
	t.Helper()
	filter.Limit = 2
	for {
		list, err := store.AuditEntries(context.Background(), filter)
		must(t, err)
		for _, entry := range list {
			found = append(found, entry.ID)
			filter.BeforeID = entry.ID
		}
		if len(list) < filter.Limit {
			return found
		}
	}
}

func TestTheAuditLogIsNeverChanged(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		store := audited(t, d)
		must(t, store.RecordAudit(byLin(), auditlog.Entry{Action: auditlog.CaseView}))
		must(t, store.LinkAudit(context.Background()))
		db := newPlanner(t, d).DB
		statements := []string{"UPDATE audit SET app = 'x'", "DELETE FROM audit", "UPDATE audit_chain SET hash = 'x'", "DELETE FROM audit_chain"}
		if d.Postgres {
			statements = append(statements, "TRUNCATE audit", "TRUNCATE audit_chain")
		}
		for _, statement := range statements {
			wantRefused(t, db, statement)
		}
	})
}

func wantRefused(t *testing.T, db *sql.DB, statement string) {
	t.Helper()
	_, err := db.ExecContext(context.Background(), statement)
	if err == nil {
		t.Errorf("%s was done", statement)
	}
}

// auditQueries must find a page in the order of an index, however long the log.
var auditQueries = []asked{
	{"audit_by_time", func(ctx context.Context, q *query.Queries) error {
		_, err := q.AuditByTime(ctx, query.AuditByTimeParams{UntilAt: 1 << 60, CursorAt: 1 << 60, MaxEntries: 10})
		return err
	}},
	{"audit_by_actor", func(ctx context.Context, q *query.Queries) error {
		_, err := q.AuditByActor(ctx, query.AuditByActorParams{ActorKind: "staff", ActorID: "3", UntilAt: 1 << 60, CursorAt: 1 << 60, MaxEntries: 10})
		return err
	}},
	{"audit_by_action", func(ctx context.Context, q *query.Queries) error {
		_, err := q.AuditByAction(ctx, query.AuditByActionParams{Action: "case.view", UntilAt: 1 << 60, CursorAt: 1 << 60, MaxEntries: 10})
		return err
	}},
	{"audit_by_object", func(ctx context.Context, q *query.Queries) error {
		_, err := q.AuditByObject(ctx, query.AuditByObjectParams{ObjectKind: "case", ObjectID: "3", UntilAt: 1 << 60, CursorAt: 1 << 60, MaxEntries: 10})
		return err
	}},
}

func TestPagesOfALongAuditLogComeFromAnIndex(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		plans := newPlanner(t, d)
		plans.run(fmt.Sprintf(`INSERT INTO audit (at, actor_kind, actor_id, actor_name, actor_address, actor_via, action, app, object_kind, object_id, detail)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
SELECT i, 'staff', CAST(i %% 20 AS TEXT), '', '', '', CASE i %% 3 WHEN 0 THEN 'case.view' ELSE 'case.claim' END, 'live', 'case', CAST(i %% 500 AS TEXT), '{}' FROM n`,
			enough(d)))
		plans.run("ANALYZE")
		for _, a := range auditQueries {
			plan := plans.explain(a.ask)
			reads := strings.Contains(plan, "Seq Scan on audit ") || strings.Contains(plan, "SCAN audit\n")
			if !strings.Contains(plan, a.index) || reads {
				t.Errorf("want %s, got\n%s", a.index, plan)
			}
		}
	})
}
