package operator

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/replay"
	"github.com/xiezhi/xiezhi/internal/rules"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/words"
)

// Trial is a change to be tried on an app's messages from one moment until
// before another.
type Trial struct {
	App        string
	From, To   time.Time
	Terms      string     // a file's text, of terms that would be added
	Defaults   words.Term // what its lines do not say
	List       string     // whose terms; the app's own of that name, else the shared one
	Remove     []string   // terms
	Rule       *rules.Rule
	Thresholds map[string]float64 // by their names in the declared file
	Model      *int64
}

// Replay tries a change. Tell is called after each batch.
func (o *Operator) Replay(ctx context.Context, t Trial, tell func(replay.Progress)) (replay.Result, error) {
	change := replay.Change{Model: t.Model}
	if len(t.Thresholds) > 0 {
		var err error
		if change.Thresholds, err = thresholdsOf(t.Thresholds); err != nil {
			return replay.Result{}, err
		}
	}
	if t.Terms != "" || len(t.Remove) > 0 {
		var err error
		if change.Terms, err = o.termsChange(ctx, t); err != nil {
			return replay.Result{}, err
		}
	}
	if t.Rule != nil {
		rule, err := o.knownRule(ctx, *t.Rule)
		if err != nil {
			return replay.Result{}, err
		}
		change.Rule = &rule
	}
	order := replay.Order{App: t.App, From: t.From, To: t.To, Change: change}
	return o.Replays.Run(ctx, order, func(p replay.Progress) error { tell(p); return nil })
}

func (o *Operator) termsChange(ctx context.Context, t Trial) (*words.Change, error) {
	t.Defaults.AddedBy = byCLI
	terms, err := words.ReadTerms(t.Terms, t.Defaults)
	if err != nil {
		return nil, err
	}
	change := &words.Change{Add: terms, Remove: t.Remove}
	if t.List == "" {
		return change, nil
	}
	list, err := o.wordList(ctx, t.App, t.List)
	if fault.Is(err, fault.NotFound) {
		list, err = o.wordList(ctx, "", t.List)
	}
	change.List = list.ID
	return change, err
}

// knownRule is the rule with the number of the one that has its name.
func (o *Operator) knownRule(ctx context.Context, rule rules.Rule) (rules.Rule, error) {
	all, err := o.Rules.List(ctx)
	if err != nil {
		return rule, err
	}
	for _, known := range all {
		if known.App == rule.App && known.Name == rule.Name {
			rule.ID = known.ID
		}
	}
	return rule, nil
}

// thresholdsOf reads thresholds by their names in the declared file.
func thresholdsOf(given map[string]float64) (*tenant.Thresholds, error) {
	text, err := json.Marshal(given)
	if err != nil {
		return nil, fault.Field("threshold", "must be a number")
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	thresholds := new(tenant.Thresholds)
	if err := decoder.Decode(thresholds); err != nil {
		return nil, fault.Field("threshold", "%s", err)
	}
	return thresholds, nil
}
