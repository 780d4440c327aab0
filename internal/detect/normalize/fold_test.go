package normalize

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"
)

func folded(text string) string {
	var f Folded
	f.Set(text)
	return string(utf16.Decode(f.Codes()))
}

func TestFold(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":             "",
		"Hello, World": "helloworld",
		"ＦＵｃｋ　８８":      "fuck88",
		"法 轮\u200b功":   "法轮功",
		"發財，頭髮":        "发财头发",
		"習近平":          "习近平",
		"㎏ ㍿ ﷺ":        "kg株式会社صلىاللهعليهوسلم",
		"ﷺﷺﷺ㎏㎏":        "صلىاللهعليهوسلمkgkg", // what is long counts once
		"ﬁne ß":        "finess",
		"раураl":       "paypal", // Cyrillic but for the last
		"ⓕⓤⓒⓚ 🅵🆄🅲🅺 𝓯𝓾𝓬𝓴":              "fuckfuckfuck",
		"F\u0336u\u0336ç\u0301k":      "fuck",
		"ｶﾞｷﾞ":                        "ガギ",
		"か\u3099":                     "が",
		"か \u3099":                    "か\u3099", // no neighbours, no pair
		"\u1112\u1161\u11ab":          "한",
		"й и\u0306":                   "йй",
		"Ёлка":                        "eлka",
		"١٢٣ ४ ９ ❶ ①":                 "1234911",
		"😂👍🏽❤️":                       "😂👍",
		"a\xffb\xe4\xb8c\xed\xa0\x80": "abc",
		"\U000f0000x\U0010fffd":       "x",
		"1️⃣":                         "1",
		"⺠⽇":                          "民日",
	} {
		if got := folded(text); got != want {
			t.Errorf("%q folds to %q, want %q", text, got, want)
		}
	}
}

// everyRune calls check with each rune of the planes that have letters and
// signs; the unassigned and private ones beyond are represented by a few.
func everyRune(check func(r rune)) {
	for _, plane := range [][2]rune{{0, 0xd7ff}, {0xe000, 0x323ff}, {0xe0000, 0xe01ff}, {0xeffff, 0xf000f}, {0x10fff0, unicode.MaxRune}} {
		for r := plane[0]; r <= plane[1]; r++ {
			check(r)
		}
	}
}

// TestALongRuneIsSaidAFewTimes: a text is not made much longer than it is, however
// its long runes are parted.
func TestALongRuneIsSaidAFewTimes(t *testing.T) {
	var f Folded
	f.Set(strings.Repeat("ﷺ法", 1000))
	if n, most := len(f.Codes()), 1000+64*15; n != most {
		t.Errorf("%d codes, want %d", n, most)
	}
}

// TestFoldForgetsForm: however x/text writes a rune, it folds to the same.
func TestFoldForgetsForm(t *testing.T) {
	t.Parallel()
	forms := map[string]func(string) string{
		"NFC": norm.NFC.String, "NFD": norm.NFD.String, "NFKC": norm.NFKC.String, "NFKD": norm.NFKD.String,
		"width": width.Fold.String, "narrow": width.Narrow.String, "case": cases.Fold().String,
	}
	everyRune(func(r rune) {
		want := folded(string(r))
		for name, form := range forms {
			if text := form(string(r)); text != string(r) && folded(text) != want {
				t.Errorf("%U %c folds to %q, its %s form to %q", r, r, want, name, folded(text))
			}
		}
	})
}

// TestFoldAgreesWithText: what x/text says is settled, and no rule of ours names,
// stays as it is.
func TestFoldAgreesWithText(t *testing.T) {
	t.Parallel()
	agreed := 0
	everyRune(func(r rune) {
		text := norm.NFKC.String(cases.Fold().String(norm.NFKC.String(string(r))))
		settled := strings.IndexFunc(text, func(r rune) bool { return folded(string(r)) != string(r) }) < 0
		if !settled {
			return
		}
		agreed++
		if got := folded(string(r)); got != text {
			t.Errorf("%U folds to %q, x/text says %q", r, got, text)
		}
	})
	if agreed < 100_000 {
		t.Errorf("only %d runes were compared", agreed)
	}
}

