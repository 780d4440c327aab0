package auditlog

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

var example = Entry{
	ID: 7, At: time.Date(2026, time.March, 1, 12, 0, 0, 5e6, time.UTC),
	Actor:  Actor{Kind: Staff, ID: "3", Name: "林予安 <&>", Address: "10.0.0.1", Via: "POST /pass"},
	Action: CaseDecide, App: "live", Object: Object{Kind: ACase, ID: "12"}, Detail: json.RawMessage(`{"verdict":"ad"}`),
}

// TestTheCanonicalFormNeverChanges: a log that was written by an older program
// would seem altered.
func TestTheCanonicalFormNeverChanges(t *testing.T) {
	t.Parallel()
	const want = `{"id":7,"at":"2026-03-01T12:00:00.005Z","actor":{"kind":"staff","id":"3","name":"林予安 <&>","address":"10.0.0.1","via":"POST /pass"},` +
		`"action":"case.decide","app":"live","object":{"kind":"case","id":"12"},"detail":{"verdict":"ad"}}`
	if got := string(example.Canonical()); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	const hash = "f7f6af847740e422cb32b22924e7e49a315f8db7c31ced6b13f6a8184d6a1ed7"
	if got := Hash(Genesis, example); got != hash {
		t.Errorf("the hash is %s", got)
	}
}

func TestEveryFieldCountsInTheHash(t *testing.T) {
	t.Parallel()
	changes := map[string]func(*Entry){
		"id": func(e *Entry) { e.ID++ }, "at": func(e *Entry) { e.At = e.At.Add(time.Millisecond) },
		"kind": func(e *Entry) { e.Actor.Kind = App }, "actor": func(e *Entry) { e.Actor.ID = "" },
		"name": func(e *Entry) { e.Actor.Name += " " }, "address": func(e *Entry) { e.Actor.Address = "\uFFFD" },
		"invalid": func(e *Entry) { e.Actor.Address = "\xff" }, "via": func(e *Entry) { e.Actor.Via = `"` },
		"action": func(e *Entry) { e.Action = CaseUndo }, "app": func(e *Entry) { e.App = "Live" },
		"object": func(e *Entry) { e.Object.ID = "1" }, "object kind": func(e *Entry) { e.Object.Kind = "" },
		"detail": func(e *Entry) { e.Detail = json.RawMessage(`{"verdict": "ad"}`) }, "nothing": func(*Entry) {},
	}
	seen := map[string]string{}
	for name, change := range changes {
		changed := example
		change(&changed)
		hash := Hash(Genesis, changed)
		if other := seen[hash]; other != "" {
			t.Errorf("%s and %s have one hash", name, other)
		}
		seen[hash] = name
	}
	if Hash(Hash(Genesis, example), example) == Hash(Genesis, example) {
		t.Error("the hash before does not count")
	}
}

func TestClean(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "", "reviewer1": "reviewer1", "a\x00b": "a\uFFFDb", "林\n": "林\uFFFD", "\xff": "\uFFFD", "\u202eabc\u2028": "\uFFFDabc\uFFFD",
		strings.Repeat("a", 99): strings.Repeat("a", 10), "林林林林": "林林林", "aaaaaaaaa\xff": "aaaaaaaaa",
	} {
		if got := Clean(text, 10); got != want {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func FuzzClean(f *testing.F) {
	f.Add("reviewer1", 4)
	f.Add("\xe6\x9e", 1)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		limit = min(max(limit, 0), 1000)
		got := Clean(text, limit)
		if len(got) > limit || !utf8.ValidString(got) || strings.ContainsAny(got, "\x00\n\r\x1b\u2028\u202e") || got != Clean(got, limit) {
			t.Errorf("%q became %q", text, got)
		}
	})
}

