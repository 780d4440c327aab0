package words

import (
	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// How sure a hit is.
const (
	sureWhole  = 1.0
	sureBroken = 0.95 // signs stand between its letters that the term itself has not
)

func newScratch() any { return new(lexicon.Scratch) }

// Find lists what the app's lists, and the shared ones, have to say of a live
// message.
func (s *Service) Find(app string, line content.Line) []policy.Evidence {
	return s.evidence(app, lineScenes[line.Type], line.Text)
}

func (s *Service) evidence(app, scene, text string) []policy.Evidence {
	scratch := s.scratches.Get().(*lexicon.Scratch)
	defer s.scratches.Put(scratch)
	snapshot := s.book.Load().of(app)
	return evidenceOf(snapshot, snapshot.Find(scratch, text, s.where(scene)).Hits)
}

func (s *Service) where(scene string) lexicon.Where { return lexicon.Where{Scene: scene, At: s.now()} }

// evidenceOf gives one piece of evidence for each hit.
func evidenceOf(snapshot *lexicon.Snapshot, hits []lexicon.Hit) []policy.Evidence {
	if len(hits) == 0 {
		return nil
	}
	found := make([]policy.Evidence, len(hits))
	for i, hit := range hits {
		term := snapshot.Term(hit.Term)
		found[i] = policy.Evidence{
			Source: term.List, What: term.Text, Label: term.Category, Want: wants[term.Action], Sure: sureWhole, From: hit.Start, To: hit.End,
		}
		if hit.Broken {
			found[i].Sure = sureBroken
		}
	}
	return found
}

var wants = map[lexicon.Action]policy.Outcome{lexicon.Mask: policy.Mask, lexicon.Review: policy.Review, lexicon.Deny: policy.Deny}

// Hit is a place in a text where a term stands, in bytes.
type Hit struct {
	From, To int
	Term     string
	List     string
	Label    verdict.Label
	Action   lexicon.Action
}

// MaxMarks bounds the hits of Marks.
const MaxMarks = 50

// Marks lists where terms stand in something that was reported in a part of an
// app, the first MaxMarks of them.
func (s *Service) Marks(app string, module content.Module, text string) []Hit {
	scratch := s.scratches.Get().(*lexicon.Scratch)
	defer s.scratches.Put(scratch)
	snapshot := s.book.Load().of(app)
	hits := snapshot.Find(scratch, text, s.where(moduleScenes[module])).Hits
	return hitsOf(snapshot, hits[:min(len(hits), MaxMarks)])
}

func hitsOf(snapshot *lexicon.Snapshot, hits []lexicon.Hit) []Hit {
	found := make([]Hit, len(hits))
	for i, hit := range hits {
		term := snapshot.Term(hit.Term)
		found[i] = Hit{From: hit.Start, To: hit.End, Term: term.Text, List: term.List, Label: term.Category, Action: term.Action}
	}
	return found
}
