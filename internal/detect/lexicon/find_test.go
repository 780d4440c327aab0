package lexicon

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func compiled(t testing.TB, terms ...Term) *Snapshot {
	t.Helper()
	for i := range terms {
		if terms[i].Mode != Allow && terms[i].Action == "" {
			terms[i].Action = Review
		}
	}
	s, refused := Compile(terms)
	for _, r := range refused {
		t.Fatalf("term %q: %v", terms[r.Term].Text, r.Err)
	}
	return s
}

func words(texts ...string) []Term {
	terms := make([]Term, len(texts))
	for i, text := range texts {
		terms[i] = Term{Text: text}
	}
	return terms
}

// found lists what of text was hit, as it was written.
func found(s *Snapshot, text string) []string {
	var parts []string
	for _, hit := range s.Find(&Scratch{}, text, Where{}).Hits {
		parts = append(parts, text[hit.Start:hit.End])
	}
	return parts
}

func TestFind(t *testing.T) {
	t.Parallel()
	s := compiled(t, words("加微信", "法轮功", "色情", "ass", "cunt", "pm", "69", "q群", "penis", "www.bad-site.com", "two girls one cup", "🐴死", "屌", "AV女优", "сука")...)
	for text, want := range map[string][]string{
		"加微信 13800":                   {"加微信"},
		"快加v信":                        nil,
		"加\u200b微\u200d信吧":            {"加\u200b微\u200d信"},
		"法.輪.功":                       {"法.輪.功"},
		"法！轮……功":                      {"法！轮……功"},
		"好色。情况不妙":                     nil, // two clauses
		"色 情":                         {"色 情"},
		"Scunthorpe":                  nil,
		"you CUNT!":                   {"CUNT"},
		"ｃ\u0336ｕ\u0336ｎｔ":            {"ｃ\u0336ｕ\u0336ｎｔ"},
		"cpm 695 5pm":                 {"pm"}, // a number and a word
		"69":                          {"69"},
		"1.69":                        {"69"},
		"as she said":                 nil,
		"as so":                       nil,
		"a s s":                       {"a s s"},
		"a-s-s":                       {"a-s-s"},
		"a.s-s":                       {"a.s-s"},
		"pass":                        nil,
		"p a s s":                     {"a s s"}, // spelt out, there is no telling
		"pen is mine":                 nil,
		"pe-nis":                      {"pe-nis"},
		"pen, is":                     nil,
		"p_en_is":                     {"p_en_is"},
		"进Q群！":                        {"Q群"},
		"http://www.bad-site.com/x":   {"www.bad-site.com"},
		"www bad site com":            {"www bad site com"},
		"wwwbadsitecom":               {"wwwbadsitecom"},
		"2 Girls, Two girls one  cup": {"Two girls one  cup"},
		"twogirlsonecup":              {"twogirlsonecup"},
		"你🐴死了":                        {"🐴死"},
		"屌丝":                          {"屌"},
		"看av女優":                       {"av女優"},
		"сука!":                       {"сука"},
		"посука":                      nil,
		"\xff加\xff微信\xff":             {"加\xff微信"},
		"":                            nil,
	} {
		if diff := gocmp.Diff(want, found(s, text)); diff != "" {
			t.Errorf("%q (-want +found):\n%s", text, diff)
		}
	}
}

func TestModes(t *testing.T) {
	t.Parallel()
	s := compiled(t,
		Term{Text: "cunt", Mode: Substring}, Term{Text: "在吗", Mode: Exact}, Term{Text: "b", Mode: Exact},
		Term{Text: "黄鸡"}, Term{Text: "三黄鸡", Mode: Allow}, Term{Text: "Moby Dick", Mode: Allow}, Term{Text: "dick"})
	for text, want := range map[string][]string{
		"Scunthorpe":          {"cunt"},
		"在吗？":                 {"在吗"},
		"老板在吗":                nil,
		"B!":                  {"B"},
		"a b":                 nil,
		"三黄鸡和黄鸡":              {"黄鸡"},
		"三 黄 鸡":               nil,
		"reading moby-dick":   nil,
		"mobydick, dick":      {"dick"},
		"三黄鸡":                 nil,
		"dick Moby Dick dick": {"dick", "dick"},
	} {
		if diff := gocmp.Diff(want, found(s, text)); diff != "" {
			t.Errorf("%q (-want +found):\n%s", text, diff)
		}
	}
}

