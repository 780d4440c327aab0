package native

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/words"
)

type curateInput struct {
	Body struct {
		List   int64  `json:"list,omitempty" minimum:"0" doc:"Absent: every list that is switched on."`
		Benign string `json:"benign,omitempty" doc:"Harmless lines of your own, one a line, beside those that are kept."`
	}
}

// curated is which terms hit harmless lines.
type curated struct {
	Proposals []proposalBody `json:"proposals" doc:"The commonest first."`
	More      int            `json:"more" doc:"Proposals that are left out."`
	Decided   int            `json:"decided" doc:"Lines that were looked at and that reviewers had decided."`
	Passed    int            `json:"passed" doc:"Lines that had passed, of which nobody knows more."`
	Benign    int            `json:"benign" doc:"Lines of your own."`
}

type proposalBody struct {
	ListID    int64    `json:"list_id"`
	List      string   `json:"list"`
	TermID    int64    `json:"term_id"`
	Term      string   `json:"term"`
	Hits      int      `json:"hits" doc:"Harmless lines in which it was found."`
	Of        int      `json:"of" doc:"Harmless lines that were looked at."`
	Passed    int      `json:"passed" doc:"Of the lines that reviewers decided and it was found in, how many they passed."`
	Against   int      `json:"against" doc:"In how many they found something."`
	Precision *float64 `json:"precision,omitempty" doc:"How often they found something; absent where they decided nothing."`
	Examples  []string `json:"examples"`
}

func (h *Handler) curateOperations() {
	add(h, huma.Operation{OperationID: "curate-words", Method: http.MethodPost, Path: "/words/curate", Tags: wordTags,
		Summary:     "Find terms that hit harmless lines",
		Description: "Held against lines that reviewers passed, lines that passed by themselves, and your own. Nothing is removed."}, h.curateWords)
}

func (h *Handler) curateWords(ctx context.Context, in *curateInput) (*answer[curated], error) {
	found, err := h.deps.Words.Curate(ctx, h.deps.Lines, words.Curation{List: in.Body.List, Benign: words.LinesOf(in.Body.Benign)})
	return answered(curated{
		Proposals: mapped(found.Proposals, proposalOf), More: found.More, Decided: found.Decided, Passed: found.Passed, Benign: found.Benign,
	}, err)
}

func proposalOf(p words.Proposal) proposalBody {
	shown := proposalBody{
		ListID: p.ListID, List: p.List, TermID: p.TermID, Term: p.Term, Hits: p.Hits, Of: p.Of, Passed: p.Passed, Against: p.Against,
		Examples: mapped(p.Examples, same),
	}
	if precision, known := p.Precision(); known {
		shown.Precision = &precision
	}
	return shown
}
