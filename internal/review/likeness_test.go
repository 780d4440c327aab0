package review

import (
	"math"
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/content"
)

func saying(entrance content.Entrance, texts ...string) Case {
	c := Case{Entrance: entrance}
	for _, text := range texts {
		c.First.Messages = append(c.First.Messages, content.Message{Type: content.Text, SenderID: "1", Text: text})
	}
	return c
}

func showing(address, text string) Case {
	return Case{Entrance: content.AlbumPicture, First: Report{Messages: []content.Message{{Type: content.Picture, URL: address, Text: text}}}}
}

func keyed(c Case, key string) Case {
	c.ContentKey = key
	return c
}

func named(name, desc string) Case {
	return Case{Entrance: content.UserProfile, First: Report{Profile: &content.Profile{OwnerID: "1", Name: name, Desc: desc}}}
}

func TestLikeness(t *testing.T) {
	t.Parallel()
	hall := func(texts ...string) Case { return saying(content.HallMessage, texts...) }
	const spam = "加微信 yhxf0829，日结三百，当天到账，绝不拖欠"
	for _, row := range []struct {
		name      string
		a, b      Case
		low, high float64
	}{
		{"the same", hall(spam), hall(spam), 1, 1},
		{"other signs between", hall(spam), hall("加 微信：YHXF0829 日结三百!!当天到账…绝不拖欠"), 1, 1},
		{"other widths", hall("加微信ａｂｃ１２３"), hall("加微信abc123"), 1, 1},
		{"another number", hall(spam), hall("加微信 yhxf0830，日结三百，当天到账，绝不拖欠"), LeastLikeness, notEqual},
		{"cut in two messages", hall("加微信 yhxf0829，日结三百，", "当天到账，绝不拖欠"), hall(spam), 1, 1},
		{"the same letters in another order", hall("abcabc"), hall("cabcab"), LeastLikeness, notEqual},
		{"something else", hall(spam), hall("今天天气真好，一起去爬山吗"), 0, 0.2},
		{"short and one letter off", hall("加我微信"), hall("加他微信"), 0, 0.5},
		{"one letter", hall("a"), hall("b"), 0, 0},
		{"signs alone", hall("？？？"), hall("？？？"), 1, 1},
		{"other signs alone", hall("？？？"), hall("！！！"), 0, 0},
		{"nothing at all", hall(), hall(), 0, 0},
		{"nothing, and the same content", keyed(hall(), "k"), keyed(hall(), "k"), 1, 1},
		{"another content of another text", keyed(hall("a"), "k"), keyed(hall("b"), "l"), 0, 0},
		{"another module", hall(spam), saying(content.ShowMessage, spam), 0, 0},
		{"one picture", showing("p/1.png", ""), showing("p/1.png", ""), 1, 1},
		{"two pictures", showing("p/1.png", ""), showing("p/2.png", ""), 0, 0},
		{"one picture and another word", showing("p/1.png", "hello"), showing("p/1.png", "world"), 0, 0.3},
		{"a picture and a word", showing("p/1.png", ""), saying(content.UserProfile, "x"), 0, 0},
		{"one profile", named("小美", "加微信 xz123"), named("小美", "加微信xz123"), 1, 1},
		{"two profiles", named("小美", "加微信 xz123"), named("大伟", "爱好摄影和旅行"), 0, 0.2},
	} {
		there, back := lookOf(row.a).likeness(lookOf(row.b)), lookOf(row.b).likeness(lookOf(row.a))
		if there < row.low || there > row.high || math.Abs(there-back) > 1e-9 {
			t.Errorf("%s: %v and back %v, want %v to %v", row.name, there, back, row.low, row.high)
		}
	}
}

func TestAlikeAreTheBestFirst(t *testing.T) {
	t.Parallel()
	of := func(id int64, text string) Case {
		c := saying(content.HallMessage, text)
		c.ID = id
		return c
	}
	found := Alike(of(1, "abcdefghijklmnop"), []Case{of(2, "abcdefghijklmnox"), of(3, "something else"), of(4, "abcdefghijklmnop"), of(5, "ABCDEFGHIJKLMNOP")})
	if len(found) != 3 || found[0].ID != 4 || found[1].ID != 5 || found[2].ID != 2 || found[2].Likeness >= 1 {
		t.Errorf("found %+v", found)
	}
}

func TestLongTextsAreComparedSoFar(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("甲乙丙丁", maxLetters)
	if l := lookOf(saying(content.HallMessage, long, long)); len([]rune(l.text)) != maxLetters {
		t.Errorf("%d letters", len([]rune(l.text)))
	}
}

func FuzzLikeness(f *testing.F) {
	f.Add("加微信 xz123", "加 微信xz123")
	f.Add("\xff", "\u202e")
	f.Fuzz(func(t *testing.T, a, b string) {
		one, other := lookOf(saying(content.HallMessage, a)), lookOf(saying(content.HallMessage, b))
		there, back := one.likeness(other), other.likeness(one)
		if there < 0 || there > 1 || math.Abs(there-back) > 1e-9 || a != "" && one.likeness(one) != 1 {
			t.Errorf("%q and %q: %v, %v", a, b, there, back)
		}
	})
}
