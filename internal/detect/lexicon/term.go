package lexicon

import (
	"time"

	"github.com/xiezhi/xiezhi/internal/detect/match"
	"github.com/xiezhi/xiezhi/internal/detect/normalize"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// Term is an entry of a word list.
type Term struct {
	Text     string        // as people write it
	List     string        // the list it belongs to
	Category verdict.Label // what saying it would be
	Level    int           // how bad, for people and thresholds; 0 means unsaid
	Action   Action        // what it asks for; empty for an allow phrase
	Scenes   []string      // where it counts; none means everywhere
	Mode     Mode
	From     time.Time // counts from then on; zero means always
	Until    time.Time // and no longer from then on; zero means for ever
	Note     string    // why it is there
	AddedBy  string    // who put it there
}

// Action is what a term asks for.
type Action string

// The actions, from the mildest.
const (
	Mask   Action = "mask"   // the message passes with the hit covered
	Review Action = "review" // a person decides
	Deny   Action = "deny"
)

// Mode is how a term matches.
type Mode string

// The modes.
const (
	// Word is the default, also if empty. Where a term begins or ends in a
	// letter of an alphabet or a digit, it must begin or end a word there;
	// Chinese, which has no spaces, matches everywhere.
	Word Mode = "word"
	// Substring matches inside words too.
	Substring Mode = "substring"
	// Exact matches a message that says nothing else.
	Exact Mode = "exact"
	// Allow phrases are harmless wherever they occur, and so are the terms in them.
	Allow Mode = "allow"
)

func (m Mode) known() bool {
	return m == "" || m == Word || m == Substring || m == Exact || m == Allow
}

func (a Action) known() bool { return a == Mask || a == Review || a == Deny }

// Check says why a term cannot be used, or nil.
func (t *Term) Check() *fault.Error {
	var f normalize.Folded
	return t.check(&f)
}

// check leaves the term folded in f.
func (t *Term) check(f *normalize.Folded) *fault.Error {
	f.Set(t.Text)
	switch n := len(f.Codes()); {
	case !t.Mode.known():
		return fault.Field("mode", "there is no mode %q", t.Mode)
	case t.Mode != Allow && !t.Action.known():
		return fault.Field("action", "there is no action %q", t.Action)
	case !t.Until.IsZero() && !t.Until.After(t.From):
		return fault.Field("until", "it would end before it begins")
	case n == 0:
		return fault.Field("text", "%q has no letter, digit or picture", t.Text)
	case n > match.MaxCodes:
		return fault.Field("text", "it is longer than %d letters", match.MaxCodes)
	case t.Mode != Exact && slight(f):
		return fault.Field("text", "%q comes down to %q, which is nearly everywhere", t.Text, asText(f.Codes()))
	default:
		return nil
	}
}

// slight reports whether what is left of a term is one letter or digit, or two
// and the sign that made it a term is gone: a+, s&m.
func slight(f *normalize.Folded) bool {
	codes := f.Codes()
	if len(codes) > 2 {
		return false
	}
	signs := 0
	for i, code := range codes {
		if classOf(code) == other {
			return false
		}
		signs += len(visible(f.Gap(i - 1)))
	}
	signs += len(visible(f.Gap(len(codes) - 1)))
	return len(codes) == 1 || signs > 0
}

func asText(codes []uint16) string {
	runes := make([]rune, len(codes))
	for i, code := range codes {
		runes[i] = rune(code)
	}
	return string(runes)
}