func TestBroken(t *testing.T) {
	t.Parallel()
	s := compiled(t, words("加微信", "qq群", "two girls")...)
	for text, want := range map[string]bool{
		"加微信": false, "加 微信": false, "加*微信": true, "加\u200b微信": false, "qq 群": false, "q-q群": true, "two girls": false, "twogirls": false, "t-w-o g-i-r-l-s": true,
	} {
		hits := s.Find(&Scratch{}, text, Where{}).Hits
		if len(hits) != 1 || hits[0].Broken != want {
			t.Errorf("%q: %+v, want broken %v", text, hits, want)
		}
	}
}

func TestWhere(t *testing.T) {
	t.Parallel()
	noon := time.Date(2030, 5, 1, 12, 0, 0, 0, time.UTC)
	s := compiled(t, Term{Text: "加微信", Scenes: []string{"room", "private"}, From: noon, Until: noon.Add(time.Hour)}, Term{Text: "日结", Until: noon})
	for _, c := range []struct {
		scene string
		at    time.Duration
		want  []string
	}{
		{"room", 0, []string{"加微信"}},
		{"private", time.Hour - 1, []string{"加微信"}},
		{"private", time.Hour, nil},
		{"hall", 0, nil},
		{"", 0, nil},
		{"room", -time.Millisecond, []string{"日结"}},
	} {
		text := "加微信，日结"
		var got []string
		for _, hit := range s.Find(&Scratch{}, text, Where{c.scene, noon.Add(c.at)}).Hits {
			got = append(got, text[hit.Start:hit.End])
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q at %v: %q, want %q", c.scene, c.at, got, c.want)
		}
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	now := time.Now()
	good := Term{Text: "加微信", Action: Deny}
	for field, change := range map[string]func(*Term){
		"text":   func(t *Term) { t.Text = "***" },
		"action": func(t *Term) { t.Action = "shoot" },
		"mode":   func(t *Term) { t.Mode = "regexp" },
		"until":  func(t *Term) { t.From, t.Until = now, now },
	} {
		bad := good
		change(&bad)
		s, refused := Compile([]Term{bad, good})
		if len(refused) != 1 || refused[0].Term != 0 || refused[0].Err.Field != field {
			t.Errorf("%s: %+v", field, refused)
		}
		if hits := s.Find(&Scratch{}, "加微信", Where{At: now}).Hits; len(hits) != 1 || hits[0].Term != 1 {
			t.Errorf("%s: the term after the bad one: %+v", field, hits)
		}
	}
	for text, ok := range map[string]bool{
		"a": false, "7": false, "a+": false, "s&m": false, "sm": true, "屌": true, "a_s_s": true, "q": false, "": false, "法": true, "🐴": true,
		strings.Repeat("法", 64): true, strings.Repeat("法", 65): false,
	} {
		term := Term{Text: text, Action: Mask}
		if err := term.Check(); (err == nil) != ok {
			t.Errorf("%q: %v", text, err)
		}
	}
	many := Term{Text: "a b c", Action: Mask}
	for i := range maxScenes + 1 {
		many.Scenes = append(many.Scenes, string(rune('A'+i)))
	}
	if _, refused := Compile([]Term{many}); len(refused) != 1 || refused[0].Err.Field != "scenes" {
		t.Errorf("too many scenes: %+v", refused)
	}
}

func TestTermComesBack(t *testing.T) {
	t.Parallel()
	noon := time.UnixMilli(1900000000000)
	terms := []Term{
		{Text: "加微信", List: "base", Category: "ad", Level: 2, Action: Deny, Scenes: []string{"room"}, Mode: Word, From: noon, Until: noon.Add(time.Hour), Note: "n", AddedBy: "eve"},
		{Text: "***"},
		{Text: "三黄鸡", List: "allow", Mode: Allow},
	}
	s, _ := Compile(terms)
	for i, want := range terms {
		if diff := gocmp.Diff(want, s.Term(uint32(i))); diff != "" {
			t.Errorf("term %d (-compiled +back):\n%s", i, diff)
		}
	}
	if s.Len() != len(terms) || s.Bytes() < 100 {
		t.Errorf("%d terms, %d bytes", s.Len(), s.Bytes())
	}
}

func TestCover(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, want string
		spans      []Span
	}{
		{"加微信吧", "***吧", []Span{{0, 9}}},
		{"加微信吧", "****", []Span{{3, 12}, {0, 6}}},
		{"加微信吧", "**信吧", []Span{{1, 4}}}, // cut runes
		{"e\u0301x", "*x", []Span{{0, 3}}},
		{"a\xffb", "***", []Span{{0, 3}}},
		{"a\xffb", "a*b", []Span{{1, 2}}},
		{"abc", "abc", []Span{{2, 1}, {5, 9}, {-3, 0}}},
		{"👍🏽!", "**!", []Span{{0, 8}}},
		{"", "", []Span{{0, 1}}},
	} {
		if got := Cover(c.text, c.spans); got != c.want {
			t.Errorf("%q %v becomes %q, want %q", c.text, c.spans, got, c.want)
		}
	}
}

