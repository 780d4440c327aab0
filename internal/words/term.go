package words

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/detect/normalize"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// Term is an entry of a list.
type Term struct {
	lexicon.Term
	ID      int64
	Folded  string    // the text as it is compared: a list has it once
	AddedAt time.Time // with AddedBy, of when it came; later changes leave both

	Revision int64 // of its last change, see Store.WordsRevision
}

// SameAs reports whether two terms say the same, whoever added them.
func (t Term) SameAs(other Term) bool {
	return t.Text == other.Text && t.Category == other.Category && t.Level == other.Level && t.Action == other.Action &&
		t.Mode == other.Mode && t.Note == other.Note && slices.Equal(t.Scenes, other.Scenes) &&
		t.From.Equal(other.From) && t.Until.Equal(other.Until)
}

// ready checks a term and completes it as it is kept. The fault names the
// wrong field.
func ready(t Term) (Term, *fault.Error) {
	t.Text, t.Note = strings.TrimSpace(t.Text), strings.TrimSpace(t.Note)
	t.Mode = cmp.Or(t.Mode, lexicon.Word)
	if t.Mode == lexicon.Allow { // asks for nothing
		t.Action, t.Level = "", 0
	}
	t.From, t.Until = t.From.Truncate(time.Millisecond), t.Until.Truncate(time.Millisecond)
	if err := t.wrong(); err != nil {
		return t, err
	}
	t.Folded = fold(t.Text)
	return t, t.Term.Check()
}

// wrong is what the matcher itself does not mind.
func (t Term) wrong() *fault.Error {
	switch {
	case len(t.Text) > MaxTermText:
		return fault.Field("text", "is longer than %d bytes", MaxTermText)
	case !plain(t.Text):
		return fault.Field("text", "holds control characters or is not UTF-8")
	case t.Mode != lexicon.Allow && !isLabel(t.Category):
		return fault.Field("category", "must say what the term is a sign of, as ad or porn")
	case t.Mode == lexicon.Allow && t.Category != "" && !isLabel(t.Category):
		return fault.Field("category", "is no label")
	case t.Level < 0 || t.Level > MaxLevel:
		return fault.Field("level", "must be from 0 to %d", MaxLevel)
	case !plain(t.Note) || len(t.Note) > MaxNote:
		return fault.Field("note", "must be at most %d bytes without control characters", MaxNote)
	}
	for _, scene := range t.Scenes {
		if !slices.Contains(scenes, scene) {
			return fault.Field("scenes", "there is no scene %.32q; there are %s", scene, strings.Join(scenes, ", "))
		}
	}
	return nil
}

// isLabel takes the labels that every app has, and an app's own.
func isLabel(l verdict.Label) bool {
	return l != "" && l != verdict.Pass && len(l) <= MaxName && plain(string(l)) && !strings.ContainsAny(string(l), " \t")
}

// fold is a text as it is compared.
func fold(text string) string {
	var f normalize.Folded
	f.Set(text)
	return string(utf16.Decode(f.Codes()))
}

func plain(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, unicode.IsControl)
}

// The scenes that a term may name: the kinds of live messages, and the parts of
// an app that a report is of.
const (
	sceneLive      = "live"
	sceneGift      = "gift"
	sceneForward   = "forward"
	sceneFollow    = "follow"
	sceneRedPacket = "red_packet"
	scenePrivate   = "private"
)

var scenes = []string{sceneLive, sceneGift, sceneForward, sceneFollow, sceneRedPacket, scenePrivate, "hall", "show", "group", "user"}

// Scenes lists every scene that a term may name. The caller must not change it.
func Scenes() []string { return scenes }

var lineScenes = map[content.LineType]string{
	content.UserLine: sceneLive, content.SystemLine: sceneLive, content.GiftLine: sceneGift, content.ForwardLine: sceneForward,
	content.FollowLine: sceneFollow, content.RedPacket: sceneRedPacket, content.PrivateLine: scenePrivate,
}

var moduleScenes = map[content.Module]string{
	content.Hall: "hall", content.Show: "show", content.Group: "group", content.User: "user",
}
