package storetest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/words"
)

func wordTerm(text string) words.Term {
	return words.Term{Folded: text, AddedAt: at(1), Term: lexicon.Term{
		Text: text, Category: "ad", Action: lexicon.Review, Mode: lexicon.Word, AddedBy: "7",
	}}
}

func wordTerms(n int) []words.Term {
	terms := make([]words.Term, n)
	for i := range terms {
		terms[i] = wordTerm(fmt.Sprint("词", i))
	}
	return terms
}

func wordList(t *testing.T, store *sqlstore.Store, app, name string) words.List {
	t.Helper()
	list, err := store.PutWordList(context.Background(), words.List{App: app, Name: name, Enabled: true, UpdatedAt: at(0)})
	must(t, err)
	return list
}

func putWords(t *testing.T, store *sqlstore.Store, list int64, terms []words.Term, want words.Counts) {
	t.Helper()
	got, err := store.PutWordTerms(context.Background(), list, terms, auditlog.WordsAdd, false)
	must(t, err)
	same(t, want, got)
}

func wordsRevision(t *testing.T, store *sqlstore.Store) int64 {
	t.Helper()
	revision, err := store.WordsRevision(context.Background())
	must(t, err)
	return revision
}

func TestWordListsAreMadeChangedAndDeleted(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := context.Background(), open()
		shared, own := wordList(t, store, "", "base"), wordList(t, store, "live", "base")
		if shared.ID == own.ID || shared.Revision == own.Revision {
			t.Fatalf("made %+v and %+v", shared, own)
		}
		before := wordsRevision(t, store)
		same(t, shared, wordList(t, store, "", "base")) // it is so already
		if now := wordsRevision(t, store); now != before {
			t.Errorf("nothing changed, and the revision went from %d to %d", before, now)
		}
		own.Name, own.Note, own.Enabled, own.UpdatedAt = "mine", "试用", false, at(9)
		changed, err := store.PutWordList(ctx, own)
		must(t, err)
		own.Revision = wordsRevision(t, store)
		same(t, own, changed)
		other := wordList(t, store, "live", "other")
		other.Name = "mine"
		if _, err := store.PutWordList(ctx, other); !fault.Is(err, fault.Conflict) {
			t.Errorf("a name that is taken: %v", err)
		}
		must(t, store.DeleteWordList(ctx, other.ID))
		other.Name = "other"
		lists, err := store.WordLists(ctx)
		must(t, err)
		same(t, []words.List{shared, changed}, lists)
		for _, err := range []error{errorOf(store.WordList(ctx, other.ID)), errorOf(store.PutWordList(ctx, other)), store.DeleteWordList(ctx, other.ID),
			errorOf(store.PutWordTerms(ctx, other.ID, wordTerms(1), auditlog.WordsAdd, false)), errorOf(store.RemoveWordTerms(ctx, other.ID, []int64{1}))} {
			if !fault.HasCode(err, words.CodeUnknownList) {
				t.Errorf("of a list that is gone: %v", err)
			}
		}
	})
}

func errorOf[T any](_ T, err error) error { return err }

func TestWordTermsAreKeptOnce(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := context.Background(), open()
		list := wordList(t, store, "", "base").ID
		full := wordTerm("加微信")
		full.Level, full.Scenes, full.Note, full.From, full.Until = 3, []string{"live", "private"}, "引流", at(5), at(500)
		all := append(wordTerms(40), full)
		dry, err := store.PutWordTerms(ctx, list, all, auditlog.WordsAdd, true)
		must(t, err)
		same(t, words.Counts{Added: 41}, dry)
		putWords(t, store, list, all, words.Counts{Added: 41})
		before := wordsRevision(t, store)
		putWords(t, store, list, all, words.Counts{Unchanged: 41})
		if now := wordsRevision(t, store); now != before {
			t.Errorf("nothing changed, and the revision went from %d to %d", before, now)
		}
		again := full
		again.Text, again.Action, again.AddedBy, again.AddedAt = "加V信", lexicon.Deny, "8", at(77)
		putWords(t, store, list, append(wordTerms(3), again), words.Counts{Updated: 1, Unchanged: 3})
		got, err := store.WordTerms(ctx, list, words.Filter{Limit: 1})
		must(t, err)
		again.AddedBy, again.AddedAt, again.Revision = full.AddedBy, full.AddedAt, wordsRevision(t, store) // who brought it stays
		if diff := cmp.Diff([]words.Term{again}, got, cmpopts.IgnoreFields(words.Term{}, "ID")); diff != "" {
			t.Error(diff)
		}
		if kept, err := store.WordList(ctx, list); err != nil || kept.Terms != 41 || kept.Revision != wordsRevision(t, store) {
			t.Errorf("the list is %+v, %v", kept, err)
		}
	})
}

