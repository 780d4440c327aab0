package rules

import (
	"strings"
	"sync"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/interpreter"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/detect/normalize"
	"github.com/xiezhi/xiezhi/internal/policy"
)

// maxTime bounds the loops of one rule over one message, on top of their cost.
const maxTime = 20 * time.Millisecond

// What a rule sees of a message in which there is too much. The protocols take
// no longer texts.
const (
	maxText  = 16 << 10 // bytes
	maxFound = 256
)

// input is a message with its circumstances, as the conditions of one app's
// rules see it, one after the other.
type input struct {
	app     string
	line    content.Line
	context policy.Context
	found   []policy.Evidence
	now     time.Time

	folded   string // of line.Text, once isFolded
	isFolded bool
	findings ref.Val // of found, once somebody asks

	loops    int       // of the condition that is looked at
	deadline time.Time // zero before its first look at the clock
	tooLate  bool      // and so for all loops that are left
}

var inputs = sync.Pool{New: func() any { return new(input) }}

// newInput takes an input from the pool; give it back with free.
func newInput(app string, line content.Line, c policy.Context, found []policy.Evidence, now time.Time) *input {
	in := inputs.Get().(*input)
	*in = input{app: app, line: line, context: c, found: found[:min(len(found), maxFound)], now: now}
	if len(line.Text) > maxText {
		in.line.Text = strings.ToValidUTF8(line.Text[:maxText], "")
	}
	return in
}

func (in *input) free() {
	*in = input{}
	inputs.Put(in)
}

// begin is called before each condition.
func (in *input) begin() { in.loops, in.deadline, in.tooLate = 0, time.Time{}, false }

// Parent implements interpreter.Activation.
func (*input) Parent() interpreter.Activation { return nil }

// The names that no expression can say.
const (
	selfName      = "#input"
	interruptName = "#interrupted" // asked once for each turn of a loop
)

// ResolveName implements interpreter.Activation.
func (in *input) ResolveName(name string) (any, bool) {
	switch name {
	case "message", "sender", "same", "now", selfName:
		return in, true
	case "found":
		return in.list(), true
	case "room":
		return types.String(in.line.RoomID), true
	case "anchor":
		return types.String(in.line.AnchorID), true
	case "app":
		return types.String(in.app), true
	case "scene":
		return types.String(sceneOf(in.line.Type)), true
	case interruptName:
		return in.late(), true
	}
	return nil, false
}

// late reports whether the condition takes too long. It looks at the clock once
// in many turns.
func (in *input) late() bool {
	in.loops++
	if in.tooLate || in.loops%64 != 0 {
		return in.tooLate
	}
	if in.deadline.IsZero() {
		in.deadline = time.Now().Add(maxTime)
		return false
	}
	in.tooLate = time.Now().After(in.deadline)
	return in.tooLate
}

// fold is the message's text as it is compared.
func (in *input) fold() string {
	if !in.isFolded {
		in.folded, in.isFolded = fold(in.line.Text), true
	}
	return in.folded
}

// foldOf is a text as it is compared, at no price where it is the message's.
func (in *input) foldOf(text string) string {
	if text == in.line.Text {
		return in.fold()
	}
	return fold(text)
}

func (in *input) length() int { return utf8.RuneCountInString(in.line.Text) }

// list is what was found, as the language wants it.
func (in *input) list() ref.Val {
	if in.findings != nil {
		return in.findings
	}
	in.findings = noFindings
	if len(in.found) > 0 {
		items := make([]ref.Val, len(in.found))
		for i := range in.found {
			items[i] = finding{&in.found[i]}
		}
		in.findings = types.NewRefValList(types.DefaultTypeAdapter, items)
	}
	return in.findings
}

var noFindings = types.NewRefValList(types.DefaultTypeAdapter, nil)

var foldings = sync.Pool{New: func() any { return new(normalize.Folded) }}

// fold is a text as detectors compare it.
func fold(text string) string {
	f := foldings.Get().(*normalize.Folded)
	defer foldings.Put(f)
	f.Set(text)
	codes := f.Codes()
	var b strings.Builder
	b.Grow(3 * len(codes))
	for i := 0; i < len(codes); i++ {
		r := rune(codes[i])
		if utf16.IsSurrogate(r) && i+1 < len(codes) {
			r = utf16.DecodeRune(r, rune(codes[i+1]))
			i++
		}
		b.WriteRune(r)
	}
	return b.String()
}

// scenes name the types of messages, as word lists do.
var scenes = map[content.LineType]string{
	content.UserLine: "live", content.SystemLine: "live", content.PictureLine: "live", content.GiftLine: "gift", content.ForwardLine: "forward",
	content.FollowLine: "follow", content.RedPacket: "red_packet", content.PrivateLine: "private",
}

func sceneOf(t content.LineType) string { return scenes[t] }
