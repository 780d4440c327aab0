package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/learn"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// trained is a version as a training makes it.
func trained(note string) learn.Version {
	return learn.Version{
		TrainedAt: at(3), By: "7", Source: learn.Decisions, Note: note, Lines: 100, Violations: 40, Accuracy: 0.875,
		Report: learn.Report{Warnings: []string{"few"}, Scenes: map[string]learn.Scene{"live": {Lines: 9}}},
	}
}

func TestModelsAreKeptInstalledAndTakenBack(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store, other := context.Background(), open(), open()
		file := []byte(strings.Repeat("\x00weights", 30_000)) // as long as a model
		first, err := store.KeepModel(ctx, trained("first"), file)
		must(t, err)
		second, err := store.KeepModel(ctx, trained("second"), []byte("file"))
		must(t, err)
		want := trained("first")
		want.Number = first
		got, err := other.Model(ctx, first)
		must(t, err)
		same(t, want, got)
		back, err := other.ModelFile(ctx, first)
		must(t, err)
		if string(back) != string(file) {
			t.Errorf("the file has %d bytes", len(back))
		}

		revision := func() int64 {
			number, err := other.ModelsRevision(ctx)
			must(t, err)
			return number
		}
		inUse := func(want int64, raised int64, err error) {
			t.Helper()
			must(t, err)
			version, err := other.ModelInUse(ctx)
			must(t, err)
			same(t, want, version)
			same(t, raised, revision())
			all, err := other.Models(ctx)
			must(t, err)
			for _, v := range all {
				same(t, v.Number == want, v.Installed)
			}
		}
		inUse(0, 0, nil)
		inUse(first, 1, store.InstallModel(ctx, first))
		inUse(second, 2, other.InstallModel(ctx, second))
		inUse(second, 2, store.InstallModel(ctx, second)) // it is already
		inUse(first, 3, other.RollBackModel(ctx))
		inUse(0, 4, store.RollBackModel(ctx))
		for code, err := range map[string]error{
			learn.CodeNoModel: store.RollBackModel(ctx), learn.CodeUnknownModel: store.InstallModel(ctx, 99),
		} {
			if !fault.HasCode(err, code) {
				t.Errorf("%s: %v", code, err)
			}
		}
		for _, err := range []error{errorOf(store.Model(ctx, 99)), errorOf(store.ModelFile(ctx, 99))} {
			if !fault.HasCode(err, learn.CodeUnknownModel) {
				t.Errorf("of a model that is not there: %v", err)
			}
		}
		entries, err := store.AuditEntries(ctx, auditlog.Filter{Action: "model.", Limit: 10})
		must(t, err)
		var done []string
		for _, e := range entries {
			done = append(done, fmt.Sprint(e.Action, " ", e.Object.ID))
		}
		same(t, []string{"model.roll_back 0", fmt.Sprint("model.roll_back ", first), fmt.Sprint("model.install ", second),
			fmt.Sprint("model.install ", first), fmt.Sprint("model.train ", second), fmt.Sprint("model.train ", first)}, done)
	})
}

// Of many versions the oldest go, but not one that somebody may go back to.
func TestOldModelsAreForgotten(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := context.Background(), open()
		first, err := store.KeepModel(ctx, trained("first"), []byte("file"))
		must(t, err)
		must(t, store.InstallModel(ctx, first))
		for range learn.MaxKept + 5 {
			_, err = store.KeepModel(ctx, trained("more"), []byte("file"))
			must(t, err)
		}
		all, err := store.Models(ctx)
		must(t, err)
		same(t, learn.MaxKept+1, len(all))
		same(t, first, all[len(all)-1].Number)
	})
}

// typed is a message that people typed, with what became of it.
func typed(number int, kind content.LineType, text string, o policy.Outcome) screen.Record {
	r := said(number, "u1", "r1")
	r.Line.Type, r.Line.Text, r.Outcome, r.Text = kind, text, o, ""
	if o == policy.Pass {
		r.Evidence, r.Reasons, r.Label = nil, nil, verdict.Pass
	}
	return r
}

func TestLinesThatPeopleJudged(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := context.Background(), open()
		decide := func(number int, kind content.LineType, text string, label verdict.Label) {
			r := typed(number, kind, text, policy.Review)
			must(t, store.RecordLine(ctx, r, about(r)))
			kept, err := store.FindLine(ctx, live, r.DataID)
			must(t, err)
			if label != "" {
				must(t, decideAs(store, kept.CaseID, label, at(50)))
			}
		}
		decide(1, content.UserLine, "加微信", verdict.Ad)
		decide(2, content.UserLine, "谁也没看", "")
		decide(3, content.PrivateLine, "挺好", verdict.Pass)
		decide(4, content.PictureLine, "https://example.com/a.png", verdict.Porn)
		decide(5, content.UserLine, "没了", review.Gone)
		read := func(after int64, limit int) []verdict.Judged {
			lines, err := store.JudgedLines(ctx, after, limit, at(100))
			must(t, err)
			return lines
		}
		all := read(0, 10)
		if len(all) != 2 {
			t.Fatalf("%+v", all)
		}
		same(t, verdict.Judged{
			ID: all[1].ID, App: live, Person: true, Verdict: verdict.Pass,
			Line: content.Line{Type: content.PrivateLine, RoomID: "r1", UserID: "u1", Text: "挺好"},
		}, all[1])
		same(t, all[:1], read(0, 1))
		same(t, all[1:], read(all[0].ID, 10))
	})
}

