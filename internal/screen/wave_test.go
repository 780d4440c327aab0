package screen

import (
	"testing"

	"github.com/xiezhi/xiezhi/internal/content"
)

func TestAWaveIsTheSameHoweverItIsTyped(t *testing.T) {
	t.Parallel()
	said := func(text string) string { return Wave(content.Line{Text: text}) }
	for _, same := range []string{"免费领皮肤！", "免 费 领 皮 肤", "免費領皮膚", "免费\u200b领皮肤"} {
		if said(same) != said("免费领皮肤") {
			t.Errorf("%q is another wave", same)
		}
	}
	if said("免费领皮肤2") == said("免费领皮肤") || said("！！") == said("？？") || said("a") == "" {
		t.Error("different texts are one wave")
	}
	if key := Wave(content.Line{Type: content.PictureLine, Text: "http://cdn.example/a.png"}); key != "" {
		t.Errorf("a picture has the wave %s", key)
	}
}