func TestTheContextSaysWhoActs(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	if got := ActorFrom(ctx); got != (Actor{Kind: System}) {
		t.Errorf("nobody is %+v", got)
	}
	here := Actor{Kind: Visitor, Address: "10.0.0.1", Via: "POST /login"}
	ctx = WithActor(ctx, here)
	if got := ActorFrom(ctx).As(Staff, "3", "a"); got != (Actor{Staff, "3", "a", "10.0.0.1", "POST /login"}) {
		t.Errorf("got %+v", got)
	}
	more := WithDetail(WithDetail(ctx, map[string]any{"a": 1, "b": 1}), map[string]any{"b": 2})
	if got := DetailFrom(more); len(got) != 2 || got["a"] != 1 || got["b"] != 2 || DetailFrom(ctx) != nil {
		t.Errorf("got %v", got)
	}
}

// shelf is a log in memory.
type shelf struct{ links []Link }

var errBroken = errors.New("broken")

func (s *shelf) AuditEntries(context.Context, Filter) ([]Linked, error) { return nil, nil }

func (s *shelf) AuditHead(context.Context) (Anchor, error) {
	last := s.links[len(s.links)-1]
	return Anchor{last.Position, last.Hash}, nil
}

func (s *shelf) AuditLinks(_ context.Context, after int64, limit int) ([]Link, error) {
	return s.links[after:min(int(after)+limit, len(s.links))], nil
}

func (s *shelf) AuditUnlinked(context.Context, int64, int) ([]Entry, int64, error) {
	return nil, 0, nil
}

func newShelf(size int) *shelf {
	s, hash := &shelf{}, Genesis
	for i := range size {
		entry := example
		entry.ID, entry.App = int64(i+1), []string{"live", "=other"}[i%2]
		link := Link{Position: int64(i + 1), EntryID: entry.ID, Prev: hash, Entry: &entry}
		hash = Hash(hash, entry)
		link.Hash = hash
		s.links = append(s.links, link)
	}
	return s
}

func TestVerifyTellsItsProgress(t *testing.T) {
	t.Parallel()
	s, last := newShelf(2*page+1), int64(0)
	verified, err := Verify(t.Context(), s, VerifyOptions{Progress: func(checked, of int64) {
		if checked <= last || of != 2*page+1 {
			t.Errorf("%d of %d after %d", checked, of, last)
		}
		last = checked
	}})
	if err != nil || verified.Entries != 2*page+1 || last != verified.Entries || verified.Finding != nil {
		t.Errorf("%+v, %v", verified, err)
	}
}

func TestAFilteredExportHasItsPlaces(t *testing.T) {
	t.Parallel()
	s := newShelf(5)
	s.links[2].Entry = nil // which is said, and not left out
	var out strings.Builder
	lines, reached, err := Export(t.Context(), s, Filter{App: "=other"}, JSONLines, &out)
	if err != nil || lines != 3 || reached.Position != 5 || reached.Hash != s.links[4].Hash {
		t.Errorf("%d lines up to %+v, %v", lines, reached, err)
	}
	if !strings.Contains(out.String(), `{"position":3,"prev":"`+s.links[2].Prev+`","hash":"`+s.links[2].Hash+`","entry":null}`+"\n") {
		t.Error(out.String())
	}
}

func TestATableRunsNoFormula(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	lines, _, err := Export(t.Context(), newShelf(2), Filter{}, CSV, &out)
	rows, broken := csv.NewReader(&out).ReadAll()
	if err != nil || broken != nil || lines != 2 || len(rows) != 3 {
		t.Fatalf("%q, %v, %v", rows, err, broken)
	}
	if rows[0][10] != "app" || rows[1][10] != "live" || rows[2][10] != "'=other" || rows[1][13] != `{"verdict":"ad"}` {
		t.Errorf("%q", rows)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errBroken }

func TestAnExportThatCannotBeWrittenSaysSo(t *testing.T) {
	t.Parallel()
	for _, format := range []Format{JSONLines, CSV} {
		if _, _, err := Export(t.Context(), newShelf(3), Filter{}, format, full{}); !errors.Is(err, errBroken) {
			t.Errorf("%s: %v", format, err)
		}
	}
}
