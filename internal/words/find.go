package words

import (
	"cmp"
	"slices"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/detect"
	"github.com/xiezhi/xiezhi/internal/detect/classify"
	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// minScore is from which of the model's scores on they are evidence at all. An
// app's threshold lies above.
const minScore = 0.5

func newScratch() any { return new(detect.Scratch) }

// Find lists what the app's lists, the shared ones and the model have to say of
// a live message.
func (s *Service) Find(app string, line content.Line) []policy.Evidence {
	scratch := s.scratches.Get().(*detect.Scratch)
	defer s.scratches.Put(scratch)
	version, model := s.model()
	return s.book.Load().of(app).evidence(scratch, line.Text, s.where(lineScenes[line.Type]), version, model)
}

func (s *Service) where(scene string) lexicon.Where { return lexicon.Where{Scene: scene, At: s.now()} }

// evidence has one piece for each finding.
func (p page) evidence(scratch *detect.Scratch, text string, where lexicon.Where, version int64, model *classify.Model) []policy.Evidence {
	set := detect.Set{Words: p.set.Words, Lanes: p.set.Lanes, Model: model}
	x := set.Examine(scratch, text, where)
	scored := model != nil && x.Score >= minScore
	if len(x.Findings) == 0 && !scored && !x.Crowded {
		return nil
	}
	found := make([]policy.Evidence, 0, len(x.Findings)+2)
	for _, f := range x.Findings {
		found = append(found, p.evidenceOf(f))
	}
	if scored {
		found = append(found, policy.Evidence{
			Source: "model", Cause: policy.Cause{Kind: policy.Model, Version: version}, Label: verdict.Violation, Want: policy.Review, Sure: x.Score, Weak: true,
		})
	}
	if x.Crowded {
		found = append(found, policy.Evidence{
			Source: "crowded", Cause: policy.Cause{Kind: policy.Conduct}, What: "terms nearly everywhere", Label: verdict.Spam, Want: policy.Review, Sure: 1, Weak: true,
		})
	}
	return found
}

func (p page) evidenceOf(f detect.Finding) policy.Evidence {
	from := p.sources[f.List]
	e := policy.Evidence{
		Source: from.name, Cause: from.cause, What: f.Term, Label: f.Category, Want: wants[f.Action], Sure: f.Sure, Weak: f.Weak, From: f.Start, To: f.End,
	}
	if f.Lane != detect.Text {
		e.Lane = string(f.Lane)
	}
	return e
}

var wants = map[lexicon.Action]policy.Outcome{lexicon.Mask: policy.Mask, lexicon.Review: policy.Review, lexicon.Deny: policy.Deny}

// Hit is a place in a text where a term stands, in bytes.
type Hit struct {
	From, To int
	Term     string
	List     string
	Lane     string // how it was disguised; empty for plain letters
	Label    verdict.Label
	Action   lexicon.Action
}

// MaxMarks bounds the hits of Marks.
const MaxMarks = 50

// Marks lists where terms stand in something that was reported in a part of an
// app, the first MaxMarks of them.
func (s *Service) Marks(app string, module content.Module, text string) []Hit {
	scratch := s.scratches.Get().(*detect.Scratch)
	defer s.scratches.Put(scratch)
	p := s.book.Load().of(app)
	found := p.set.Examine(scratch, text, s.where(moduleScenes[module])).Findings
	hits := make([]Hit, 0, min(len(found), MaxMarks))
	for _, f := range found[:min(len(found), MaxMarks)] {
		e := p.evidenceOf(f)
		hits = append(hits, Hit{From: f.Start, To: f.End, Term: f.Term, List: e.Source, Lane: e.Lane, Label: f.Category, Action: f.Action})
	}
	Sort(hits)
	return hits
}

// Sort puts hits in order of their place, the longest first.
func Sort(hits []Hit) {
	slices.SortFunc(hits, func(a, b Hit) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(b.To, a.To)) })
}
