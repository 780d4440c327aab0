package screen

import (
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/policy"
)

func TestTry(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text, folded, shown string
		outcome             policy.Outcome
		evidence            int
	}{
		{"晚上ＯＫ", "晚上ok", "晚上ＯＫ", policy.Pass, 0},
		{"快加微信哦", "快加微信哦", "快***哦", policy.Mask, 1},
		{"裸聊", "裸聊", "", policy.Deny, 1},
		{"百家乐", "百家乐", "", policy.Review, 1},
	} {
		r := newRoom(nil)
		got, err := r.Try(t.Context(), "live", content.Line{Text: test.text})
		if err != nil || got.Folded != test.folded || got.Shown != test.shown || got.Outcome != test.outcome || len(got.Evidence) != test.evidence {
			t.Errorf("%s: %+v %v", test.text, got, err)
		}
		if len(r.ledger.records) > 0 {
			t.Errorf("%s was kept", test.text)
		}
	}
	r := newRoom(nil)
	if _, err := r.Try(t.Context(), "nobody", content.Line{}); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
	if _, err := r.Try(t.Context(), "", content.Line{Text: strings.Repeat("x", MaxTried+1)}); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
}

// rulebook says of every line what its rules say, and remembers what it was told.
type rulebook struct {
	needs Needs
	ruled Ruled
	told  []policy.Context
}

func (b *rulebook) Needs(string) Needs { return b.needs }

func (b *rulebook) Rule(_ string, _ content.Line, c policy.Context, _ []policy.Evidence, _ bool) Ruled {
	b.told = append(b.told, c)
	return b.ruled
}

func TestRulesCountAndShadowsDoNot(t *testing.T) {
	t.Parallel()
	book := &rulebook{needs: Needs{Sender: true, Lines: true}, ruled: Ruled{
		Evidence: []policy.Evidence{{Source: "hasty", Label: "spam", Want: policy.Mask, Sure: 1}},
		Shadow:   []policy.Evidence{{Source: "strict", Label: "spam", Want: policy.Deny, Sure: 1}},
	}}
	r := newRoom(nil)
	r.judge.Rules = book
	r.ledger.standing = Standing{Offences: 2}
	r.says(t, "u1", "晚上好")
	got := r.says(t, "u1", "晚上好呀")
	if got.Outcome != policy.Mask || got.Text != "****" {
		t.Errorf("%+v", got)
	}
	kept := r.ledger.records[1]
	if len(kept.Evidence) != 1 || len(kept.Shadow) != 1 || kept.Shadow[0].Source != "strict" || kept.Context.Lines10s != 2 || kept.Context.Offences != 2 {
		t.Errorf("%+v", kept)
	}
	if told := book.told[1]; told != kept.Context {
		t.Errorf("told %+v", told)
	}
}
