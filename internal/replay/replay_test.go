package replay_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/detect/classify"
	"github.com/xiezhi/xiezhi/internal/detect/detecttest"
	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/learn"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/replay"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/rules"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/words"
)

var start = time.Date(2026, 3, 1, 4, 5, 6, 0, time.UTC)

// apps are live, and another.
type apps struct{}

// App implements replay.Apps.
func (apps) App(id string) (tenant.App, bool) {
	return tenant.App{ID: id}, id == "live" || id == "other"
}

// room is a store with what judges its messages.
type room struct {
	testing.TB
	store *sqlstore.Store
	words *words.Service
	rules *rules.Service
	learn *learn.Service
	list  int64

	replays *replay.Service
}

func newRoom(t testing.TB, store *sqlstore.Store) *room {
	t.Helper()
	now, log := func() time.Time { return start }, slog.New(slog.DiscardHandler)
	r := &room{TB: t, store: store, learn: learn.NewService(learn.Options{Store: store, Now: now, Log: log})}
	r.words = words.NewService(words.Options{Store: store, Apps: apps{}, Now: now, Log: log, Model: r.learn.InUse})
	r.rules = rules.NewService(rules.Options{Store: store, Apps: apps{}, Now: now, Log: log, Zone: time.UTC})
	r.replays = replay.NewService(replay.Options{
		Store: store, Apps: apps{}, Words: r.words, Rules: r.rules, Models: r.learn, Now: now,
		Rest: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	})
	t.Cleanup(r.replays.Stop)
	list, _, err := r.words.EnsureList(t.Context(), "", "base")
	r.must(err)
	r.list = list.ID
	_, err = r.words.AddTerms(t.Context(), list.ID, []words.Term{term("加微信", lexicon.Review), term("领红包", lexicon.Mask)})
	r.must(err)
	return r
}

func (r *room) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

func term(text string, action lexicon.Action) words.Term {
	return words.Term{Term: lexicon.Term{Text: text, Category: "ad", Action: action}}
}

// keep keeps a message that passed, so many seconds after the start.
func (r *room) keep(number int, app, user, text string, second float64) {
	err := r.store.RecordLine(context.Background(), screen.Record{
		App: app, Credential: "2016", Policy: 1, Line: content.Line{UserID: user, RoomID: "r", Text: text},
		Answer: screen.Answer{DataID: fmt.Sprintf("%032x", number), Outcome: policy.Pass, Checked: true, Label: "pass", At: start.Add(time.Duration(second * float64(time.Second)))},
	}, nil)
	if err != nil {
		r.Error(err)
	}
}

// fill keeps n messages of as many seconds, of which every tenth says one thing
// and every tenth another.
func (r *room) fill(n int) {
	r.Helper()
	var all sync.WaitGroup
	for worker := range 50 {
		all.Go(func() {
			for i := worker; i < n; i += 50 {
				text := map[int]string{0: "全场五折啦", 1: "加微信吧", 2: "快领红包"}[i%10]
				if text == "" {
					text = "主播唱得真好听"
				}
				r.keep(i, []string{"live", "other"}[i%11/10], fmt.Sprint("u", i), fmt.Sprint(text, i), float64(i)/float64(n)*60)
			}
		})
	}
	all.Wait()
}

func (r *room) run(change replay.Change) replay.Result {
	r.Helper()
	result, err := r.replays.Run(r.Context(), order(change), func(replay.Progress) error { return nil })
	r.must(err)
	return result
}

func order(change replay.Change) replay.Order {
	return replay.Order{App: "live", From: start, To: start.Add(time.Minute), Change: change}
}

// of is how many of n messages have i%10 == k and are the app's.
func of(n, k int) (count int) {
	for i := range n {
		if i%10 == k && i%11 != 10 {
			count++
		}
	}
	return count
}

func TestCountsAreExact(t *testing.T) {
	t.Parallel()
	storetest.Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		const n = 4000
		r := newRoom(t, open())
		r.fill(n)
		var last replay.Progress
		steps := 0
		change := replay.Change{Terms: &words.Change{List: r.list, Add: []words.Term{term("五折", lexicon.Deny), term("加微信", lexicon.Mask)}, Remove: []string{"领红包"}}}
		result, err := r.replays.Run(t.Context(), order(change), func(p replay.Progress) error {
			if p.Read < last.Read || p.Of < p.Read || p.Changed < last.Changed {
				t.Errorf("%+v after %+v", p, last)
			}
			last = p
			steps++
			return nil
		})
		r.must(err)
		all := 0
		for k := range 10 {
			all += of(n, k)
		}
		want := map[string]int{"pass→deny": of(n, 0), "review→mask": of(n, 1), "mask→pass": of(n, 2)}
		if diff := cmp.Diff(want, result.Counts); diff != "" || result.Read != all {
			t.Errorf("%d of %d read: %s", result.Read, all, diff)
		}
		if diff := cmp.Diff(replay.Newly{Denied: of(n, 0), Masked: of(n, 1), Passed: of(n, 2)}, result.Newly); diff != "" {
			t.Error(diff)
		}
		if want := (replay.Progress{Read: all, Of: all, Changed: result.Changed}); last != want || steps < 4 {
			t.Errorf("the last of %d steps was %+v, not %+v", steps, last, want)
		}
		if len(result.Examples) != 3*replay.MaxExamples {
			t.Errorf("%d examples", len(result.Examples))
		}
		for _, e := range result.Examples {
			if e.DataID == "" || len(e.Reasons) == 0 || e.After == policy.Deny && (!strings.HasPrefix(e.Text, "全场五折啦") || !strings.Contains(e.Reasons[0], "五折")) {
				t.Errorf("%+v", e)
			}
		}
		entries, err := r.store.AuditEntries(t.Context(), auditlog.Filter{Action: string(auditlog.LinesReplay), Limit: 10})
		if err != nil || len(entries) != 1 || !strings.Contains(string(entries[0].Detail), `"changed":["terms"]`) {
			t.Errorf("audited %v, %v", entries, err)
		}
	})
}

