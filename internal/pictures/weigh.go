package pictures

import (
	"context"
	"fmt"
	"image"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/pictures/pdq"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// noModel is the reason of a person's look where nobody has set a detector up.
const noModel = "no picture model is set up, so a person looks"

// Subject is a picture and whose it is.
type Subject struct {
	App     string
	DataID  string
	Line    content.Line
	Context policy.Context // of its sender: Risk, Protected, Offences
	Picture image.Image
	// Plainly leaves the app's detector out.
	Plainly bool
}

// Seen is what was found in a picture.
type Seen struct {
	Print    Print
	Matches  []Match
	Codes    []string // what the codes in it say
	Decision policy.Decision
	Evidence []policy.Evidence
}

// weighing gathers what is known of one picture.
type weighing struct {
	Seen
	subject    Subject
	thresholds policy.Thresholds
	cleared    []policy.Evidence // why it may pass where nothing speaks against it; the first counts
	doubts     []string          // why a person should look where nothing speaks against it
}

// Weigh looks at a picture: at the banks, its codes, and then the detector, as
// far as each is needed.
func (s *Service) Weigh(ctx context.Context, subject Subject) (Seen, error) {
	subject.Context.Type = content.PictureLine
	w := &weighing{subject: subject, thresholds: s.thresholds(subject.App)}
	w.Print = PrintOf(subject.Picture)
	var err error
	if w.Matches, err = s.banks.Match(ctx, subject.App, w.Print); err != nil {
		return Seen{}, err
	}
	w.addMatches()
	w.addCodes(ctx, s)
	if err := ctx.Err(); err != nil {
		return Seen{}, err
	}
	if w.decide().Outcome != policy.Deny && len(w.cleared) == 0 {
		w.addOpinion(ctx, s)
	}
	w.conclude()
	return w.Seen, nil
}

func (w *weighing) decide() policy.Decision {
	return policy.Decide(w.thresholds, w.subject.Context, w.Evidence)
}

// sureOf is how sure a match is: at the greatest distance just sure enough to
// deny, by the usual thresholds.
func sureOf(distance int) float64 { return 1 - 0.1*float64(distance)/pdq.Near }

func (w *weighing) addMatches() {
	for _, match := range w.Matches {
		e := policy.Evidence{
			Source: match.Bank.Name, Cause: policy.Cause{Kind: policy.Bank, ID: match.Bank.ID, Version: match.Bank.Revision},
			What: fmt.Sprintf("%d of 256 bits differ", match.Distance), Label: match.Bank.Label, Want: policy.Deny, Sure: sureOf(match.Distance),
		}
		if match.Bank.Kind == Good {
			e.Want = policy.Pass
			w.cleared = append(w.cleared, e)
			continue
		}
		w.Evidence = append(w.Evidence, e)
	}
}

// addCodes has what the codes say judged as a message of the same sender. There
// is nothing in a picture to cover, so that a person looks instead.
func (w *weighing) addCodes(ctx context.Context, s *Service) {
	var err error
	if w.Codes, err = s.codes(ctx, w.subject.Picture); err != nil {
		w.doubts = append(w.doubts, "codes: "+err.Error())
	}
	for _, text := range w.Codes {
		line := w.subject.Line
		line.Type, line.Text = content.UserLine, text
		c := w.subject.Context
		c.Type = line.Type
		for _, e := range s.judge.Judge(w.subject.App, line, c).Evidence {
			e.Source, e.From, e.To, e.Led = "QR code, "+e.Source, 0, 0, false
			if e.Want == policy.Mask {
				e.Want = policy.Review
			}
			w.Evidence = append(w.Evidence, e)
		}
	}
}

// addOpinion asks the app's detector.
func (w *weighing) addOpinion(ctx context.Context, s *Service) {
	detector := s.detector(w.subject.App)
	if detector == nil || w.subject.Plainly {
		w.doubts = append(w.doubts, noModel)
		return
	}
	said, err := s.ask(ctx, *detector, w.subject.App, w.subject.Line.UserID, w.subject.DataID, w.subject.Picture)
	if err != nil {
		w.doubts = append(w.doubts, err.Error())
		return
	}
	for _, f := range append([]finding{{said.Label, said.Score, ""}}, said.Findings...) {
		if f.Label == verdict.Pass {
			continue
		}
		w.Evidence = append(w.Evidence, policy.Evidence{
			Source: "detector", Cause: policy.Cause{Kind: policy.Detector}, What: f.What, Label: f.Label, Want: policy.Deny, Sure: f.Score,
		})
	}
	switch {
	case said.Label == verdict.Pass && said.Score >= w.thresholds.Deny:
		w.cleared = append(w.cleared, policy.Evidence{
			Source: "detector", Cause: policy.Cause{Kind: policy.Detector}, What: "nothing found", Label: verdict.Pass, Want: policy.Pass, Sure: said.Score,
		})
	case said.Label == verdict.Pass:
		w.doubts = append(w.doubts, fmt.Sprintf("the detector finds nothing and is not sure of it (%.2f)", said.Score))
	default:
		w.doubts = append(w.doubts, fmt.Sprintf("the detector is not sure what it sees (%s %.2f)", said.Label, said.Score))
	}
}

// conclude decides. What nothing speaks against passes only where something
// speaks for it, and a person looks at the rest.
func (w *weighing) conclude() {
	d := w.decide()
	switch {
	case d.Outcome == policy.Review:
		d.Reasons = append(d.Reasons, w.doubts...)
	case d.Outcome == policy.Pass && len(w.cleared) > 0 && len(w.doubts) == 0:
		why := w.cleared[0]
		why.Led = true
		d.Score, d.Reasons = why.Sure, append(d.Reasons, fmt.Sprintf("%s: %s, %s (%.2f)", why.Source, why.Label, why.What, why.Sure))
		w.Evidence = append(w.Evidence, why)
	case d.Outcome == policy.Pass:
		d.Outcome, d.Score = policy.Review, 0
		d.Reasons = append(d.Reasons, w.doubts...)
	}
	for _, text := range w.Codes {
		d.Reasons = append(d.Reasons, fmt.Sprintf("a QR code says %q", short(text, maxSaid)))
	}
	if d.Outcome != policy.Pass {
		w.Evidence = policy.Led(w.thresholds, w.subject.Context, d.Outcome, w.Evidence)
	}
	w.Decision = d
}

// short is the text's begin.
func short(text string, most int) string {
	for i := range text {
		if i > most {
			return text[:i] + "…"
		}
	}
	return text
}
