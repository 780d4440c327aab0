package words_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/verdict"
	"github.com/xiezhi/xiezhi/internal/words"
)

// said stand for the kept messages.
type said struct {
	decided, passed []verdict.Judged
	audited         *[]auditlog.Entry
}

func (s said) JudgedLines(_ context.Context, after int64, limit int, _ time.Time) ([]verdict.Judged, error) {
	from := min(int(after), len(s.decided))
	return s.decided[from:min(from+limit, len(s.decided))], nil
}

func (s said) PassedLines(context.Context, int, bool) ([]verdict.Judged, error) { return s.passed, nil }

func (s said) RecordAudit(_ context.Context, entries ...auditlog.Entry) error {
	*s.audited = append(*s.audited, entries...)
	return nil
}

// decide has reviewers find the label in n lines of an app.
func (s *said) decide(n int, app, text string, label verdict.Label) {
	for range n {
		s.decided = append(s.decided, verdict.Judged{ID: int64(len(s.decided) + 1), App: app, Line: content.Line{Text: text}, Verdict: label, Person: true})
	}
}

func TestCurationFindsWhatHitsHarmlessText(t *testing.T) {
	t.Parallel()
	s := small(t)
	base := listed(t, s, "", "base", term("什么", lexicon.Deny), term("加微信", lexicon.Deny), term("领红包", lexicon.Mask), term("五折", lexicon.Review))
	own := listed(t, s, "live", "mine", term("主播", lexicon.Review), term("开心", lexicon.Review))
	lines := said{audited: new([]auditlog.Entry)}
	lines.decide(1200, "live", "这是什么东西", verdict.Pass) // planted; more than are read at once
	lines.decide(1, "other", "你说什么,加微信", verdict.Ad)
	lines.decide(9, "other", "快加微信", verdict.Ad)
	lines.decide(3, "other", "别加微信,骗子", verdict.Pass) // but mostly it is right
	lines.decide(1, "other", "主播", verdict.Pass)      // not its list
	for i := range 5000 {
		text := "五折"
		if i%1000 > 0 { // five in five thousand
			text = fmt.Sprint("唱得真好", i)
		}
		if i == 500 { // once is no sign of anything
			text = "领红包"
		}
		lines.passed = append(lines.passed, verdict.Judged{App: "other", Line: content.Line{Text: text}, Verdict: verdict.Pass})
	}
	got, err := s.Curate(t.Context(), lines, words.Curation{Benign: []string{"今天很开心,什么都好", "今天很开心"}})
	must(t, err)
	want := words.Curated{Decided: 1214, Passed: 5000, Benign: 2, Proposals: []words.Proposal{
		{ListID: base.ID, List: "base", Term: "什么", Hits: 1201, Of: 1204 + 5000 + 2, Passed: 1200, Against: 1, Examples: []string{"这是什么东西", "今天很开心,什么都好"}},
		{ListID: base.ID, List: "base", Term: "五折", Hits: 5, Of: 1204 + 5000 + 2, Examples: []string{"五折"}},
		{ListID: own.ID, List: "mine", Term: "开心", Hits: 2, Of: 1200 + 2, Examples: []string{"今天很开心,什么都好", "今天很开心"}},
	}}
	for i, p := range got.Proposals {
		all, err := s.Terms(t.Context(), p.ListID, words.Filter{Text: p.Term})
		if err != nil || !slices.ContainsFunc(all, func(t words.Term) bool { return t.ID == p.TermID }) {
			t.Errorf("%s has no id %d: %v", p.Term, p.TermID, err)
		}
		got.Proposals[i].TermID = 0
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if share, known := got.Proposals[0].Precision(); !known || share > 0.001 {
		t.Errorf("precision %v %v", share, known)
	}
	if _, known := got.Proposals[1].Precision(); known {
		t.Error("nobody has decided about it")
	}
	if entries := *lines.audited; len(entries) != 1 || entries[0].Action != auditlog.WordsCurate {
		t.Errorf("audited %+v", entries)
	}
	if kept, err := s.List(t.Context(), base.ID); err != nil || kept.Terms != 4 {
		t.Errorf("it took terms away: %+v, %v", kept, err)
	}
}

// A list is best curated before it is switched on.
func TestCurationOfOneList(t *testing.T) {
	t.Parallel()
	s := small(t)
	listed(t, s, "", "base", term("什么", lexicon.Deny))
	fresh := listed(t, s, "", "fresh", term("就是", lexicon.Deny), term("加微信", lexicon.Deny))
	fresh.Enabled = false
	_, err := s.PutList(t.Context(), fresh)
	must(t, err)
	lines := said{audited: new([]auditlog.Entry)}
	lines.decide(3, "live", "就是这样,什么", verdict.Pass)
	got, err := s.Curate(t.Context(), lines, words.Curation{List: fresh.ID})
	must(t, err)
	if len(got.Proposals) != 1 || got.Proposals[0].Term != "就是" || got.Proposals[0].Hits != 3 || got.Proposals[0].TermID == 0 {
		t.Errorf("%+v", got)
	}
	wantFound(t, s, "live", "就是这样") // it is still off
	if _, err := s.Curate(t.Context(), lines, words.Curation{List: 999}); !fault.HasCode(err, words.CodeUnknownList) {
		t.Errorf("an unknown list: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Curate(ctx, lines, words.Curation{}); err == nil {
		t.Error("whoever asked has gone")
	}
}
