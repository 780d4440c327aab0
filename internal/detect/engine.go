package detect

import (
	"sync"
	"sync/atomic"

	"github.com/xiezhi/xiezhi/internal/detect/lanes"
	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// Text is the lane of plain letters; the others are those of package lanes.
const Text lanes.Lane = "text"

// How sure a hit in plain letters is.
const (
	sureWhole  = 1.0
	sureBroken = 0.95 // signs stand between its letters that the term itself has not
)

// Finding is a term that a message says, or seems to.
type Finding struct {
	Lane     lanes.Lane
	Term     string // as it stands in its list
	List     string
	Category verdict.Label
	Level    int
	Action   lexicon.Action
	Start    int     // where in the original, in bytes; always whole runes
	End      int     // after it
	Sure     float64 // in (0,1]
	Weak     bool    // found by likeness: for a person to look at, never enough to deny
}

// Examination is what was found in a message.
type Examination struct {
	Findings []Finding // those in plain letters first, by their place; then the weaker ones
	Crowded  bool      // terms are nearly everywhere and not every place is listed: no ordinary message is so
	Score    float64   // how much it is like lines judged a violation, in [0,1]; 0 without a model
}

// Engine examines messages with the set in use. The zero value has an empty
// one. Any number of goroutines may use it.
type Engine struct {
	set       atomic.Pointer[Set]
	scratches sync.Pool // of *Scratch
}

// Scratch is the memory of one examination after another. The zero value is
// ready; one goroutine uses it at a time.
type Scratch struct {
	words lexicon.Scratch
	lanes lanes.Scratch
}

var nothing = func() *Set {
	words, _ := lexicon.Compile(nil)
	return &Set{Words: words}
}()

// Set is the one in use.
func (e *Engine) Set() *Set {
	if set := e.set.Load(); set != nil {
		return set
	}
	return nothing
}

// Use puts a set in use. Examinations that have begun end with the old one.
func (e *Engine) Use(set *Set) { e.set.Store(set) }

// Examine looks at a message.
func (e *Engine) Examine(text string, where lexicon.Where) Examination {
	s, ok := e.scratches.Get().(*Scratch)
	if !ok {
		s = &Scratch{}
	}
	defer e.scratches.Put(s)
	return e.Set().Examine(s, text, where)
}

// Folded are the codes of the message that was last examined. They live as long
// as the Scratch is not used again.
func (s *Scratch) Folded() []uint16 { return s.words.Text.Codes() }

// Examine looks at a message.
func (set *Set) Examine(s *Scratch, text string, where lexicon.Where) Examination {
	found := set.Words.Find(&s.words, text, where)
	x := Examination{Crowded: found.Crowded}
	var more []lanes.Hit
	if set.Lanes != nil {
		more = set.Lanes.Find(&s.lanes, &s.words, found, where)
	}
	if set.Model != nil {
		x.Score = set.Model.Score(s.words.Text.Codes())
	}
	if len(found.Hits)+len(more) == 0 {
		return x
	}
	x.Findings = make([]Finding, 0, len(found.Hits)+len(more))
	for _, hit := range found.Hits {
		sure := sureWhole
		if hit.Broken {
			sure = sureBroken
		}
		x.Findings = append(x.Findings, set.finding(Text, hit.Term, hit.Start, hit.End, sure))
	}
	for _, hit := range more {
		x.Findings = append(x.Findings, set.finding(hit.Lane, hit.Term, hit.Start, hit.End, hit.Sure))
	}
	return x
}

func (set *Set) finding(lane lanes.Lane, id uint32, start, end int, sure float64) Finding {
	t := set.Words.Term(id)
	return Finding{
		Lane: lane, Term: t.Text, List: t.List, Category: t.Category, Level: t.Level, Action: t.Action,
		Start: start, End: end, Sure: sure, Weak: lane != Text,
	}
}
