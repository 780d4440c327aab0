package operator

import (
	"context"
	"io"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/words"
)

// byCLI names who adds terms by a command.
const byCLI = "cli"

// WordList is a word list without its terms.
type WordList struct {
	ID        int64     `json:"id"`
	App       string    `json:"app"` // empty: shared
	Name      string    `json:"name"`
	Enabled   bool      `json:"enabled"`
	Terms     int       `json:"terms"`
	UpdatedAt time.Time `json:"updated_at"`
	Note      string    `json:"note"`
}

// WordLists lists the word lists, the shared ones first.
func (o *Operator) WordLists(ctx context.Context) ([]WordList, error) {
	lists, err := o.Words.Lists(ctx)
	shown := make([]WordList, len(lists))
	for i, l := range lists {
		shown[i] = WordList{ID: l.ID, App: l.App, Name: l.Name, Enabled: l.Enabled, Terms: l.Terms, UpdatedAt: l.UpdatedAt, Note: l.Note}
	}
	return shown, err
}

// wordList finds a list by its name.
func (o *Operator) wordList(ctx context.Context, app, name string) (words.List, error) {
	lists, err := o.Words.Lists(ctx)
	if err != nil {
		return words.List{}, err
	}
	for _, list := range lists {
		if list.App == app && list.Name == name {
			return list, nil
		}
	}
	return words.List{}, fault.New(fault.NotFound, words.CodeUnknownList, "there is no word list %.64q; xiezhi lexicon list names them", name)
}

// ImportWords puts a file's terms into a list, which is made where there is
// none and the import is not a dry one.
func (o *Operator) ImportWords(ctx context.Context, app, name string, in words.Import) (words.Imported, error) {
	in.Defaults.AddedBy = byCLI
	if in.Dry {
		list, err := o.wordList(ctx, app, name)
		if err != nil {
			return words.Imported{}, err
		}
		return o.Words.Import(ctx, list.ID, in)
	}
	list, _, err := o.Words.EnsureList(ctx, app, name)
	if err != nil {
		return words.Imported{}, err
	}
	return o.Words.Import(ctx, list.ID, in)
}

// ExportWords writes a list as CSV.
func (o *Operator) ExportWords(ctx context.Context, app, name string, out io.Writer) (WordList, error) {
	list, err := o.wordList(ctx, app, name)
	if err != nil {
		return WordList{}, err
	}
	return WordList{ID: list.ID, App: app, Name: name, Enabled: list.Enabled, Terms: list.Terms, UpdatedAt: list.UpdatedAt, Note: list.Note},
		o.Words.Export(ctx, list.ID, out)
}

// StarterWords puts the program's own terms into their list.
func (o *Operator) StarterWords(ctx context.Context) (words.Counts, error) {
	_, counts, err := o.Words.AddStarter(ctx, byCLI)
	return counts, err
}

// TriedLine is what the lists make of a line.
type TriedLine struct {
	Text    string   `json:"text"`
	Folded  string   `json:"folded"`
	Outcome string   `json:"outcome"`
	Label   string   `json:"label"`
	Shown   string   `json:"shown"`
	Reasons []string `json:"reasons"`
}

// Tried is what the lists make of lines.
type Tried struct {
	Lines    int            `json:"lines"`
	Outcomes map[string]int `json:"outcomes"`
	Found    []TriedLine    `json:"found"` // those that do not pass; every line where there is but one
}

// TryWords holds every line that is not empty against an app's lists and the
// shared ones; the latter alone where app is empty.
func (o *Operator) TryWords(ctx context.Context, app, text string) (Tried, error) {
	tried := Tried{Outcomes: map[string]int{}, Found: []TriedLine{}}
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' })
	for _, line := range lines {
		if strings.TrimSpace(line) == "" {
			continue
		}
		trial, err := o.Screen.Try(ctx, app, content.Line{Text: line})
		if err != nil {
			return tried, err
		}
		d := trial.Decision
		tried.Lines++
		tried.Outcomes[string(d.Outcome)]++
		if d.Outcome != "pass" || len(lines) == 1 {
			tried.Found = append(tried.Found, TriedLine{
				Text: line, Folded: trial.Folded, Outcome: string(d.Outcome), Label: string(d.Label), Shown: trial.Shown, Reasons: append([]string{}, d.Reasons...),
			})
		}
	}
	return tried, nil
}
