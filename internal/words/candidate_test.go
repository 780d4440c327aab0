package words_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/detect/classify"
	"github.com/xiezhi/xiezhi/internal/detect/detecttest"
	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/words"
)

func TestWhatAChangeWouldFind(t *testing.T) {
	t.Parallel()
	s := small(t)
	shared := listed(t, s, "", "base", term("加微信", lexicon.Review), term("领红包", lexicon.Mask))
	own := listed(t, s, "live", "mine", term("跑路", lexicon.Deny), term("领红包", lexicon.Deny))
	foreign := listed(t, s, "other", "theirs", term("五折", lexicon.Deny))
	text := "加微信领红包,跑路,五折"
	for name, test := range map[string]struct {
		change words.Change
		want   []string
	}{
		"nothing":               {words.Change{}, []string{"base:加微信", "base:领红包", "mine:领红包", "mine:跑路"}},
		"added to a list":       {words.Change{List: own.ID, Add: []words.Term{term("五折", lexicon.Mask)}}, []string{"base:加微信", "base:领红包", "mine:五折", "mine:跑路", "mine:领红包"}},
		"added to none":         {words.Change{Add: []words.Term{term("五折", lexicon.Mask)}}, []string{"base:加微信", "base:领红包", "mine:跑路", "mine:领红包", "new:五折"}},
		"changed in a list":     {words.Change{List: own.ID, Add: []words.Term{{Term: lexicon.Term{Text: "跑路", Mode: lexicon.Allow}}}}, []string{"base:加微信", "base:领红包", "mine:领红包"}},
		"taken from a list":     {words.Change{List: shared.ID, Remove: []string{"加 微 信", "领红包", "什么"}}, []string{"mine:跑路", "mine:领红包"}},
		"taken from everywhere": {words.Change{Remove: []string{"領紅包"}}, []string{"base:加微信", "mine:跑路"}},
	} {
		c, err := s.With(t.Context(), "live", test.change)
		must(t, err)
		var got []string
		for _, e := range c.Find("live", content.Line{Text: text}) {
			got = append(got, e.Source+":"+e.What)
		}
		slices.Sort(got)
		slices.Sort(test.want)
		if diff := cmp.Diff(test.want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
	wantFound(t, s, "live", "五折") // nothing was changed
	for field, change := range map[string]words.Change{
		"list":            {List: foreign.ID, Remove: []string{"五折"}},
		"terms[0].action": {List: own.ID, Add: []words.Term{term("好", "shout")}},
	} {
		if _, err := s.With(t.Context(), "live", change); fault.As(err).Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, err := s.With(t.Context(), "live", words.Change{List: 999, Remove: []string{"五折"}}); !fault.HasCode(err, words.CodeUnknownList) {
		t.Errorf("an unknown list: %v", err)
	}
}

func TestAnotherModel(t *testing.T) {
	t.Parallel()
	s := small(t)
	var examples []classify.Example
	offensive, benign := detecttest.Offensive(), detecttest.Benign()
	for i := range 200 {
		examples = append(examples, classify.Example{Text: offensive[i], Violation: true}, classify.Example{Text: benign[i]})
	}
	model, err := classify.Train(t.Context(), examples, classify.Settings{})
	must(t, err)
	none, err := s.With(t.Context(), "live", words.Change{})
	must(t, err)
	line := content.Line{Text: offensive[0]}
	if found := none.Find("live", line); len(found) > 0 {
		t.Errorf("without a model: %+v", found)
	}
	found := none.WithModel(7, model).Find("live", line)
	if len(found) != 1 || found[0].Cause != (policy.Cause{Kind: policy.Model, Version: 7}) || found[0].Sure <= 0.5 {
		t.Errorf("with one: %+v", found)
	}
}
