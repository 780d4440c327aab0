package storetest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// logged is a store with so many entries of second 5 that are linked.
func logged(t *testing.T, d Database, entries int) *sqlstore.Store {
	t.Helper()
	store := audited(t, d)
	for i := range entries {
		must(t, store.RecordAudit(byLin(), auditlog.Entry{Action: auditlog.CaseView, Object: auditlog.Object{Kind: "case", ID: fmt.Sprint(i)}}))
	}
	must(t, store.LinkAudit(context.Background()))
	return store
}

// verify verifies at a second after the start.
func verify(t *testing.T, store *sqlstore.Store, second int, expect auditlog.Anchor) auditlog.Verified {
	t.Helper()
	verified, err := auditlog.Verify(context.Background(), store, auditlog.VerifyOptions{Now: at(second), Expect: expect})
	must(t, err)
	return verified
}

func head(t *testing.T, store *sqlstore.Store) auditlog.Anchor {
	t.Helper()
	anchor, err := store.AuditHead(context.Background())
	must(t, err)
	return anchor
}

func TestALogThatNobodyTouchedIsGood(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		store := logged(t, d, 0)
		same(t, auditlog.Verified{}, verify(t, store, 5, auditlog.Anchor{}))
		var anchors []auditlog.Anchor
		for _, more := range []int{1, 255, 256, 257, 300} { // about the size of a batch
			entries := make([]auditlog.Entry, more)
			must(t, store.RecordAudit(byLin(), entries...))
			must(t, store.LinkAudit(context.Background()))
			anchors = append(anchors, head(t, store))
		}
		last := anchors[len(anchors)-1]
		same(t, int64(1069), last.Position)
		for _, anchor := range anchors {
			same(t, auditlog.Verified{Head: last, Entries: 1069}, verify(t, store, 1000, anchor))
		}
		must(t, store.RecordAudit(byLin(), auditlog.Entry{}))
		same(t, auditlog.Verified{Head: last, Entries: 1069, Waiting: 1}, verify(t, store, 6, last))
		must(t, store.LinkAudit(context.Background()))
		same(t, 0, verify(t, store, 6, last).Waiting)
	})
}

// untie takes away what keeps the log from being changed.
func untie(t *testing.T, p *planner, d Database) {
	t.Helper()
	triggers := []string{"audit_waits", "audit_stands", "audit_remains", "audit_chain_stands", "audit_chain_remains"}
	if d.Postgres {
		triggers = []string{"audit_waits ON audit", "audit_stands ON audit", "audit_redacted ON audit", "audit_chain_stands ON audit_chain"}
	}
	for _, trigger := range triggers {
		p.run("DROP TRIGGER " + trigger)
	}
}

