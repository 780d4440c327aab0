package native

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/rules"
)

type checkRuleInput struct {
	Body struct {
		App        string `json:"app,omitempty" maxLength:"128" doc:"The language is the same for every app."`
		Expression string `json:"expression" maxLength:"16384"`
	}
}

// checkedRule is what is wrong with an expression.
type checkedRule struct {
	OK       bool          `json:"ok"`
	Problems []ruleProblem `json:"problems"`
}

type ruleProblem struct {
	From    int    `json:"from" doc:"Its first UTF-16 unit in the expression, as browsers count."`
	To      int    `json:"to" doc:"The one after its last."`
	Message string `json:"message"`
}

// ruleVocabulary is the language of rules.
type ruleVocabulary struct {
	Words    []ruleWord    `json:"words" doc:"Variables first, then functions."`
	Examples []ruleExample `json:"examples" doc:"Rules that are worth trying."`
}

type ruleWord struct {
	Name    string `json:"name" example:"message.text"`
	Kind    string `json:"kind" enum:"variable,function"`
	Type    string `json:"type" doc:"Of a variable, or a function's signature." example:"string"`
	Doc     string `json:"doc"`
	Example string `json:"example" doc:"An expression that says it."`
}

type ruleExample struct {
	Name       string     `json:"name"`
	Note       string     `json:"note"`
	Expression string     `json:"expression"`
	Effect     effectBody `json:"effect"`
}

func (h *Handler) ruleHelpOperations() {
	add(h, huma.Operation{OperationID: "check-rule", Method: http.MethodPost, Path: "/rules/check", Tags: ruleTags,
		Summary: "See what is wrong with an expression", Description: "Nothing is kept."},
		func(_ context.Context, in *checkRuleInput) (*answer[checkedRule], error) {
			problems := rules.Problems(in.Body.Expression)
			return answered(checkedRule{OK: len(problems) == 0, Problems: mapped(problems, func(p rules.Problem) ruleProblem { return ruleProblem(p) })}, nil)
		})
	add(h, huma.Operation{OperationID: "rule-vocabulary", Method: http.MethodGet, Path: "/rules/vocabulary", Tags: ruleTags,
		Summary: "All that an expression may say"},
		func(context.Context, *none) (*answer[ruleVocabulary], error) {
			return answered(ruleVocabulary{
				Words: mapped(rules.Vocabulary(), func(w rules.Word) ruleWord { return ruleWord(w) }),
				Examples: mapped(rules.Examples(), func(e rules.Example) ruleExample {
					return ruleExample{Name: e.Name, Note: e.Note, Expression: e.Expression, Effect: effectBody(e.Effect)}
				}),
			}, nil)
		})
}
