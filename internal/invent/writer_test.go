package invent

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

// halfWidth finds a Chinese sentence with a mark that is not Chinese.
var halfWidth = regexp.MustCompile(`[\p{Han}}][,:!?;()]|[,:!?;()][\p{Han}{]`)

func TestTextsAreManyAndWrittenAsChineseIs(t *testing.T) {
	t.Parallel()
	distinct := map[string]bool{}
	bad := 0
	for _, lines := range loadScript().chat {
		for _, text := range lines {
			distinct[text] = true
		}
	}
	for _, places := range loadScript().bad {
		bad += len(places['h'])
	}
	if len(distinct) < 300 || bad < 70 {
		t.Errorf("%d ordinary and %d bad templates are too few", len(distinct), bad)
	}
	entries, err := texts.ReadDir("text")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		for _, sec := range sections(entry.Name()) {
			for _, text := range sec.Lines {
				if halfWidth.MatchString(text) {
					t.Errorf("%s: a mark of half width: %s", entry.Name(), text)
				}
			}
		}
	}
}

func TestEverySlotIsFilled(t *testing.T) {
	t.Parallel()
	w := NewWriter(rand.New(rand.NewPCG(1, 2)), func() string { return "小满" })
	for _, lines := range loadScript().chat {
		for _, text := range lines {
			if filled := w.Fill(text, "我"); strings.ContainsAny(filled, "{}") {
				t.Errorf("%q has a slot that nothing fills", text)
			}
		}
	}
}
