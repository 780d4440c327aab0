package detect_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/detect"
	"github.com/xiezhi/xiezhi/internal/detect/classify"
	"github.com/xiezhi/xiezhi/internal/detect/detecttest"
	"github.com/xiezhi/xiezhi/internal/detect/lanes"
	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/detect/starter"
)

func model(t testing.TB) *classify.Model {
	t.Helper()
	var examples []classify.Example
	benign := detecttest.Benign()
	for i, text := range detecttest.Offensive() {
		examples = append(examples, classify.Example{Text: text, Violation: true}, classify.Example{Text: benign[i]})
	}
	m, err := classify.Train(context.Background(), examples, classify.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestExamine(t *testing.T) {
	t.Parallel()
	set, refused := detect.Compile([]lexicon.Term{
		{Text: "加微信", List: "base", Category: "ad", Level: 2, Action: lexicon.Review},
		{Text: "***", Action: lexicon.Deny},
	}, model(t))
	if len(refused) != 1 || refused[0].Term != 1 {
		t.Errorf("refused %+v", refused)
	}
	var e detect.Engine
	e.Use(set)
	text := "快加*微*信，jia wei xin"
	x := e.Examine(text, lexicon.Where{})
	want := []detect.Finding{
		{Lane: detect.Text, Term: "加微信", List: "base", Category: "ad", Level: 2, Action: lexicon.Review, Start: 3, End: 14, Sure: 0.95},
		{Lane: lanes.Pinyin, Term: "加微信", List: "base", Category: "ad", Level: 2, Action: lexicon.Review, Start: 17, End: len(text), Weak: true},
	}
	for i := range x.Findings {
		if x.Findings[i].Weak {
			if x.Findings[i].Sure <= 0.5 || x.Findings[i].Sure >= 0.95 {
				t.Errorf("weak evidence is %v sure", x.Findings[i].Sure)
			}
			x.Findings[i].Sure = 0
		}
	}
	if diff := gocmp.Diff(want, x.Findings); diff != "" {
		t.Errorf("(-want +found):\n%s", diff)
	}
	if x.Score <= 0 || x.Score >= 1 || x.Crowded {
		t.Errorf("score %v, crowded %v", x.Score, x.Crowded)
	}
}

func TestEmptyEngine(t *testing.T) {
	t.Parallel()
	var e detect.Engine
	if x := e.Examine("加微信", lexicon.Where{}); x.Findings != nil || x.Score != 0 || x.Crowded {
		t.Errorf("an empty engine finds %+v", x)
	}
}

func TestCrowded(t *testing.T) {
	t.Parallel()
	set, _ := detect.Compile([]lexicon.Term{{Text: "哈", Action: lexicon.Mask}, {Text: "嘻嘻", Action: lexicon.Deny}}, nil)
	var e detect.Engine
	e.Use(set)
	x := e.Examine(strings.Repeat("哈", 3000)+"嘻嘻", lexicon.Where{})
	if !x.Crowded || len(x.Findings) == 0 || x.Findings[len(x.Findings)-1].Term != "嘻嘻" {
		t.Errorf("crowded %v, %d findings", x.Crowded, len(x.Findings))
	}
}

func TestUseWhileExamining(t *testing.T) {
	t.Parallel()
	var e detect.Engine
	sets := make([]*detect.Set, 2)
	for i, text := range []string{"加微信", "微信号"} {
		sets[i], _ = detect.Compile([]lexicon.Term{{Text: text, Action: lexicon.Review}}, nil)
	}
	var examinations sync.WaitGroup
	for range 4 {
		examinations.Go(func() {
			for range 1000 {
				for _, f := range e.Examine("加微信号", lexicon.Where{}).Findings {
					if f.Lane == detect.Text && "加微信号"[f.Start:f.End] != f.Term {
						t.Errorf("%+v", f)
					}
				}
			}
		})
	}
	for i := range 1000 {
		e.Use(sets[i%2])
	}
	examinations.Wait()
}

// BenchmarkExamine examines chat with everything, all lanes and a model, and
// compares with a loop over the runes of the same messages.
func BenchmarkExamine(b *testing.B) {
	messages := detecttest.Chat(20_000, 1)
	b.Run("starter", func(b *testing.B) { examine(b, starter.Terms("starter"), messages) })
	for _, n := range []int{10_000, 200_000} {
		texts, err := detecttest.Terms(n, messages)
		if err != nil {
			b.Fatal(err)
		}
		terms := make([]lexicon.Term, n)
		for i, text := range texts {
			terms[i] = lexicon.Term{Text: text, Action: lexicon.Review}
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) { examine(b, terms, messages) })
	}
}

func examine(b *testing.B, terms []lexicon.Term, messages []string) {
	b.Helper()
	set, _ := detect.Compile(terms, model(b))
	var e detect.Engine
	e.Use(set)
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		e.Examine(messages[i%len(messages)], lexicon.Where{})
	}
	took := b.Elapsed()
	b.StopTimer()
	start := time.Now()
	for i := range b.N {
		runes(messages[i%len(messages)])
	}
	b.ReportMetric(float64(took)/float64(time.Since(start)), "floors")
}

//go:noinline
func runes(text string) (sum rune) {
	for _, r := range text {
		sum ^= r
	}
	return sum
}
