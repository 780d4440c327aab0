//go:build !race

package words_test

import (
	"testing"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
)

// The race detector makes pools forget on purpose, so that nothing can be counted under it.
func TestFindingAllocatesTheResultOnly(t *testing.T) {
	s := small(t)
	listed(t, s, "", "base", term("加微信", lexicon.Deny))
	must(t, s.Refresh(t.Context()))
	none, hit := content.Line{Text: "大家好,今天天气不错"}, content.Line{Text: "来加微信"}
	if n := testing.AllocsPerRun(200, func() { s.Find("live", none) }); n > 0 {
		t.Errorf("%v allocations where nothing is found", n)
	}
	if n := testing.AllocsPerRun(200, func() { s.Find("live", hit) }); n > 2 { // the findings and the evidence
		t.Errorf("%v allocations for a hit", n)
	}
}