func TestCoverKeepsTheRest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("a法é👍 。"))).Draw(t, "text")
		edge := rapid.IntRange(-2, len(text)+2)
		span := Span{edge.Draw(t, "start"), edge.Draw(t, "end")}
		got := Cover(text, []Span{span})
		if !utf8.ValidString(got) {
			t.Fatalf("%q is broken", got)
		}
		if span.Start >= span.End && got != text {
			t.Fatalf("an empty span made %q", got)
		}
		first, last := strings.IndexByte(got, '*'), strings.LastIndexByte(got, '*')
		if first < 0 {
			return
		}
		stars := strings.Repeat("*", last-first+1)
		if got[first:last+1] != stars || !strings.HasPrefix(text, got[:first]) || !strings.HasSuffix(text, got[last+1:]) {
			t.Fatalf("%q %v becomes %q", text, span, got)
		}
	})
}

func TestSwapWhileSearching(t *testing.T) {
	t.Parallel()
	var h Holder
	if hits := h.Load().Find(&Scratch{}, "加微信", Where{}).Hits; hits != nil {
		t.Errorf("an empty holder finds %v", hits)
	}
	lists := []*Snapshot{compiled(t, words("加微信")...), compiled(t, words("微信", "加微信吧", "日结")...)}
	text := "加微信吧"
	var searches sync.WaitGroup
	for range 4 {
		searches.Go(func() {
			var scratch Scratch
			for range 2000 {
				s := h.Load()
				for _, hit := range s.Find(&scratch, text, Where{}).Hits {
					if term := s.Term(hit.Term).Text; text[hit.Start:hit.End] != term {
						t.Errorf("hit of %q", term)
					}
				}
			}
		})
	}
	for i := range 2000 {
		h.Swap(lists[i%2])
	}
	searches.Wait()
}

func TestFindAllocatesNothing(t *testing.T) {
	s := compiled(t, Term{Text: "加微信"}, Term{Text: "cunt"}, Term{Text: "三黄鸡", Mode: Allow}, Term{Text: "黄鸡"}, Term{Text: "在吗", Mode: Exact}, Term{Text: "f-u-c-k", Scenes: []string{"room"}})
	var scratch Scratch
	for _, text := range []string{"普通的一句话 with some words 123", "加 微 信 C.U.N.T 三黄鸡 f.u.c.k 在吗", "在吗", strings.Repeat("加微信", 500)} {
		s.Find(&scratch, text, Where{Scene: "room"})
		if allocs := testing.AllocsPerRun(100, func() { s.Find(&scratch, text, Where{Scene: "room"}) }); allocs != 0 {
			t.Errorf("%q: %v allocations", text, allocs)
		}
	}
}