func TestTamperingIsNamed(t *testing.T) {
	t.Parallel()
	const insert = `INSERT INTO audit (id, at, actor_kind, actor_id, actor_name, actor_address, actor_via, action, app, object_kind, object_id, detail)
SELECT 99, at, actor_kind, actor_id, actor_name, actor_address, actor_via, action, app, object_kind, 'x', detail FROM audit WHERE id = 3`
	for name, step := range map[string]struct {
		statements []string
		wrong      auditlog.Wrong
		position   int64
		entry      int64
	}{
		"actor":         {[]string{"UPDATE audit SET actor_id = '8' WHERE id = 3"}, auditlog.Altered, 3, 3},
		"time":          {[]string{"UPDATE audit SET at = at + 1 WHERE id = 1"}, auditlog.Altered, 1, 1},
		"detail":        {[]string{`UPDATE audit SET detail = '{ }' WHERE id = 6`}, auditlog.Altered, 6, 6},
		"moved text":    {[]string{"UPDATE audit SET actor_via = actor_name, actor_name = actor_via WHERE id = 2"}, auditlog.Altered, 2, 2},
		"the first":     {[]string{"UPDATE audit SET app = 'x' WHERE id IN (4, 5)"}, auditlog.Altered, 4, 4},
		"hash":          {[]string{"UPDATE audit_chain SET hash = prev WHERE position = 6"}, auditlog.Altered, 6, 6},
		"entry gone":    {[]string{"DELETE FROM audit WHERE id = 4"}, auditlog.Missing, 4, 4},
		"last gone":     {[]string{"DELETE FROM audit WHERE id = 6"}, auditlog.Missing, 6, 6},
		"link gone":     {[]string{"DELETE FROM audit_chain WHERE position = 1"}, auditlog.Missing, 1, 0},
		"both gone":     {[]string{"DELETE FROM audit_chain WHERE position = 2", "DELETE FROM audit WHERE id = 2"}, auditlog.Missing, 2, 0},
		"gap closed":    {[]string{"DELETE FROM audit_chain WHERE position = 2", "UPDATE audit_chain SET position = position - 1 WHERE position = 3"}, auditlog.Reordered, 2, 3},
		"links swapped": {[]string{"UPDATE audit_chain SET position = -2 WHERE position = 2", "UPDATE audit_chain SET position = 2 WHERE position = 5", "UPDATE audit_chain SET position = 5 WHERE position = -2"}, auditlog.Reordered, 2, 5},
		"entries swapped": {[]string{"UPDATE audit SET id = -2 WHERE id = 2", "UPDATE audit SET id = 2 WHERE id = 5",
			"UPDATE audit SET id = 5 WHERE id = -2"}, auditlog.Altered, 2, 2},
		"ids of links swapped": {[]string{"UPDATE audit_chain SET entry_id = -2 WHERE position = 2", "UPDATE audit_chain SET entry_id = 2 WHERE position = 5",
			"UPDATE audit_chain SET entry_id = 5 WHERE position = 2"}, auditlog.Reordered, 2, 5},
		"inserted":      {[]string{insert}, auditlog.Foreign, 0, 99},
		"ahead of time": {[]string{insert, "UPDATE audit SET at = at + 999999999 WHERE id = 99"}, auditlog.Foreign, 0, 99},
		"inserted and linked": {[]string{insert, "UPDATE audit_chain SET position = 7 WHERE position = 6",
			"INSERT INTO audit_chain (position, entry_id, prev, hash) SELECT 6, 99, hash, prev FROM audit_chain WHERE position = 5"}, auditlog.Altered, 6, 99},
		"last link gone": {[]string{"DELETE FROM audit_chain WHERE position = 6"}, auditlog.Foreign, 0, 6},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			Databases(t, func(t *testing.T, d Database) {
				store, p := logged(t, d, 6), newPlanner(t, d)
				untie(t, p, d)
				for _, statement := range step.statements {
					p.run(statement)
				}
				found := verify(t, store, 70, auditlog.Anchor{}).Finding
				if found == nil || found.Wrong != step.wrong || found.Position != step.position || found.EntryID != step.entry || found.Text == "" {
					t.Fatalf("found %+v", found)
				}
			})
		})
	}
}

// What was cut off, or written anew with all its hashes, only an anchor shows.
func TestAnAnchorShowsWhatTheChainCannot(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		store, p := logged(t, d, 6), newPlanner(t, d)
		anchor := head(t, store)
		untie(t, p, d)
		p.run("DELETE FROM audit_chain WHERE position > 4")
		p.run("DELETE FROM audit WHERE id > 4")
		same(t, (*auditlog.Finding)(nil), verify(t, store, 70, auditlog.Anchor{}).Finding)
		cut := verify(t, store, 70, anchor)
		if cut.Finding == nil || cut.Finding.Wrong != auditlog.Truncated || cut.Finding.Position != 5 || cut.Head.Position != 4 {
			t.Fatalf("cut off: %+v", cut)
		}
		must(t, store.RecordAudit(byLin(), auditlog.Entry{}, auditlog.Entry{}))
		p.run("INSERT INTO audit_pending (entry_id) SELECT id FROM audit WHERE id > 4")
		must(t, store.LinkAudit(context.Background()))
		same(t, (*auditlog.Finding)(nil), verify(t, store, 6, auditlog.Anchor{}).Finding)
		if anew := verify(t, store, 6, anchor).Finding; anew == nil || anew.Wrong != auditlog.Rewritten || anew.Position != 6 {
			t.Fatalf("written anew: %+v", anew)
		}
	})
}