func TestWordTermsAreFoundAndRemoved(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := context.Background(), open()
		list, other := wordList(t, store, "", "base").ID, wordList(t, store, "", "other").ID
		terms := wordTerms(20)
		terms[3].Category, terms[4].Action, terms[5].Note, terms[6].Text = "porn", lexicon.Deny, "100%_Sure", "ＶＸ"
		terms[6].Folded = "vx"
		putWords(t, store, list, terms, words.Counts{Added: 20})
		putWords(t, store, other, wordTerms(20), words.Counts{Added: 20})
		found := func(f words.Filter) []string {
			all, err := store.WordTerms(ctx, list, f)
			must(t, err)
			var texts []string
			for _, term := range all {
				texts = append(texts, term.Text)
			}
			return texts
		}
		same(t, []string{"词3"}, found(words.Filter{Category: "porn"}))
		same(t, []string{"词4"}, found(words.Filter{Action: "deny"}))
		same(t, []string{"词5"}, found(words.Filter{Text: "0%_s"}))
		same(t, []string{"ＶＸ"}, found(words.Filter{Text: "v x"}))
		same(t, []string{"词19", "词18"}, found(words.Filter{Text: "词1", Limit: 2}))
		page, err := store.WordTermsAfter(ctx, list, 0, 10)
		must(t, err)
		var ids []int64
		for _, term := range page {
			ids = append(ids, term.ID)
		}
		removed, err := store.RemoveWordTerms(ctx, other, ids)
		if must(t, err); removed != 0 {
			t.Errorf("%d terms of another list were removed", removed)
		}
		removed, err = store.RemoveWordTerms(ctx, list, append(ids, 99999))
		if must(t, err); removed != 10 || len(found(words.Filter{})) != 10 {
			t.Errorf("%d removed, %v left", removed, found(words.Filter{}))
		}
	})
}

// Whoever sees a revision sees all that it counts.
func TestWordsOfManyWriters(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		list := wordList(t, store, "", "base").ID
		before := wordsRevision(t, store)
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				one := wordTerm(fmt.Sprint("甲", i))
				if _, err := store.PutWordTerms(context.Background(), list, []words.Term{one, wordTerm("共")}, auditlog.WordsAdd, false); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		kept, err := store.WordList(context.Background(), list)
		must(t, err)
		if kept.Terms != 9 || kept.Revision != before+8 || wordsRevision(t, store) != before+8 {
			t.Errorf("%+v after revision %d", kept, before)
		}
	})
}

func TestWordsAreAudited(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := auditlog.WithActor(context.Background(), auditlog.Actor{Kind: auditlog.Staff, ID: "7"}), open()
		list, err := store.PutWordList(ctx, words.List{App: "live", Name: "base", Enabled: true, UpdatedAt: time.Now()})
		must(t, err)
		_, err = store.PutWordTerms(ctx, list.ID, wordTerms(2), auditlog.WordsImport, false)
		must(t, err)
		terms, err := store.WordTerms(ctx, list.ID, words.Filter{Limit: 1})
		must(t, err)
		_, err = store.RemoveWordTerms(ctx, list.ID, []int64{terms[0].ID})
		must(t, err)
		must(t, store.DeleteWordList(ctx, list.ID))
		entries, err := store.AuditEntries(ctx, auditlog.Filter{Action: "words.", App: "live"})
		must(t, err)
		var told []string
		for _, e := range entries {
			told = append(told, string(e.Action)+" "+string(e.Detail))
		}
		same(t, []string{
			`words.delete {"list":"base","terms":1}`,
			`words.remove {"list":"base","removed":1,"terms":["词1"]}`,
			`words.import {"added":2,"list":"base","terms":["词0","词1"],"updated":0}`,
			`words.put {"enabled":true,"list":"base","made":true}`,
		}, told)
	})
}
