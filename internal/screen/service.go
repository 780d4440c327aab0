package screen

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"log/slog"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/follow"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// Lately is how far back a sender's offences count.
const Lately = 90 * 24 * time.Hour

// What is kept of a message in which nearly everything is found.
const (
	maxReasons  = 20
	maxEvidence = 100
)

// Apps knows the apps.
type Apps interface {
	// App finds an app by its id.
	App(id string) (tenant.App, bool)
	// All lists every app.
	All() []tenant.App
}

// Options are the parts of a Service. All are required where nothing is said of nil.
type Options struct {
	Store Store
	Apps  Apps
	Judge Judge
	Now   func() time.Time
	// Refresh has what judges be as new as it can be, before it is tried; nil
	// does nothing.
	Refresh func(context.Context) error
	Keeps   func(tenant.App) tenant.Retention // how long messages are kept; nil means tenant.ByDefault
	Log     *slog.Logger                      // nil means slog.Default()
	Nodes   *Nodes                            // nil: there are no others
}

// Service screens messages. What it counts – repetitions – it counts in memory
// from its start, together with the other nodes; each hears a moment later what
// comes to another.
type Service struct {
	store   Store
	apps    Apps
	judge   Judge
	now     func() time.Time
	refresh func(context.Context) error
	keeps   func(tenant.App) tenant.Retention
	known   *acquaintance
	conduct *Conduct
	later   *later
	old     *age
	teller  *follow.Follower // of other nodes; nil where there are none
}

// NewService makes a Service.
func NewService(o Options) *Service {
	if o.Refresh == nil {
		o.Refresh = func(context.Context) error { return nil }
	}
	if o.Keeps == nil {
		o.Keeps = tenant.ByDefault
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	s := &Service{
		store: o.Store, apps: o.Apps, judge: o.Judge, now: o.Now, refresh: o.Refresh, keeps: o.Keeps, known: newAcquaintance(), conduct: NewConduct(),
		later: newLater(o.Store, o.Log), old: newAge(),
	}
	if o.Nodes != nil {
		s.conduct.seed, s.conduct.tells = o.Nodes.Seed, true
		s.teller = s.newTeller(o)
	}
	return s
}

// Screen answers whether a message may pass. The answer is durable when it
// returns – where the app does not have it kept later, see tenant.Audit –, and
// so is the case where a person has to look. Its faults are those of the store;
// then nothing was kept.
func (s *Service) Screen(ctx context.Context, r Request) (Answer, error) {
	record := Record{
		App: r.App, Credential: r.Credential, Line: r.Line, Policy: policy.Version,
		Answer: Answer{DataID: newDataID(s.now()), At: s.now()},
	}
	if r.Line.Type == content.PictureLine {
		record.Answer = unseen(record.Answer)
		if err := s.store.RecordPicture(ctx, record, r.Channel); err != nil {
			return Answer{}, err
		}
		return record.Answer, nil
	}
	if err := s.weighTraced(ctx, &record); err != nil {
		return Answer{}, err
	}
	var report *review.Report
	if record.Outcome == policy.Review {
		report = complaint(r, record)
	}
	events := r.follow(record.Answer)
	if report == nil && len(events) == 0 && s.keepsLater(record.App) && s.later.take(record) {
		return record.Answer, nil
	}
	if err := s.store.RecordLine(ctx, record, report, events...); err != nil {
		return Answer{}, err
	}
	return record.Answer, nil
}

// weigh fills in the answer and what led to it.
func (s *Service) weigh(ctx context.Context, record *Record) error {
	app, line := record.App, record.Line
	needs := s.judge.Needs(app)
	c := s.conduct.Note(app, line, needs, record.At)
	found := s.judge.find(app, line)
	if needs.Sender {
		if err := s.introduce(ctx, record, needs, &c); err != nil {
			return err
		}
	}
	j := s.judge.weigh(app, line, c, found, false)
	if j.Outcome != policy.Pass && !needs.Sender { // only then does it matter who he is
		if err := s.introduce(ctx, record, needs, &c); err != nil {
			return err
		}
		j = s.judge.decide(app, c, found, j.ruled)
	}
	record.Checked, record.Outcome, record.Label, record.Score = true, j.Outcome, j.Label, j.Score
	record.Reasons, record.Evidence = few(j.Reasons), worthKeeping(j.Evidence)
	record.Shadow, record.Context = j.Shadow, c
	if j.Outcome == policy.Mask {
		record.Text = covered(line.Text, j.Masks)
	}
	return nil
}

// worthKeeping are the pieces that are kept: where there are too many, those
// that led to the outcome come first.
func worthKeeping(evidence []policy.Evidence) []policy.Evidence {
	if len(evidence) <= maxEvidence {
		return evidence
	}
	kept := make([]policy.Evidence, 0, len(evidence))
	for _, led := range []bool{true, false} {
		for _, e := range evidence {
			if e.Led == led {
				kept = append(kept, e)
			}
		}
	}
	return kept[:maxEvidence]
}

// introduce puts the sender's standing into the circumstances.
func (s *Service) introduce(ctx context.Context, record *Record, needs Needs, c *policy.Context) error {
	offences := needs.Sender || s.judge.thresholds(record.App).DenyRepeatOffenders > 0
	who, err := s.standing(ctx, record.App, record.Line.UserID, offences)
	c.Risk, c.Protected, c.Offences = who.Risk, who.Protected, who.Offences
	return err
}

// few keeps the weightiest reasons, which come first.
func few(reasons []string) []string {
	if len(reasons) <= maxReasons {
		return reasons
	}
	return append(reasons[:maxReasons:maxReasons], fmt.Sprintf("and %d more", len(reasons)-maxReasons))
}

// covered is the text with its masks, all of it where nothing in it is to blame
// more than the rest; empty where that changes nothing.
func covered(text string, masks []policy.Span) string {
	spans := make([]lexicon.Span, 0, len(masks)+1)
	for _, m := range masks {
		spans = append(spans, lexicon.Span{Start: m.From, End: m.To})
	}
	if len(spans) == 0 {
		spans = append(spans, lexicon.Span{End: len(text)})
	}
	shown := lexicon.Cover(text, spans)
	if shown == text {
		return ""
	}
	return shown
}

// unseen is the answer to a picture, which nobody has seen yet (package
// pictures).
func unseen(a Answer) Answer {
	a.Outcome, a.Label = policy.Review, verdict.Pass
	a.Reasons = []string{"a picture that is yet to be looked at"}
	return a
}

// newDataID begins with the time, so that new ones stand together in an index,
// and ends in 80 random bits.
func newDataID(now time.Time) string {
	var raw [16]byte
	binary.BigEndian.PutUint64(raw[:8], uint64(now.UnixMilli())<<16)
	_, _ = rand.Read(raw[6:]) // never fails: crypto/rand aborts the program instead
	return hex.EncodeToString(raw[:])
}