// However writers and chainers race, every entry is linked once.
func TestRacingWritersAndChainersMakeOneChain(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		const n, each = 12, 12
		stores := []*sqlstore.Store{audited(t, d), audited(t, d)}
		together(n, stores, func(i int, store *sqlstore.Store) {
			for range each {
				if i%6 == 0 {
					mustNot(t, store.LinkAudit(context.Background()))
				}
				mustNot(t, store.RecordAudit(byLin(), auditlog.Entry{Action: auditlog.CaseView}, auditlog.Entry{Action: auditlog.CaseClaim}))
			}
		})
		must(t, stores[1].LinkAudit(context.Background()))
		same(t, auditlog.Verified{Head: head(t, stores[0]), Entries: 2 * n * each}, verify(t, stores[0], 1000, auditlog.Anchor{}))
	})
}

// PostgreSQL gives out ids before it commits: what comes late is linked late.
func TestALateEntryIsLinkedLate(t *testing.T) {
	t.Parallel()
	d := Postgres(t)
	store, ctx := logged(t, d, 2), context.Background()
	late, err := newPlanner(t, d).BeginTx(ctx, nil)
	must(t, err)
	_, err = late.ExecContext(ctx, `INSERT INTO audit (at, actor_kind, actor_id, actor_name, actor_address, actor_via, action, app, object_kind, object_id, detail)
SELECT at, actor_kind, actor_id, actor_name, actor_address, actor_via, action, app, object_kind, 'late', detail FROM audit WHERE id = 1`)
	must(t, err)
	must(t, store.RecordAudit(byLin(), auditlog.Entry{Action: auditlog.CaseView}))
	must(t, store.LinkAudit(ctx))
	must(t, late.Commit())
	same(t, 1, int(verify(t, store, 6, auditlog.Anchor{}).Waiting))
	must(t, store.LinkAudit(ctx))
	links, err := store.AuditLinks(ctx, 0, 9)
	must(t, err)
	var order []int64
	for _, link := range links {
		order = append(order, link.EntryID)
	}
	same(t, []int64{1, 2, 4, 3}, order)
	same(t, auditlog.Verified{Head: head(t, store), Entries: 4}, verify(t, store, 1000, auditlog.Anchor{}))
}

// A stranger needs the exported lines and SHA-256, and nothing of ours.
func TestAStrangerCanVerifyAnExport(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		store := audited(t, d)
		for i := range 5 {
			_, err := store.ClaimCases(auditlog.WithActor(context.Background(), auditlog.Actor{Name: "<林>&\u2028\\\"", ID: fmt.Sprint(i)}),
				messages(7), at(opening(t, store, i)))
			must(t, err)
		}
		must(t, store.LinkAudit(context.Background()))
		var out bytes.Buffer
		lines, reached, err := auditlog.Export(context.Background(), store, auditlog.Filter{}, auditlog.JSONLines, &out)
		must(t, err)
		same(t, head(t, store), reached)
		same(t, int64(5), lines)
		before := make([]byte, sha256.Size)
		for i, line := range bytes.Split(bytes.TrimSpace(out.Bytes()), []byte("\n")) {
			before = wantStrangersHash(t, i+1, line, before)
		}
		same(t, reached.Hash, hex.EncodeToString(before))
	})
}

// opening opens a case and returns a second at which it can be claimed while
// no older lease runs.
func opening(t *testing.T, store *sqlstore.Store, i int) int {
	t.Helper()
	c := complaint(i, "a")
	c.FiledAt = c.FiledAt.Add(-time.Duration(i) * time.Minute)
	opened(t, store, c)
	return 100 * i
}

// wantStrangersHash computes a line's hash as the documents say it.
func wantStrangersHash(t *testing.T, position int, line, before []byte) []byte {
	t.Helper()
	var said struct {
		Position   int
		Prev, Hash string
	}
	must(t, json.Unmarshal(line, &said))
	same(t, position, said.Position)
	same(t, hex.EncodeToString(before), said.Prev)
	_, entry, found := bytes.Cut(line, []byte(`"entry":`))
	if !found || !json.Valid(line) {
		t.Fatalf("no entry in %s", line)
	}
	sum := sha256.Sum256(append(before, bytes.TrimSuffix(entry, []byte("}"))...))
	same(t, hex.EncodeToString(sum[:]), said.Hash)
	return sum[:]
}