func TestFoldIsSettled(t *testing.T) {
	t.Parallel()
	everyRune(func(r rune) {
		once := folded(string(r))
		if again := folded(once); again != once {
			t.Errorf("%U folds to %q and that to %q", r, once, again)
		}
	})
}

func TestDigitsOfAllScripts(t *testing.T) {
	t.Parallel()
	everyRune(func(r rune) {
		if got := folded(string(r)); unicode.Is(unicode.Nd, r) && (len(got) != 1 || got < "0" || got > "9") {
			t.Errorf("%U folds to %q", r, got)
		}
	})
}

func checkOffsets(t *testing.T, f *Folded, text string) {
	t.Helper()
	f.Set(text)
	starts := f.Starts()
	if len(starts) != len(f.Codes()) || !slices.IsSorted(starts) {
		t.Fatalf("%q: starts %v", text, starts)
	}
	for i := range starts {
		start, end := f.Start(i), f.End(i)
		if start >= end || end > len(text) || !utf8.RuneStart(text[start]) || !utf8.ValidString(text[start:end]) {
			t.Fatalf("%q: code %d is bytes %d to %d", text, i, start, end)
		}
		if i+1 < len(starts) && starts[i+1] != starts[i] && f.Start(i+1) < end {
			t.Fatalf("%q: code %d ends at %d, the next begins at %d", text, i, end, f.Start(i+1))
		}
	}
	if tail := f.Codes()[f.n : f.n+Pad]; slices.Max(tail) != 0 {
		t.Fatalf("%q: the padding is %v", text, tail)
	}
	if slices.Contains(f.Codes(), 0) {
		t.Fatalf("%q: a letter has code 0", text)
	}
}

func FuzzOffsets(f *testing.F) {
	for _, text := range []string{"", "a", "習近平\xff", "㎏か\u3099", "\u1112\u1161\u11ab", "👍🏽❤️", "ﷺ", "\xe0\x80\x80", "é\u0301\u0301x"} {
		f.Add(text)
	}
	var reused Folded
	f.Fuzz(func(t *testing.T, text string) {
		checkOffsets(t, &reused, text)
		if folded(text) != string(utf16.Decode(reused.Codes())) {
			t.Fatalf("%q folds otherwise in used memory", text)
		}
	})
}

func TestOffsetsOfEveryRune(t *testing.T) {
	t.Parallel()
	var f Folded
	everyRune(func(r rune) { checkOffsets(t, &f, "a"+string(r)+"法"+string(r)+string(r)) })
}

func TestEndTakesWhatIsDrawnOntoALetter(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"e\u0301, x": 3, "か\u3099x": 6, "\u1112\u1161\u11ab": 9, "👍🏽!": 8, "法\u200b轮": 3, "a\xff": 1, "ﷺ x": 3,
	} {
		var f Folded
		f.Set(text)
		if got := f.End(0); got != want {
			t.Errorf("the first letter of %q ends at %d, want %d", text, got, want)
		}
	}
}

func TestSetAllocatesNothing(t *testing.T) {
	var f Folded
	text := strings.Repeat("加微信 Wechat ㎏ 😂 か\u3099 習\xff", 20)
	f.Set(text)
	if allocs := testing.AllocsPerRun(100, func() { f.Set(text) }); allocs != 0 {
		t.Errorf("%v allocations", allocs)
	}
}

func TestRune(t *testing.T) {
	t.Parallel()
	for r, want := range map[rune]uint16{'A': 'a', '習': '习', 'Ａ': 'a', '゙': '゙', ' ': 0, 'ß': 0, '😂': 0} {
		if got, ok := Rune(r); ok != (want != 0) || ok && got != want {
			t.Errorf("Rune(%c) = %c, %v", r, got, ok)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		load(packed)
	}
}