func TestLinesThatPassed(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := context.Background(), open()
		none, err := store.PassedLines(ctx, 10, true)
		must(t, err)
		same(t, 0, len(none))
		faint := typed(900, content.UserLine, "可疑", policy.Pass)
		faint.Evidence = []policy.Evidence{{Source: "广告", What: "疑", Label: verdict.Ad, Want: policy.Deny, Sure: 0.4}}
		must(t, store.RecordLine(ctx, faint, nil))
		must(t, store.RecordLine(ctx, typed(901, content.GiftLine, "送出玫瑰", policy.Pass), nil))
		must(t, store.RecordLine(ctx, typed(902, content.UserLine, "不行", policy.Deny), nil))
		var some sync.WaitGroup
		for i := range 300 {
			some.Go(func() {
				if err := store.RecordLine(ctx, typed(i, content.UserLine, fmt.Sprint("你好", i), policy.Pass), nil); err != nil {
					t.Error(err)
				}
			})
		}
		some.Wait()
		for limit, clean := range map[int]bool{300: true, 301: false} {
			lines, err := store.PassedLines(ctx, 1000, clean)
			must(t, err)
			same(t, limit, len(lines))
		}
		few, err := store.PassedLines(ctx, 100, true)
		must(t, err)
		if len(few) < 90 || len(few) > 100 || few[len(few)-1].ID < 290 || few[0].Person || few[0].Verdict != verdict.Pass {
			t.Errorf("%d of all parts, the last %+v", len(few), few[len(few)-1])
		}
	})
}

func TestSpanOfLines(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := context.Background(), open()
		span := func(from, until time.Time) []int64 {
			first, last, err := store.LineSpan(ctx, from, until)
			must(t, err)
			return []int64{first, last}
		}
		same(t, []int64{1, 0}, span(at(0), at(100)))
		for i := range 30 {
			r := typed(i*10, content.LineType(i%4), fmt.Sprint(i), policy.Pass)
			if i%3 == 0 {
				r.App = "other"
			}
			r.Context = policy.Context{Type: r.Line.Type, Risk: i == 10}
			must(t, store.RecordLine(ctx, r, nil))
		}
		same(t, []int64{1, 30}, span(at(-5), at(1000)))
		same(t, []int64{2, 4}, span(at(5), at(40)))
		same(t, []int64{31, 30}, span(at(900), at(1000)))
		same(t, []int64{1, 0}, span(at(-9), at(0)))
		lines, err := store.LinesBetween(ctx, live, 8, 20)
		must(t, err)
		var texts []string
		for _, line := range lines {
			texts = append(texts, line.Line.Text)
		}
		same(t, []string{"8", "10", "13", "14", "16", "17"}, texts) // 11 and 19 are pictures
		want := typed(100, content.GiftLine, "10", policy.Pass)
		if got := lines[1]; !got.Context.Risk || got.DataID != want.DataID || !got.At.Equal(want.At) || got.Outcome != policy.Pass || got.Line != want.Line {
			t.Errorf("%+v", got)
		}
		// Where old ones were forgotten there is a gap at the beginning.
		_, err = store.PruneLines(ctx, screen.Prune{Before: at(100), Of: func(string) bool { return true }})
		must(t, err)
		if got := span(at(0), at(1000)); got[1] != 30 || got[0] < 2 {
			t.Errorf("after the oldest were forgotten: %v", got)
		}
	})
}

// The report of a version is the store's to keep, whatever is in it.
func TestReportsComeBackWhole(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := context.Background(), open()
		v := trained("curve")
		must(t, json.Unmarshal([]byte(`{"lines": 9, "violations": 4, "accuracy": 0.5, "curve": [{"threshold": 0.9, "precision": 1, "recall": 0.25, "flagged": 0}],
			"thresholds": [{"at_most": 0.01, "threshold": 0.9}], "scenes": {"live": {"lines": 9}}, "warnings": []}`), &v.Report))
		number, err := store.KeepModel(ctx, v, []byte("file"))
		must(t, err)
		got, err := store.Model(ctx, number)
		must(t, err)
		same(t, v.Report, got.Report)
	})
}
