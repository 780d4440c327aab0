package rules

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/policy"
)

// The page shows the examples that the editor offers, and each does what it
// says it does.
func TestTheExamplesDoWhatTheySay(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/rules.md")
	if err != nil {
		t.Fatal(err)
	}
	at := func(hour int) time.Time { return time.Date(2026, 3, 1, hour, 0, 0, 0, time.UTC) }
	ad := policy.Evidence{Source: "引流", Label: "ad", What: "加微信", Sure: 0.95}
	disguised := ad
	disguised.Lane, disguised.Weak = "pinyin", true
	type said struct {
		text    string
		context policy.Context
		found   []policy.Evidence
		hour    int
	}
	cases := map[string]struct{ met, unmet []said }{
		"risk sender leaves a contact": {
			met:   []said{{text: "来找我 1 3 8-0013 8000", context: policy.Context{Risk: true}}, {text: "加ＶＸ聊", context: policy.Context{Risk: true}}},
			unmet: []said{{text: "加ＶＸ聊"}, {text: "主播好", context: policy.Context{Risk: true}}},
		},
		"wave of nearly the same advertisement": {
			met:   []said{{context: policy.Context{Near: 8}, found: []policy.Evidence{ad}}},
			unmet: []said{{context: policy.Context{Near: 7}, found: []policy.Evidence{ad}}, {context: policy.Context{Near: 80}}},
		},
		"flood at night": {
			met:   []said{{context: policy.Context{Lines10s: 11}, hour: 23}, {context: policy.Context{Lines10s: 11}, hour: 5}},
			unmet: []said{{context: policy.Context{Lines10s: 11}, hour: 6}, {context: policy.Context{Lines10s: 10}, hour: 1}, {context: policy.Context{Lines10s: 99, Protected: true}}},
		},
		"disguised twice": {
			met:   []said{{found: []policy.Evidence{disguised, ad, disguised}}},
			unmet: []said{{found: []policy.Evidence{disguised, ad, ad}}, {}},
		},
	}
	for _, example := range Examples() {
		c, problems := compile(example.Expression)
		if len(problems) > 0 {
			t.Errorf("%s: %v", example.Name, problems)
			continue
		}
		for _, text := range []string{example.Name, example.Note, example.Expression, string(example.Effect.Label), string(example.Effect.Outcome)} {
			if !strings.Contains(string(page), text) {
				t.Errorf("docs/rules.md does not say %q", text)
			}
		}
		try := func(all []said, want bool) {
			for _, s := range all {
				in := newInput("live", content.Line{Text: s.text}, s.context, s.found, at(s.hour))
				if met, err := c.holds(in); met != want || err != nil {
					t.Errorf("%s of %+v: %v, %v", example.Name, s, met, err)
				}
				in.free()
			}
		}
		if len(cases[example.Name].met) == 0 {
			t.Errorf("%s is not tried", example.Name)
		}
		try(cases[example.Name].met, true)
		try(cases[example.Name].unmet, false)
	}
}
