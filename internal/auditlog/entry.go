package auditlog

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Entry is one thing that was done.
type Entry struct {
	ID     int64     // the store gives it
	At     time.Time // to the millisecond
	Actor  Actor
	Action Action
	App    string // empty where it concerns no app
	Object Object
	Detail json.RawMessage // one JSON object, {} for nothing more
}

// Linked is an entry with its place in the chain. Position and Hash are zero
// while it waits to be linked.
type Linked struct {
	Entry
	Position int64
	Hash     string // in hex
}

// canonicalTime is UTC to the millisecond.
const canonicalTime = "2006-01-02T15:04:05.000Z"

// canonical is the fixed order of the fields. Detail comes last, as its bytes
// are.
type canonical struct {
	ID     int64          `json:"id"`
	At     string         `json:"at"`
	Actor  canonicalActor `json:"actor"`
	Action Action         `json:"action"`
	App    string         `json:"app"`
	Object Object         `json:"object"`
}

type canonicalActor struct {
	Kind    ActorKind `json:"kind"`
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Address string    `json:"address"`
	Via     string    `json:"via"`
}

// Canonical is the entry as its hash sees it and as an export shows it: one
// line of JSON, its fields in a fixed order, nothing but the detail as it is
// stored. It must never change, or every log would seem altered.
func (e Entry) Canonical() []byte {
	var line bytes.Buffer
	encoder := json.NewEncoder(&line)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(canonical{ // never fails: numbers and strings
		ID: e.ID, At: e.At.UTC().Format(canonicalTime), Actor: canonicalActor(e.Actor),
		Action: e.Action, App: e.App, Object: e.Object,
	})
	line.Truncate(line.Len() - len("}\n"))
	line.WriteString(`,"detail":`)
	line.Write(e.Detail)
	line.WriteByte('}')
	return line.Bytes()
}

// MaxText bounds each text of an entry but the detail, in bytes.
const MaxText = 256

// Clean makes foreign text fit for an entry: valid, on one line, without marks
// that a terminal or a page would obey, and at most limit bytes.
func Clean(text string, limit int) string {
	text = strings.Map(func(letter rune) rune {
		if letter == utf8.RuneError || unicode.In(letter, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			return unicode.ReplacementChar
		}
		return letter
	}, text[:min(len(text), limit+utf8.UTFMax)])
	if len(text) <= limit {
		return text
	}
	for limit > 0 && !utf8.RuneStart(text[limit]) {
		limit--
	}
	return text[:limit]
}
