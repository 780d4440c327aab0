package operator

import (
	"context"
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/xiezhi/xiezhi/internal/words"
)

// Curated is which terms hit harmless lines.
type Curated struct {
	Proposals []Proposal `json:"proposals"`
	More      int        `json:"more"` // left out
	Decided   int        `json:"decided"`
	Passed    int        `json:"passed"`
	Benign    int        `json:"benign"`
}

// Proposal is a term that hits harmless lines.
type Proposal struct {
	ListID    int64    `json:"list_id"`
	List      string   `json:"list"`
	Term      string   `json:"term"`
	Hits      int      `json:"hits"`
	Of        int      `json:"of"`
	Passed    int      `json:"passed"`
	Against   int      `json:"against"`
	Precision *float64 `json:"precision"` // null where reviewers decided nothing
	Examples  []string `json:"examples"`
}

// Curate finds terms that hit harmless lines: in an app's list, or in all where
// name is empty. Benign are more such lines, one a line.
func (o *Operator) Curate(ctx context.Context, app, name, benign string) (Curated, error) {
	c := words.Curation{Benign: words.LinesOf(benign)}
	if name != "" {
		list, err := o.wordList(ctx, app, name)
		if err != nil {
			return Curated{}, err
		}
		c.List = list.ID
	}
	found, err := o.Words.Curate(ctx, o.Store, c)
	done := Curated{Proposals: make([]Proposal, len(found.Proposals)), More: found.More, Decided: found.Decided, Passed: found.Passed, Benign: found.Benign}
	for i, p := range found.Proposals {
		done.Proposals[i] = Proposal{
			ListID: p.ListID, List: p.List, Term: p.Term, Hits: p.Hits, Of: p.Of, Passed: p.Passed, Against: p.Against, Examples: append([]string{}, p.Examples...),
		}
		if precision, known := p.Precision(); known {
			done.Proposals[i].Precision = &precision
		}
	}
	return done, err
}

// CSV writes the proposals as a table.
func (c Curated) CSV(out io.Writer) error {
	table := csv.NewWriter(out)
	rows := [][]string{{"list", "text", "hits", "of", "passed", "against", "precision", "examples"}}
	for _, p := range c.Proposals {
		precision := ""
		if p.Precision != nil {
			precision = strconv.FormatFloat(*p.Precision, 'f', 3, 64)
		}
		rows = append(rows, []string{
			p.List, p.Term, strconv.Itoa(p.Hits), strconv.Itoa(p.Of), strconv.Itoa(p.Passed), strconv.Itoa(p.Against), precision, strings.Join(p.Examples, " | "),
		})
	}
	return table.WriteAll(rows)
}