// Only what was said in the period counts, whichever numbers it has.
func TestPeriod(t *testing.T) {
	t.Parallel()
	r := newRoom(t, storetest.SQLite(t).Open(t, sqlstore.Options{}))
	for i := range 100 {
		r.keep(i, "live", "u", fmt.Sprint("五折", i), float64(i)*10-500)
	}
	change := replay.Change{Terms: &words.Change{Add: []words.Term{term("五折", lexicon.Deny)}}}
	for _, test := range []struct{ from, to, want int }{{0, 60, 6}, {-1000, 1000, 100}, {-30, 1, 4}, {-9000, -8000, 0}, {8000, 9000, 0}} {
		o := order(change)
		o.From, o.To = start.Add(time.Duration(test.from)*time.Second), start.Add(time.Duration(test.to)*time.Second)
		result, err := r.replays.Run(t.Context(), o, func(replay.Progress) error { return nil })
		r.must(err)
		if result.Read != test.want || result.Newly.Denied != test.want {
			t.Errorf("from %d to %d: %+v", test.from, test.to, result.Newly)
		}
	}
}

// Repetitions are counted anew, those of the minute before too.
func TestThresholds(t *testing.T) {
	t.Parallel()
	r := newRoom(t, storetest.SQLite(t).Open(t, sqlstore.Options{}))
	for i := range 20 {
		r.keep(i, "live", fmt.Sprint("u", i%10), "免费领皮肤的来", float64(i)-9.5) // the first half before the period
	}
	limit := func(spread int) replay.Change { return replay.Change{Thresholds: &tenant.Thresholds{Spread: &spread}} }
	for spread, want := range map[int]int{5: 10, 9: 10, 10: 0} {
		if got := r.run(limit(spread)); got.Read != 10 || got.Newly.Asked != want {
			t.Errorf("at most %d senders: %+v of %d", spread, got.Newly, got.Read)
		}
	}
	wrong := 1.5
	if _, err := r.replays.Run(t.Context(), order(replay.Change{Thresholds: &tenant.Thresholds{Deny: &wrong}}), nil); fault.As(err).Field != "deny" {
		t.Errorf("a wrong threshold: %v", err)
	}
}

// A sender in whose messages nothing was found is looked up now.
func TestStanding(t *testing.T) {
	t.Parallel()
	r := newRoom(t, storetest.SQLite(t).Open(t, sqlstore.Options{}))
	_, err := r.store.AddListed(t.Context(), review.SpecialList, "live", review.Listed{UserID: "vip", AddedAt: start})
	r.must(err)
	r.keep(1, "live", "vip", "五折", 1)
	r.keep(2, "live", "u", "五折", 2)
	got := r.run(replay.Change{Terms: &words.Change{Add: []words.Term{term("五折", lexicon.Deny)}}})
	if diff := cmp.Diff(map[string]int{"pass→review": 1, "pass→deny": 1}, got.Counts); diff != "" {
		t.Error(diff)
	}
}

func TestModels(t *testing.T) {
	t.Parallel()
	r := newRoom(t, storetest.SQLite(t).Open(t, sqlstore.Options{}))
	var examples []learn.Example
	offensive, benign := detecttest.Offensive(), detecttest.Benign()
	for i := range 200 {
		examples = append(examples, learn.Example{Example: classify.Example{Text: offensive[i], Violation: true}}, learn.Example{Example: classify.Example{Text: benign[i]}})
		r.keep(2*i, "live", "a", offensive[i], float64(i)/10)
		r.keep(2*i+1, "live", "b", benign[i], float64(i)/10)
	}
	v, err := r.learn.Train(t.Context(), learn.Order{Examples: examples}, nil)
	r.must(err)
	half := 0.5
	got := r.run(replay.Change{Model: &v.Number, Thresholds: &tenant.Thresholds{Model: &half}})
	if got.Newly.Asked < 120 || got.Newly.Asked > 280 || got.Newly.Denied > 0 {
		t.Errorf("%+v", got.Newly)
	}
	unknown := int64(99)
	if _, err := r.replays.Run(t.Context(), order(replay.Change{Model: &unknown}), nil); !fault.HasCode(err, learn.CodeUnknownModel) {
		t.Errorf("an unknown model: %v", err)
	}
}

