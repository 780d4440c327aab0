package words_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/words"
)

// apps are the apps that there are.
type apps []string

// App implements words.Apps.
func (a apps) App(id string) (tenant.App, bool) {
	for _, known := range a {
		if known == id {
			return tenant.App{ID: id}, true
		}
	}
	return tenant.App{}, false
}

var start = time.Date(2026, 3, 1, 4, 5, 6, 0, time.UTC)

func service(store words.Store) *words.Service {
	return words.NewService(words.Options{
		Store: store, Apps: apps{"live", "other"}, Now: func() time.Time { return start }, Log: slog.New(slog.DiscardHandler),
	})
}

// small is a service on SQLite.
func small(t *testing.T) *words.Service {
	t.Helper()
	return service(storetest.SQLite(t).Open(t, sqlstore.Options{}))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func term(text string, action lexicon.Action) words.Term {
	return words.Term{Term: lexicon.Term{Text: text, Category: "ad", Action: action}}
}

// listed makes a list of an app with terms.
func listed(t *testing.T, s *words.Service, app, name string, terms ...words.Term) words.List {
	t.Helper()
	list, _, err := s.EnsureList(t.Context(), app, name)
	must(t, err)
	_, err = s.AddTerms(t.Context(), list.ID, terms)
	must(t, err)
	return list
}

func found(s *words.Service, app, text string) []string {
	var all []string
	for _, e := range s.Find(app, content.Line{Text: text}) {
		all = append(all, e.Source+":"+e.What)
	}
	return all
}

func wantFound(t *testing.T, s *words.Service, app, text string, want ...string) {
	t.Helper()
	must(t, s.Refresh(t.Context()))
	if diff := cmp.Diff(want, found(s, app, text), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s in %q (-want +found):\n%s", app, text, diff)
	}
}

func TestListsOfAnAppAndShared(t *testing.T) {
	t.Parallel()
	s := small(t)
	listed(t, s, "", "base", term("加微信", lexicon.Review))
	own := listed(t, s, "live", "mine", term("主播跑路", lexicon.Deny), words.Term{Term: lexicon.Term{Text: "加微信群主", Mode: lexicon.Allow}})
	wantFound(t, s, "live", "加微信,主播跑路", "base:加微信", "mine:主播跑路")
	wantFound(t, s, "live", "加微信群主") // harmless here
	wantFound(t, s, "other", "加微信群主,主播跑路", "base:加微信")
	wantFound(t, s, "", "加微信", "base:加微信")
	own.Enabled = false
	_, err := s.PutList(t.Context(), own)
	must(t, err)
	wantFound(t, s, "live", "加微信群主,主播跑路", "base:加微信")
	must(t, s.DeleteList(t.Context(), own.ID))
	wantFound(t, s, "live", "主播跑路")
}

func TestWhatIsFound(t *testing.T) {
	t.Parallel()
	s := small(t)
	gift := term("返现", lexicon.Mask)
	gift.Scenes = []string{"gift"}
	over := term("双十一", lexicon.Mask)
	over.Until = start
	list := listed(t, s, "", "base", term("加微信", lexicon.Deny), gift, over)
	must(t, s.Refresh(t.Context()))
	cause := policy.Cause{Kind: policy.List, ID: list.ID, Version: 2}
	want := []policy.Evidence{
		{Source: "base", Cause: cause, What: "加微信", Label: "ad", Want: policy.Deny, Sure: 1, From: 3, To: 12},
		{Source: "base", Cause: cause, What: "加微信", Label: "ad", Want: policy.Deny, Sure: 0.95, From: 15, To: 26},
	}
	if diff := cmp.Diff(want, s.Find("live", content.Line{Text: "来加微信。加-微-信,返现,双十一"})); diff != "" {
		t.Error(diff)
	}
	if got := s.Find("live", content.Line{Text: "加我jia wei xin吧"}); len(got) != 1 || got[0].Lane != "pinyin" || !got[0].Weak || got[0].Want != policy.Deny {
		t.Errorf("by its sound: %+v", got)
	}
	if got := s.Find("live", content.Line{Type: content.GiftLine, Text: "返现"}); len(got) != 1 || got[0].Want != policy.Mask {
		t.Errorf("in a gift: %+v", got)
	}
	if got := s.Marks("live", content.Hall, strings.Repeat("加微信 ", 80)); len(got) != words.MaxMarks || got[1] != (words.Hit{From: 10, To: 19, Term: "加微信", List: "base", Label: "ad", Action: lexicon.Deny}) {
		t.Errorf("%d marks, %+v", len(got), got[1])
	}
}

func errorOf[T any](_ T, err error) error { return err }

func TestWrongTermsAreRefused(t *testing.T) {
	t.Parallel()
	s := small(t)
	list := listed(t, s, "", "base")
	for field, change := range map[string]func(*words.Term){
		"text":     func(t *words.Term) { t.Text = " ,。 " },
		"category": func(t *words.Term) { t.Category = "pass" },
		"action":   func(t *words.Term) { t.Action = "shout" },
		"level":    func(t *words.Term) { t.Level = 101 },
		"mode":     func(t *words.Term) { t.Mode = "loud" },
		"scenes":   func(t *words.Term) { t.Scenes = []string{"attic"} },
		"until":    func(t *words.Term) { t.From, t.Until = start, start },
		"note":     func(t *words.Term) { t.Note = "a\x00b" },
	} {
		wrong := term("加微信", lexicon.Mask)
		change(&wrong)
		_, err := s.AddTerms(t.Context(), list.ID, []words.Term{term("好的", lexicon.Mask), wrong})
		if fault.As(err).Field != "terms[1]."+field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if kept, err := s.List(t.Context(), list.ID); err != nil || kept.Terms != 0 {
		t.Errorf("%+v, %v", kept, err)
	}
	for _, wrong := range []words.List{{Name: ""}, {Name: "a\nb"}, {Name: "a", App: "nobody"}, {Name: "a", Note: strings.Repeat("x", words.MaxNote+1)}} {
		if _, err := s.PutList(t.Context(), wrong); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v", wrong, err)
		}
	}
}

// A change made on one node bites on another within a second, on both engines.
func TestAChangeBitesOnEveryNode(t *testing.T) {
	t.Parallel()
	storetest.Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		here, there := service(open()), service(open())
		for _, node := range []*words.Service{here, there} {
			node.Start()
			t.Cleanup(node.Stop)
		}
		bites := func(want bool) {
			t.Helper()
			deadline := time.Now().Add(10 * time.Second) // a loaded machine's; see words.PollEvery
			for _, node := range []*words.Service{here, there} {
				for (found(node, "live", "加微信") != nil) != want {
					if time.Now().After(deadline) {
						t.Fatalf("the change was not seen")
					}
					<-time.After(5 * time.Millisecond)
				}
			}
		}
		list, _, err := here.EnsureList(context.Background(), "", "base")
		must(t, err)
		_, err = here.AddTerms(context.Background(), list.ID, []words.Term{term("加微信", lexicon.Deny)})
		must(t, err)
		bites(true)
		all, err := there.Terms(context.Background(), list.ID, words.Filter{})
		must(t, err)
		_, err = there.RemoveTerms(context.Background(), list.ID, []int64{all[0].ID})
		must(t, err)
		bites(false)
	})
}

// BenchmarkRefresh is how long a change of one list takes to count here, at
// 100,000 terms.
func BenchmarkRefresh(b *testing.B) {
	s := service(storetest.SQLite(b).Open(b, sqlstore.Options{}))
	terms := make([]words.Term, 100_000)
	for i := range terms {
		terms[i] = term(fmt.Sprintf("词%c%c%d", 0x4e00+i%20000, 0x4e00+i/7, i), lexicon.Review)
	}
	if _, _, err := s.Declare(b.Context(), "base", terms); err != nil {
		b.Fatal(err)
	}
	for i := 0; b.Loop(); i++ {
		if _, _, err := s.Declare(b.Context(), "base", []words.Term{term(fmt.Sprint("新词", i), lexicon.Review)}); err != nil {
			b.Fatal(err)
		}
		if err := s.Refresh(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
