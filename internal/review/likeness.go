package review

import (
	"cmp"
	"slices"
	"unicode"

	"github.com/xiezhi/xiezhi/internal/content"
)

// LeastLikeness is where cases begin to be alike.
const LeastLikeness = 0.75

// MaxCompared is how many waiting cases one is compared with.
const MaxCompared = 500

// LikeCase is a case that is like another: 1 means that it shows the same.
type LikeCase struct {
	Case
	Likeness float64
}

// Alike lists those that are like the case, the most alike first. One decision
// is to fit all of them, so that only content of the same module is alike, in
// its text and in its pictures, sounds and films.
func Alike(to Case, among []Case) []LikeCase {
	likes, mine := []LikeCase{}, lookOf(to)
	if to.First.Dialogue != nil { // its decision names its own users
		return likes
	}
	for _, other := range among {
		if likeness := mine.likeness(lookOf(other)); likeness >= LeastLikeness {
			likes = append(likes, LikeCase{other, likeness})
		}
	}
	slices.SortStableFunc(likes, func(a, b LikeCase) int { return cmp.Compare(b.Likeness, a.Likeness) })
	return likes
}

// look is what a case shows, made ready to be compared.
type look struct {
	module  content.Module
	content string   // Case.ContentKey
	text    string   // as plainText has it
	pairs   []uint64 // of neighbouring letters of the text, ascending, each once
	media   []string // addresses, ascending, each once
}

// maxLetters is how much of a case's text is compared: what is alike so far is
// alike enough to be looked at.
const maxLetters = 1000

func lookOf(c Case) look {
	l := look{module: c.Entrance.Module(), content: c.ContentKey}
	var letters []rune
	for _, m := range c.First.Messages {
		if letters = append(letters, []rune(plainText(m.Text))...); len(letters) > maxLetters {
			letters = letters[:maxLetters]
		}
		if address := cmp.Or(m.URL, m.ThumbURL); address != "" {
			l.media = append(l.media, address)
		}
	}
	if p := c.First.Profile; p != nil && c.Entrance.IsProfile() {
		letters = append(letters, []rune(plainText(p.Name+p.Desc))...)
		letters = letters[:min(len(letters), maxLetters)]
	}
	l.text, l.pairs = string(letters), pairsOf(letters)
	slices.Sort(l.media)
	l.media = slices.Compact(l.media)
	return l
}

// plainText keeps the letters and digits, small and of ordinary width: what is
// put between them is put there to look different. A text without any stays as
// it is.
func plainText(text string) string {
	var kept []rune
	for _, letter := range text {
		if letter >= '！' && letter <= '～' { // the full-width forms of ! to ~
			letter -= '！' - '!'
		}
		if unicode.IsLetter(letter) || unicode.IsDigit(letter) {
			kept = append(kept, unicode.ToLower(letter))
		}
	}
	if len(kept) == 0 {
		return text
	}
	return string(kept)
}

// pairsOf lists the pairs of neighbours; a letter fits into 21 bits.
func pairsOf(letters []rune) []uint64 {
	var pairs []uint64
	for i := 1; i < len(letters); i++ {
		pairs = append(pairs, uint64(letters[i-1])<<21|uint64(letters[i]))
	}
	slices.Sort(pairs)
	return slices.Compact(pairs)
}

// likeness is that of the part in which they are least alike, 0 where one has
// nothing of what the other has.
func (l look) likeness(other look) float64 {
	switch {
	case l.module != other.module:
		return 0
	case l.content != "" && l.content == other.content:
		return 1
	case l.text == "" && other.text == "" && len(l.media) == 0 && len(other.media) == 0:
		return 0
	}
	return min(l.textLikeness(other), shared(l.media, other.media))
}

// notEqual is how alike texts can be at most that are not the same.
const notEqual = 0.99

func (l look) textLikeness(other look) float64 {
	switch {
	case l.text == other.text:
		return 1
	case len(l.pairs)+len(other.pairs) == 0: // single letters
		return 0
	}
	return min(shared(l.pairs, other.pairs), notEqual)
}

// shared is how much of two ascending lists is in both (Dice's coefficient); 1
// where both are empty.
func shared[T cmp.Ordered](a, b []T) float64 {
	if len(a)+len(b) == 0 {
		return 1
	}
	both := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch order := cmp.Compare(a[i], b[j]); {
		case order < 0:
			i++
		case order > 0:
			j++
		default:
			both, i, j = both+1, i+1, j+1
		}
	}
	return 2 * float64(both) / float64(len(a)+len(b))
}
