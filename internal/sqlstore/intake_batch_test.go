package sqlstore_test

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// tray is an intake.Store that keeps what the service would file.
type tray struct {
	*sqlstore.Store
	filings []sqlstore.Filing
}

func (t *tray) FileReport(ctx context.Context, r review.Report, key string, since time.Time,
	plan func(int64, intake.Standing) intake.Plan) (intake.Receipt, error) {
	t.filings = append(t.filings, sqlstore.NewFiling(ctx, r, key, since, plan))
	return intake.Receipt{}, nil
}

// Reports that are filed together must leave what they would have left one
// after the other: here the same random reports – repetitions, groups, listed
// people, content that was passed, administrators' orders, several apps – go
// both ways, in batches of any size.
func TestFilingTogetherIsFilingInTurn(t *testing.T) {
	t.Parallel()
	storetest.Databases(t, func(t *testing.T, d storetest.Database) {
		other := storetest.SQLite
		if d.Postgres {
			other = storetest.Postgres
		}
		inTurn, together := newOffice(t, d), newOffice(t, other(t))
		dice := rand.New(rand.NewPCG(1, 2)) // a test that can be run again
		for round := range 12 {
			reports := make([]review.Report, 1+dice.IntN(50))
			for i := range reports {
				reports[i] = randomReport(dice, fmt.Sprint(round, " ", i))
			}
			want := inTurn.submit(reports)
			if diff := cmp.Diff(want, together.submitTogether(reports)); diff != "" {
				t.Fatalf("round %d: the answers in turn - and together +:\n%s", round, diff)
			}
			if diff := cmp.Diff(inTurn.dump(), together.dump()); diff != "" {
				t.Fatalf("round %d: what is stored in turn - and together +:\n%s", round, diff)
			}
			pass := dice.Uint64()
			inTurn.passSome(pass)
			together.passSome(pass)
		}
		if dump := strings.Join(inTurn.dump(), "\n"); !strings.Contains(dump, "late=1") || !strings.Contains(dump, "repeats=3") {
			t.Errorf("nothing came late or often:\n%s", dump)
		}
	})
}

// office is a store with the services in front of it.
type office struct {
	t     *testing.T
	store *sqlstore.Store
	db    *sql.DB
	now   time.Time
}

func newOffice(t *testing.T, d storetest.Database) *office {
	t.Helper()
	driver, source := "sqlite", strings.TrimPrefix(d.Address, "sqlite:")
	if d.Postgres {
		driver, source = "pgx", d.Address
	}
	db, err := sql.Open(driver, source)
	must(t, err)
	t.Cleanup(func() { _ = db.Close() })
	o := &office{t: t, store: d.Open(t, sqlstore.Options{}), db: db, now: time.Unix(1_800_000_000, 0)}
	for list, user := range map[review.List]string{review.RiskList: "sender1", review.SpecialList: "sender2"} {
		_, err := o.store.AddListed(background, list, "live", review.Listed{UserID: user, AddedBy: "1", AddedAt: o.now})
		must(t, err)
	}
	return o
}

func (o *office) service(store intake.Store) *intake.Service {
	return intake.NewService(store, func() time.Time { return o.now }, nil)
}

func (o *office) submit(reports []review.Report) []string {
	o.now = o.now.Add(time.Minute)
	receipts := make([]intake.Receipt, len(reports))
	service := o.service(o.store)
	for i, r := range reports {
		var err error
		receipts[i], err = service.Submit(background, tenant.App{ID: r.App}, intake.Reporter{UserID: r.Reporter, Admin: true}, r)
		must(o.t, err)
	}
	return o.named(receipts)
}

func (o *office) submitTogether(reports []review.Report) []string {
	o.now = o.now.Add(time.Minute)
	tray := &tray{Store: o.store}
	service := o.service(tray)
	for _, r := range reports {
		_, err := service.Submit(background, tenant.App{ID: r.App}, intake.Reporter{UserID: r.Reporter, Admin: true}, r)
		must(o.t, err)
	}
	receipts, err := o.store.FileTogether(background, tray.filings)
	must(o.t, err)
	return o.named(receipts)
}

// named tells the receipts by memos, for the numbers differ.
func (o *office) named(receipts []intake.Receipt) []string {
	names := map[int64]string{0: "none"}
	rows, err := o.db.QueryContext(background, "SELECT id, memo FROM reports")
	must(o.t, err)
	defer rows.Close()
	for rows.Next() {
		var id int64
		var memo string
		must(o.t, rows.Scan(&id, &memo))
		names[id] = memo
	}
	must(o.t, rows.Err())
	var list []string
	for _, r := range receipts {
		list = append(list, fmt.Sprintf("report %s, case %s, again %v", names[r.ReportID], names[r.CaseID], r.Duplicate))
	}
	return list
}

