package lanes_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/detect/detecttest"
	"github.com/xiezhi/xiezhi/internal/detect/lanes"
	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
)

func small() *catcher {
	var terms []lexicon.Term
	for _, text := range []string{"加微信", "法轮功", "法论功", "操你妈", "骑马射箭", "asshole", "faggot", "cum"} {
		terms = append(terms, lexicon.Term{Text: text, Action: lexicon.Review})
	}
	terms = append(terms, lexicon.Term{Text: "加薇芯蛋糕", Mode: lexicon.Allow},
		lexicon.Term{Text: "出售手枪", Action: lexicon.Deny, Scenes: []string{"room"}})
	return newCatcher(terms)
}

func TestLanes(t *testing.T) {
	t.Parallel()
	c := small()
	for text, want := range map[string][]string{
		"加微信":           nil, // said in plain letters
		"jia wei xin 吧": {"pinyin jia wei xin 加微信"},
		"JiaWeiXin":     {"pinyin JiaWeiXin 加微信"},
		"加weixin":       {"pinyin 加weixin 加微信"},
		"珈薇芯":           {"pinyin 珈薇芯 加微信"},
		"加薇芯蛋糕":         nil, // an allow phrase
		"家，微信":          nil, // two clauses
		"我家为信念":         nil, // what people write
		"力口微信":          {"components 力口微信 加微信"},
		"氵去车仑工力":        {"components 氵去车仑工力 法轮功"},
		"快JWX":          {"initials JWX 加微信"},
		"jwxs":          nil,
		"骑🐎射箭":          {"emoji 骑🐎射箭 骑马射箭"},
		"加😂微😊信":         nil, // found below
		"a55hole":       {"leet a55hole asshole"},
		"@$$h0le!":      {"leet @$$h0le asshole"},
		"fa99ot":        nil,
		"faaaagggot":    {"leet faaaagggot faggot"},
		"cool, 100%":    nil,
		"珐轮功":           {"pinyin 珐轮功 法论功"},
		"出售手抢":          nil, // not in this scene
	} {
		if text == "加😂微😊信" {
			want = []string{"emoji 加😂微😊信 加微信"}
		}
		found, more := c.find(text)
		if len(found.Hits) > 0 {
			more = nil
		}
		var got []string
		for _, hit := range more {
			got = append(got, fmt.Sprintf("%s %s %s", hit.Lane, text[hit.Start:hit.End], c.words.Term(hit.Term).Text))
		}
		if len(want) > 0 && len(got) > 1 {
			got = got[:1]
		}
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestScenes(t *testing.T) {
	t.Parallel()
	c := small()
	where := lexicon.Where{Scene: "room"}
	found := c.words.Find(&c.text, "chu shou shou qiang", where)
	if more := c.lanes.Find(&c.more, &c.text, found, where); len(more) != 1 || more[0].Lane != lanes.Pinyin || more[0].Sure <= 0.5 || more[0].Sure >= 1 {
		t.Errorf("found %+v", more)
	}
}

func FuzzLanes(f *testing.F) {
	for _, text := range []string{"", "氵去车仑工力", "骑🐎射箭❤️", "@$$h0le", "jiaweixinjiaweixin", "😂", "\xff加\xe2", strings.Repeat("力口", 500), "❤", "力\xff口"} {
		f.Add(text)
	}
	c := small()
	f.Fuzz(func(t *testing.T, text string) {
		_, more := c.find(text)
		for _, hit := range more {
			if hit.Start < 0 || hit.Start >= hit.End || hit.End > len(text) || !utf8.RuneStart(text[hit.Start]) {
				t.Fatalf("%q: %+v", text, hit)
			}
			if hit.End < len(text) && utf8.ValidString(text) && !utf8.RuneStart(text[hit.End]) {
				t.Fatalf("%q: %+v cuts a rune", text, hit)
			}
			if hit.Sure <= 0 || hit.Sure >= 1 {
				t.Fatalf("%q: %+v", text, hit)
			}
		}
	})
}

func TestFindAllocatesNothing(t *testing.T) {
	c := small()
	for _, text := range []string{"珈薇芯 jiaweixin 力口微信 骑🐎射箭 a55hole JWX", strings.Repeat("力口微信😂", 200)} {
		c.find(text)
		if allocs := testing.AllocsPerRun(100, func() { c.find(text) }); allocs != 0 {
			t.Errorf("%q: %v allocations", text, allocs)
		}
	}
}

// BenchmarkLanes reports what the lanes cost on top of the plain search.
func BenchmarkLanes(b *testing.B) {
	messages := detecttest.Chat(20_000, 1)
	texts, err := detecttest.Terms(50_000, messages)
	if err != nil {
		b.Fatal(err)
	}
	all := make([]lexicon.Term, len(texts))
	for i, text := range texts {
		all[i] = lexicon.Term{Text: text, Action: lexicon.Review}
	}
	c := newCatcher(all)
	b.Run("plain", func(b *testing.B) {
		i := 0
		for b.Loop() {
			i++
			c.words.Find(&c.text, messages[i%len(messages)], lexicon.Where{})
		}
	})
	b.Run("lanes", func(b *testing.B) {
		i := 0
		for b.Loop() {
			i++
			c.find(messages[i%len(messages)])
		}
	})
}
