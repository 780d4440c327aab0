package words_test

import (
	"testing"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/detect/detecttest"
	"github.com/xiezhi/xiezhi/internal/words"
)

// The starter list flags hardly a line that people found harmless, and
// catches what it is for however it is written.
func TestStarter(t *testing.T) {
	t.Parallel()
	s := small(t)
	made, counts, err := s.AddStarter(t.Context(), "test")
	must(t, err)
	must(t, s.Refresh(t.Context()))
	if !made || counts.Added < 150 || counts.Added != len(words.Starter()) {
		t.Errorf("made %v, %+v of %d terms", made, counts, len(words.Starter()))
	}
	benign := append(detecttest.Benign(), detecttest.English()...)
	if len(benign) < 500 {
		t.Fatalf("%d harmless lines are too few to tell", len(benign))
	}
	flagged := 0
	for _, line := range benign {
		if hits := s.Find("live", content.Line{Text: line}); hits != nil {
			flagged++
			t.Logf("%q: %+v", line, hits[0])
		}
	}
	if flagged*100 > len(benign) {
		t.Errorf("%d of %d harmless lines are flagged", flagged, len(benign))
	}
	for _, line := range []string{
		"加微信 yhxf0829，日结300", "加 微 信 xz123", "想赚钱的＋V加ＶＸ", "注册送彩金,真人荷官在线", "同城约·炮", "操你妈", "美女视频 裸-聊", "加微\u200b信", "KILL YOURSELF",
	} {
		if s.Find("live", content.Line{Text: line}) == nil {
			t.Errorf("%q passes", line)
		}
	}
	if _, counts, err := s.AddStarter(t.Context(), "again"); err != nil || counts.Added+counts.Updated != 0 {
		t.Errorf("again: %+v, %v", counts, err)
	}
}