// dump is what is stored of reports and cases, without the numbers.
func (o *office) dump() []string {
	var lines []string
	for _, ask := range []string{
		`SELECT reports.app || ' ' || reports.memo || ' repeats=' || reports.repeats || ' late=' || reports.late || ' case ' || COALESCE(first.memo, '')
			FROM reports LEFT JOIN reports AS first ON first.id = reports.case_id`,
		`SELECT 'case ' || first.memo || ' ' || cases.queue || ' ' || cases.state || ' ' || cases.group_key || ' ' || cases.content_key || ' reports=' || cases.reports
			|| ' complaints=' || cases.complaints || ' risk=' || cases.risk || ' protected=' || cases.protected || ' rank=' || cases.rank
			FROM cases JOIN reports AS first ON first.id = cases.id`,
		`SELECT 'user ' || first.memo || ' ' || case_users.user_id || ' ' || case_users.accused
			FROM case_users JOIN reports AS first ON first.id = case_users.case_id`,
		`SELECT 'key ' || report_keys.app || report_keys.repeat_key || ' ' || first.memo || ' ' || report_keys.filed_at
			FROM report_keys JOIN reports AS first ON first.id = report_keys.report_id`,
		`SELECT 'decision ' || first.memo || ' ' || decisions.author_kind || ' ' || decisions.verdict || ' ' || decisions.case_id / decisions.record_id
			FROM decisions JOIN reports AS first ON first.id = decisions.record_id`,
		`SELECT 'audit ' || action || ' ' || COUNT(*) FROM audit GROUP BY action`,
	} {
		lines = append(lines, o.column(ask)...)
	}
	slices.Sort(lines)
	return lines
}

func (o *office) column(ask string) []string {
	rows, err := o.db.QueryContext(background, ask)
	must(o.t, err)
	defer rows.Close()
	var list []string
	for rows.Next() {
		var line string
		must(o.t, rows.Scan(&line))
		list = append(list, line)
	}
	must(o.t, rows.Err())
	return list
}

// passSome has a supervisor decide about some of what waits.
func (o *office) passSome(seed uint64) {
	service := review.NewService(review.Options{Store: o.store, Lists: o.store, Lease: time.Hour, Now: func() time.Time { return o.now }})
	dice := rand.New(rand.NewPCG(seed, seed))
	who := review.Reviewer{ID: 7, Senior: true}
	for range 4 {
		o.now = o.now.Add(time.Second)
		lent, err := service.Claim(background, review.ClaimRequest{Queue: review.MessageQueue, Who: who})
		must(o.t, err)
		for _, c := range lent {
			label := verdict.Pass
			if dice.IntN(4) == 0 {
				label = verdict.Ad
			}
			_, err := service.Decide(background, review.DecideRequest{
				App: tenant.App{ID: c.App}, CaseID: c.ID, Who: who, Hold: review.Hold{Token: c.LeaseToken}, Verdict: label,
			})
			must(o.t, err)
		}
	}
}

// randomReport is one of few, so that many are alike.
func randomReport(dice *rand.Rand, memo string) review.Report {
	number := dice.IntN(6)
	sender := fmt.Sprint("sender", number%4)
	r := review.Report{
		App: []string{"live", "live", "other"}[dice.IntN(3)], Entrance: content.ShowUnit, Memo: memo,
		Reporter: fmt.Sprint("reporter", dice.IntN(8)), Complaints: verdict.ComplaintSet(verdict.ComplaintAd),
		Messages: []content.Message{{Type: content.Text, ID: fmt.Sprint("m", number), SenderID: sender, Text: "加微信"}},
		Profile:  &content.Profile{PlaceID: "show", OwnerID: "host"}, Accused: sender,
	}
	switch dice.IntN(8) {
	case 0:
		r.Complaints |= verdict.ComplaintSet(verdict.ComplaintPorn)
	case 1:
		r.Messages[0].ID = "" // names nothing
		r.Profile = &content.Profile{}
	case 2:
		r.Complaints |= verdict.ComplaintSet(verdict.OrderMute)
	case 3:
		second := r.Messages[0]
		second.SenderID, second.ID = "sender3", "m9"
		r.Messages, r.Accused = append(r.Messages, second), ""
	}
	return r
}