func TestRules(t *testing.T) {
	t.Parallel()
	r := newRoom(t, storetest.SQLite(t).Open(t, sqlstore.Options{}))
	for i := range 100 {
		r.keep(i, "live", fmt.Sprint("u", i%2), fmt.Sprint("大家好", i), float64(i)/2)
	}
	effect := rules.Effect{Outcome: policy.Review, Label: "spam"}
	got := r.run(replay.Change{Rule: &rules.Rule{Name: "new", Expression: `sender.id == "u1"`, Effect: effect}})
	if diff := cmp.Diff(map[string]int{"pass→review": 50}, got.Counts); diff != "" || got.Read != 100 {
		t.Error(diff)
	}
	kept, err := r.rules.Put(t.Context(), rules.Rule{Name: "old", Expression: `sender.id == "u1"`, Effect: effect, State: rules.Live, Quota: 3}, 0)
	r.must(err)
	r.must(r.rules.Refresh(t.Context()))
	harder := rules.Rule{ID: kept.ID, Name: "old", Expression: `sender.id == "u0"`, Effect: rules.Effect{Outcome: policy.Deny, Label: "spam"}}
	got = r.run(replay.Change{Rule: &harder})
	if diff := cmp.Diff(map[string]int{"pass→deny": 50, "review→pass": 50}, got.Counts); diff != "" {
		t.Error(diff)
	}
	if listed, err := r.rules.Find(t.Context(), kept.ID); err != nil || listed.Today.Hits+listed.Today.Shadow > 0 {
		t.Errorf("a replay counts: %+v, %v", listed, err)
	}
	if _, err := r.replays.Run(t.Context(), order(replay.Change{Rule: &rules.Rule{Name: "bad", Expression: "sender.id ==", Effect: effect}}), nil); fault.As(err).Field != "expression" {
		t.Errorf("no expression: %v", err)
	}
}

func TestReplaysEnd(t *testing.T) {
	t.Parallel()
	r := newRoom(t, storetest.SQLite(t).Open(t, sqlstore.Options{}))
	r.fill(2500)
	change := order(replay.Change{Terms: &words.Change{Add: []words.Term{term("五折", lexicon.Deny)}}})
	ctx, cancel := context.WithCancel(t.Context())
	_, err := r.replays.Run(ctx, change, func(replay.Progress) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("whoever asked has gone: %v", err)
	}
	gone := errors.New("gone")
	if _, err := r.replays.Run(t.Context(), change, func(replay.Progress) error { return gone }); !errors.Is(err, gone) {
		t.Errorf("nobody listens: %v", err)
	}
	// Two may run, a third not; all end with the room.
	inside, release := make(chan struct{}, replay.MaxRunning), make(chan struct{})
	errs := make(chan error, replay.MaxRunning)
	for range replay.MaxRunning {
		go func() {
			_, err := r.replays.Run(t.Context(), change, func(replay.Progress) error { inside <- struct{}{}; <-release; return nil })
			errs <- err
		}()
	}
	for range replay.MaxRunning {
		<-inside
	}
	if _, err := r.replays.Run(t.Context(), change, nil); !fault.HasCode(err, replay.CodeBusy) {
		t.Errorf("one too many: %v", err)
	}
	r.replays.Stop()
	close(release)
	for range replay.MaxRunning {
		if err := <-errs; !errors.Is(err, context.Canceled) {
			t.Errorf("after the end: %v", err)
		}
	}
}

func TestWhatCannotBeReplayed(t *testing.T) {
	t.Parallel()
	r := newRoom(t, storetest.SQLite(t).Open(t, sqlstore.Options{}))
	some := replay.Change{Terms: &words.Change{Add: []words.Term{term("五折", lexicon.Deny)}}}
	for field, o := range map[string]replay.Order{
		"app":    {App: "nobody", From: start, To: start.Add(1), Change: some},
		"to":     {App: "live", From: start, To: start, Change: some},
		"change": {App: "live", From: start, To: start.Add(1)},
	} {
		if _, err := r.replays.Run(t.Context(), o, nil); fault.As(err).Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

// BenchmarkReplay is one change tried on kept messages, without rests: the time
// for each of them, read, counted and judged twice.
func BenchmarkReplay(b *testing.B) {
	const n = 20_000
	r := newRoom(b, storetest.SQLite(b).Open(b, sqlstore.Options{}))
	r.fill(n)
	o := order(replay.Change{Terms: &words.Change{Add: []words.Term{term("五折", lexicon.Deny)}}})
	for b.Loop() {
		if _, err := r.replays.Run(b.Context(), o, func(replay.Progress) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/message")
}
