package storetest

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/rules"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

func aRule(app, name string) rules.Rule {
	return rules.Rule{
		App: app, Name: name, Note: "试用", Expression: `message.text.has("加微信")`, Effect: rules.Effect{Outcome: policy.Deny, Label: "ad"},
		Quota: 7, State: rules.Shadow, UpdatedAt: at(1), UpdatedBy: "7",
	}
}

func putRule(t *testing.T, store *sqlstore.Store, rule rules.Rule) rules.Rule {
	t.Helper()
	put, err := store.PutRule(context.Background(), rule, rule.Version)
	must(t, err)
	return put
}

func rulesRevision(t *testing.T, store *sqlstore.Store) int64 {
	t.Helper()
	revision, err := store.RulesRevision(context.Background())
	must(t, err)
	return revision
}

func TestRulesAreMadeChangedAndDeleted(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := context.Background(), open()
		shared, own := putRule(t, store, aRule("", "base")), putRule(t, store, aRule("live", "base"))
		want := aRule("live", "base")
		want.ID, want.Version = own.ID, 1
		same(t, want, own)
		before := rulesRevision(t, store)
		again := own
		again.UpdatedBy, again.UpdatedAt = "8", at(5)
		same(t, own, putRule(t, store, again)) // it is so already
		if now := rulesRevision(t, store); now != before {
			t.Errorf("nothing changed, and the revision went from %d to %d", before, now)
		}
		changed := own
		changed.Name, changed.State, changed.Quota, changed.UpdatedAt, changed.UpdatedBy = "mine", rules.Live, 0, at(9), "8"
		put := putRule(t, store, changed)
		changed.Version = 2
		same(t, changed, put)
		if now := rulesRevision(t, store); now != before+1 {
			t.Errorf("a change took the revision from %d to %d", before, now)
		}
		all, err := store.Rules(ctx)
		must(t, err)
		same(t, []rules.Rule{shared, changed}, all)
		must(t, store.DeleteRule(ctx, changed.ID, "9"))
		versions, err := store.RuleVersions(ctx, changed.ID)
		must(t, err)
		gone := changed
		gone.Version, gone.State, gone.UpdatedBy, gone.UpdatedAt = 3, rules.Deleted, "9", versions[0].UpdatedAt
		same(t, []rules.Rule{gone, changed, own}, versions)
		for _, err := range []error{
			errorOf(store.Rule(ctx, changed.ID)), errorOf(store.PutRule(ctx, changed, changed.Version)), store.DeleteRule(ctx, changed.ID, "9"),
		} {
			if !fault.HasCode(err, rules.CodeUnknown) {
				t.Errorf("of a rule that is gone: %v", err)
			}
		}
		if next := putRule(t, store, aRule("live", "mine")); next.ID == changed.ID {
			t.Errorf("rule %d is another one's id again", next.ID)
		}
	})
}

func TestOfTwoWhoChangeARuleOneIsFirst(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := context.Background(), open()
		rule, other := putRule(t, store, aRule("", "base")), putRule(t, store, aRule("", "other"))
		var wg sync.WaitGroup
		var mu sync.Mutex
		conflicts := 0
		for i := range 8 {
			wg.Go(func() {
				mine := rule
				mine.Note = fmt.Sprint("by ", i)
				_, err := store.PutRule(ctx, mine, rule.Version)
				if err != nil && !fault.HasCode(err, rules.CodeChanged) {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					conflicts++
				}
			})
		}
		wg.Wait()
		if conflicts != 7 {
			t.Errorf("%d of 8 were late", conflicts)
		}
		other.Name = "base"
		for _, taken := range []rules.Rule{other, aRule("", "base")} {
			if _, err := store.PutRule(ctx, taken, 0); !fault.HasCode(err, rules.CodeTaken) {
				t.Errorf("a name that is taken: %v", err)
			}
		}
	})
}

func TestRuleCountsAddUp(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store, second := context.Background(), open(), open()
		var wg sync.WaitGroup
		for _, node := range []*sqlstore.Store{store, second} {
			for range 4 {
				wg.Go(func() {
					if err := node.AddRuleCounts(ctx, []rules.Count{{RuleID: 1, Day: 20, Hits: 2, Shadow: 1}, {RuleID: 2, Day: 20, Errors: 3}}); err != nil {
						t.Error(err)
					}
				})
			}
		}
		wg.Wait()
		must(t, store.AddRuleCounts(ctx, []rules.Count{{RuleID: 1, Day: 21, Hits: 1}}))
		must(t, store.AddRuleCounts(ctx, nil))
		day, err := second.RuleCountsOn(ctx, 20)
		must(t, err)
		same(t, []rules.Count{{RuleID: 1, Day: 20, Hits: 16, Shadow: 8}, {RuleID: 2, Day: 20, Errors: 24}}, day)
		of, err := second.RuleCounts(ctx, 1, 20, 21)
		must(t, err)
		same(t, []rules.Count{{RuleID: 1, Day: 20, Hits: 16, Shadow: 8}, {RuleID: 1, Day: 21, Hits: 1}}, of)
	})
}

func TestRulesAreAudited(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := auditlog.WithActor(context.Background(), auditlog.Actor{Kind: auditlog.Staff, ID: "7"}), open()
		rule, err := store.PutRule(ctx, aRule("live", "base"), 0)
		must(t, err)
		rule.State = rules.Live
		rule, err = store.PutRule(ctx, rule, rule.Version)
		must(t, err)
		_, err = store.PutRule(ctx, rule, rule.Version) // changes nothing
		must(t, err)
		must(t, store.DeleteRule(ctx, rule.ID, "7"))
		entries, err := store.AuditEntries(ctx, auditlog.Filter{Action: "rule.", App: "live"})
		must(t, err)
		var told []string
		for _, e := range entries {
			told = append(told, string(e.Action)+" "+string(e.Detail))
		}
		same(t, []string{
			`rule.delete {"rule":"base","state":"deleted","version":3,"was":"live"}`,
			`rule.put {"rule":"base","state":"live","version":2,"was":"shadow"}`,
			`rule.put {"rule":"base","state":"shadow","version":1}`,
		}, told)
	})
}
