package starter

import (
	"testing"

	"github.com/xiezhi/xiezhi/internal/detect/detecttest"
	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
)

func flagged(s *lexicon.Snapshot, lines []string) (count int, by map[string]int) {
	var scratch lexicon.Scratch
	by = map[string]int{}
	for _, line := range lines {
		hits := s.Find(&scratch, line, lexicon.Where{}).Hits
		for _, hit := range hits {
			by[s.Term(hit.Term).Text]++
		}
		if len(hits) > 0 {
			count++
		}
	}
	return count, by
}

func TestHarmlessLinesPass(t *testing.T) {
	t.Parallel()
	terms := Terms("starter")
	snapshot, refused := lexicon.Compile(terms)
	for _, r := range refused {
		t.Errorf("%q: %v", terms[r.Term].Text, r.Err)
	}
	for _, c := range []struct {
		name  string
		lines []string
		one   int // in so many may be flagged; friends swear at each other
	}{{"Chinese", detecttest.Benign(), 200}, {"English", detecttest.English(), 100}} {
		count, by := flagged(snapshot, c.lines)
		if count*c.one > len(c.lines) {
			t.Errorf("%s: %d of %d harmless lines flagged: %v", c.name, count, len(c.lines), by)
		}
	}
}

func TestFirstTry(t *testing.T) {
	t.Parallel()
	snapshot, _ := lexicon.Compile(Terms("starter"))
	for line, want := range map[string]lexicon.Action{
		"加微信 13800，日结300": lexicon.Review, "加 薇 信": lexicon.Review, "有出售手枪的吗": lexicon.Deny, "你个傻逼": lexicon.Mask, "f.u.c.k you": lexicon.Mask, "代開發票": lexicon.Deny,
	} {
		var scratch lexicon.Scratch
		hits := snapshot.Find(&scratch, line, lexicon.Where{}).Hits
		if len(hits) == 0 {
			t.Errorf("%q passes", line)
		} else if got := snapshot.Term(hits[0].Term).Action; got != want {
			t.Errorf("%q: %s, want %s", line, got, want)
		}
	}
}
