package learn_test

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/detect/classify"
	"github.com/xiezhi/xiezhi/internal/detect/detecttest"
	"github.com/xiezhi/xiezhi/internal/detect/normalize"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/learn"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
)

var start = time.Date(2026, 3, 1, 4, 5, 6, 0, time.UTC)

func service(store learn.Store) *learn.Service {
	return learn.NewService(learn.Options{Store: store, Now: func() time.Time { return start }, Log: slog.New(slog.DiscardHandler)})
}

func small(t *testing.T) *learn.Service {
	t.Helper()
	s := service(storetest.SQLite(t).Open(t, sqlstore.Options{}))
	t.Cleanup(s.Stop)
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// judged are as many offensive as harmless lines.
func judged(n int) []learn.Example {
	var all []learn.Example
	offensive, benign := detecttest.Offensive(), detecttest.Benign()
	for i := range n {
		all = append(all,
			learn.Example{Example: classify.Example{Text: offensive[i], Violation: true}, Scene: "live"},
			learn.Example{Example: classify.Example{Text: benign[i]}, Scene: []string{"live", "private"}[i%2]})
	}
	return all
}

func TestTrainingIsTheSameTwice(t *testing.T) {
	t.Parallel()
	s := small(t)
	var stages []learn.Stage
	order := learn.Order{Examples: judged(300), Source: "lines.csv", Note: "first", By: "7"}
	first, err := s.Train(t.Context(), order, func(p learn.Progress) { stages = append(stages, p.Stage) })
	must(t, err)
	second, err := s.Train(t.Context(), order, nil)
	must(t, err)
	order.Seed = 1
	third, err := s.Train(t.Context(), order, nil)
	must(t, err)
	models := make([]*classify.Model, 3)
	for i, v := range []learn.Version{first, second, third} {
		if models[i], err = s.Model(t.Context(), v.Number); err != nil {
			t.Fatal(err)
		}
	}
	if *models[0] != *models[1] || cmp.Diff(first.Report, second.Report) != "" {
		t.Error("the same order made two models")
	}
	if *models[0] == *models[2] {
		t.Error("the seed makes no difference")
	}
	if diff := cmp.Diff([]learn.Stage{learn.Training, learn.Measuring, learn.Done}, stages); diff != "" {
		t.Error(diff)
	}
}

func TestReport(t *testing.T) {
	t.Parallel()
	s := small(t)
	examples := judged(400)
	doubled := append(append([]learn.Example{}, examples...), examples[:50]...) // what is said twice is learned once
	made, err := s.Train(t.Context(), learn.Order{Examples: doubled, Source: "lines.csv", Note: "first", By: "7"}, nil)
	must(t, err)
	v, err := s.Version(t.Context(), made.Number)
	must(t, err)
	if v.Lines != 640 || v.Report.Lines != 160 || v.By != "7" || v.Source != "lines.csv" || v.Note != "first" || !v.TrainedAt.Equal(start) || v.Installed {
		t.Errorf("%+v", v)
	}
	r := v.Report
	if r.Accuracy < 0.6 || v.Violations+r.Violations != 400 || len(r.Thresholds) != 3 || len(r.Warnings) < 2 {
		t.Errorf("%d of %d violations, accuracy %.2f, thresholds %v, warnings %q", r.Violations, r.Lines, r.Accuracy, r.Thresholds, r.Warnings)
	}
	for i, threshold := range r.Thresholds {
		if threshold.Flagged > threshold.AtMost || i > 0 && threshold.Threshold > r.Thresholds[i-1].Threshold {
			t.Errorf("%+v", r.Thresholds)
		}
	}
	live, private := r.Scenes["live"], r.Scenes["private"]
	if live.Lines+private.Lines != r.Lines || private.Violations != 0 || live.Violations != r.Violations {
		t.Errorf("the scenes are %+v", r.Scenes)
	}
}

func TestPicture(t *testing.T) {
	t.Parallel()
	var r learn.Report
	must(t, json.Unmarshal([]byte(`{"lines": 9, "curve": [{"threshold": 0.9, "precision": 1, "recall": 0.5}, {"threshold": 0.1, "precision": 0.5, "recall": 1}],
		"thresholds": [{"at_most": 0.01, "threshold": 0.9, "precision": 1, "recall": 0.5}]}`), &r))
	picture := r.Draw()
	if !strings.Contains(picture, `points="340.0,30.0 620.0,230.0"`) || !strings.Contains(picture, "0.900: 1.0 % of harmless") {
		t.Error(picture)
	}
	for decoder := xml.NewDecoder(strings.NewReader(picture)); ; {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// What is installed on one node is in use on another within a second, and what
// was before it after a rollback, on both engines.
func TestInstallingSwapsOnEveryNode(t *testing.T) {
	t.Parallel()
	storetest.Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		here, there := service(open()), service(open())
		for _, node := range []*learn.Service{here, there} {
			node.Start()
			t.Cleanup(node.Stop)
		}
		var f normalize.Folded
		f.Set(detecttest.Offensive()[0])
		inUse := func(want int64) {
			t.Helper()
			deadline := time.Now().Add(10 * time.Second) // a loaded machine's; see learn.PollEvery
			for _, node := range []*learn.Service{here, there} {
				for {
					version, model := node.InUse()
					if version == want && (model != nil) == (want != 0) {
						if model != nil && model.Score(f.Codes()) == 0 {
							t.Error("the model scores nothing")
						}
						break
					}
					if time.Now().After(deadline) {
						t.Fatalf("version %d is in use, not %d", version, want)
					}
					<-time.After(5 * time.Millisecond)
				}
			}
		}
		ctx := context.Background()
		first, err := here.Train(ctx, learn.Order{Examples: judged(60), Install: true}, nil)
		must(t, err)
		if !first.Installed {
			t.Errorf("%+v", first)
		}
		inUse(first.Number)
		second, err := there.Train(ctx, learn.Order{Examples: judged(80)}, nil)
		must(t, err)
		_, err = there.Install(ctx, second.Number)
		must(t, err)
		inUse(second.Number)
		_, err = here.Install(ctx, second.Number) // it is already
		must(t, err)
		back, err := here.RollBack(ctx)
		must(t, err)
		if back.Number != first.Number || !back.Installed {
			t.Errorf("back to %+v", back)
		}
		inUse(first.Number)
		none, err := here.RollBack(ctx)
		must(t, err)
		if none.Number != 0 {
			t.Errorf("back to %+v", none)
		}
		inUse(0)
		if _, err := here.RollBack(ctx); !fault.HasCode(err, learn.CodeNoModel) {
			t.Errorf("a rollback of nothing: %v", err)
		}
		if _, err := here.Install(ctx, 999); !fault.HasCode(err, learn.CodeUnknownModel) {
			t.Errorf("an unknown model: %v", err)
		}
	})
}

func TestTrainingsThatCannotBe(t *testing.T) {
	t.Parallel()
	s := small(t)
	if _, err := s.Train(t.Context(), learn.Order{}, nil); !fault.Is(err, fault.Invalid) { // nobody has decided anything
		t.Errorf("of nothing: %v", err)
	}
	if _, err := s.Train(t.Context(), learn.Order{Examples: judged(60), Note: strings.Repeat("x", learn.MaxNote+1)}, nil); fault.As(err).Field != "note" {
		t.Errorf("a long note: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, err := s.Train(ctx, learn.Order{Examples: judged(60)}, func(learn.Progress) {
		if _, err := s.Train(t.Context(), learn.Order{Examples: judged(60)}, nil); !fault.HasCode(err, learn.CodeTraining) {
			t.Errorf("a second one meanwhile: %v", err)
		}
		cancel()
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("one that was broken off: %v", err)
	}
	s.Stop()
	if _, err := s.Train(t.Context(), learn.Order{Examples: judged(60)}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end: %v", err)
	}
	if kept, err := s.Models(t.Context()); len(kept) > 0 {
		t.Errorf("%v, %v", kept, err)
	}
}

func TestFiles(t *testing.T) {
	t.Parallel()
	line := func(text string, violation bool, scene string) learn.Example {
		return learn.Example{Example: classify.Example{Text: text, Violation: violation}, Scene: scene}
	}
	for name, test := range map[string]struct {
		file string
		want []learn.Example
	}{
		"no header":    {"1,加微信\n0,\"你好,大家好\"\n", []learn.Example{line("加微信", true, ""), line("你好,大家好", false, "")}},
		"words":        {"pass,你好\nviolation,加微信\n广告,领红包\n", []learn.Example{line("你好", false, ""), line("加微信", true, ""), line("领红包", true, "")}},
		"tabs":         {"label\ttext\r\nham\tsays \"hi\", he does\r\n\r\nspam\tWIN NOW\r\n", []learn.Example{line(`says "hi", he does`, false, ""), line("WIN NOW", true, "")}},
		"other names":  {"\ufeff,split,topic,label,TEXT\n7,dev,race,1,坏人\n8,dev,region,0,好人\n", []learn.Example{line("坏人", true, "race"), line("好人", false, "region")}},
		"Chinese ones": {"内容,标签\n好,0\n", []learn.Example{line("好", false, "")}},
		"empty":        {"", nil},
	} {
		got, err := learn.ReadFile(test.file)
		if diff := cmp.Diff(test.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v %s", name, err, diff)
		}
	}
	for file, says := range map[string]string{"0,a\n2,b\n": "line 2", "1\n": "too few", "0,a\n\"1,b": "line 2", "label\ttext\n\n0\n": "line 3"} {
		if _, err := learn.ReadFile(file); !fault.Is(err, fault.Invalid) || !strings.Contains(fmt.Sprint(err), says) {
			t.Errorf("%q: %v", file, err)
		}
	}
}
