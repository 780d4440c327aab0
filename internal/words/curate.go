package words

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/detect"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// CodeCurating is the stable code of a curation that has to wait for another.
const CodeCurating = "curating"

// Lines has messages and what became of them.
type Lines interface {
	auditlog.Recorder
	// JudgedLines returns up to limit lines after a number that reviewers
	// decided and cannot take back any more, in their order.
	JudgedLines(ctx context.Context, after int64, limit int, now time.Time) ([]verdict.Judged, error)
	// PassedLines returns up to limit lines that people typed and no person had
	// to look at; clean ones are those in which nothing at all was found.
	PassedLines(ctx context.Context, limit int, clean bool) ([]verdict.Judged, error)
}

// Curation is what is to be looked for.
type Curation struct {
	List   int64    // 0: every list that is switched on
	Benign []string // harmless lines, beside those that are kept
}

// Proposal is a term that hits harmless text.
type Proposal struct {
	ListID int64
	List   string
	TermID int64
	Term   string

	Hits     int // harmless lines in which it was found
	Of       int // harmless lines that were looked at
	Passed   int // of the lines that reviewers decided and it was found in, how many they passed
	Against  int // and in how many they found something
	Examples []string
}

// Precision is how often reviewers found something where the term was; false
// where they have decided nothing.
func (p Proposal) Precision() (share float64, known bool) {
	if p.Passed+p.Against == 0 {
		return 0, false
	}
	return float64(p.Against) / float64(p.Passed+p.Against), true
}

// Curated is what a curation found. It changes nothing.
type Curated struct {
	Proposals []Proposal // by hits, the most first; at most MaxProposals
	More      int        // proposals that are left out
	Decided   int        // lines that reviewers had decided
	Passed    int        // lines that had passed, of which nobody knows more
	Benign    int        // lines of the file
}

// The bounds of a curation.
const (
	MaxProposals  = 500
	MaxBenign     = 1_000_000
	maxPassed     = 50_000
	shownExamples = 3
)

// What speaks for taking a term away. A line that passed may be one that a new
// term is right about; one in two thousand is not.
const (
	seldom      = 2000
	minLikely   = 3
	minDecided  = 5   // decisions from which on a term's precision counts
	goodEnough  = 0.5 // a precision with which a term stays
	linesAtOnce = 1000
)

// Curate proposes terms that hit harmless lines: those that reviewers passed,
// those that passed by themselves, and the given ones.
func (s *Service) Curate(ctx context.Context, lines Lines, c Curation) (Curated, error) {
	if len(c.Benign) > MaxBenign {
		return Curated{}, fault.Field("benign", "has more than %d lines", MaxBenign)
	}
	if !s.curating.TryLock() {
		return Curated{}, fault.New(fault.TooMany, CodeCurating, "the lists are being curated already")
	}
	defer s.curating.Unlock()
	if err := s.Refresh(ctx); err != nil {
		return Curated{}, err
	}
	t := &tally{Service: s, target: c.List, pages: map[string]page{}, terms: map[termKey]*counted{}, of: map[string]int{}}
	if err := t.prepare(ctx); err != nil {
		return Curated{}, err
	}
	detail, err := json.Marshal(map[string]any{"list": c.List})
	if err != nil {
		return Curated{}, err
	}
	if err := lines.RecordAudit(ctx, auditlog.Entry{Action: auditlog.WordsCurate, Object: auditlog.Object{Kind: auditlog.AWordList}, Detail: detail}); err != nil {
		return Curated{}, err
	}
	if err := t.read(ctx, lines, c.Benign); err != nil {
		return Curated{}, err
	}
	return t.curated(), nil
}

// read looks at every line.
func (t *tally) read(ctx context.Context, lines Lines, benign []string) error {
	for after := int64(0); ; {
		decided, err := lines.JudgedLines(ctx, after, linesAtOnce, t.now())
		if err != nil {
			return err
		}
		for _, line := range decided {
			t.look(line)
			after = line.ID
		}
		if len(decided) < linesAtOnce {
			break
		}
	}
	passed, err := lines.PassedLines(ctx, maxPassed, false)
	if err != nil {
		return err
	}
	for _, line := range passed {
		t.look(line)
	}
	for i, text := range benign {
		if i%linesAtOnce == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		t.lookAtFile(text)
	}
	return ctx.Err()
}

// look counts what a line's app finds in it.
func (t *tally) look(line verdict.Judged) {
	p := t.pageOf(line.App)
	said := heard{text: line.Line.Text, scene: SceneOf(line.Line.Type), decided: line.Person, sure: line.Person, harmless: line.Verdict == verdict.Pass}
	if line.Person {
		t.decided++
	} else {
		t.passed++
	}
	if said.harmless {
		t.of[line.App]++
	}
	t.count(p, said, nil)
}

// lookAtFile counts what every app would find: what is shared once, and what is
// an app's own.
func (t *tally) lookAtFile(text string) {
	said := heard{text: text, scene: SceneOf(content.UserLine), sure: true, harmless: true}
	t.benign++
	for app, p := range t.pages {
		t.count(p, said, func(list int64) bool { return t.apps[list] == app })
	}
}

// heard is a line, and what is known of it.
type heard struct {
	text, scene string
	decided     bool // by a reviewer
	sure        bool // somebody has called it what it is
	harmless    bool
}

// count adds a line to the terms that are found in it, each once.
func (t *tally) count(p page, said heard, counts func(list int64) bool) {
	seen := map[termKey]bool{}
	set := detect.Set{Words: p.set.Words, Lanes: p.set.Lanes}
	for _, f := range set.Examine(&t.scratch, said.text, t.where(said.scene)).Findings {
		key := termKey{p.sources[f.List].cause.ID, f.Term}
		if seen[key] || t.target != 0 && key.list != t.target || counts != nil && !counts(key.list) {
			continue
		}
		seen[key] = true
		if t.terms[key] == nil {
			t.terms[key] = &counted{}
		}
		t.terms[key].add(said)
	}
}

// LinesOf are the lines of a text that are not empty.
func LinesOf(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}
