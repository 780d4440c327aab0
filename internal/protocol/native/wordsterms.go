package native

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/verdict"
	"github.com/xiezhi/xiezhi/internal/words"
)

// TermSaid is what a term says, and what one that comes may leave out.
type TermSaid struct {
	Category verdict.Label  `json:"category,omitempty" maxLength:"64" doc:"What it is a sign of: ad, porn, politics, abuse, spam, illegal, violation, or a label of your own. Only an allow phrase may have none." example:"ad"`
	Level    int            `json:"level,omitempty" minimum:"0" maximum:"100" doc:"How bad; 0: unsaid."`
	Action   lexicon.Action `json:"action,omitempty" enum:"mask,review,deny" doc:"What it asks for; absent: review. An allow phrase has none."`
	Mode     lexicon.Mode   `json:"mode,omitempty" enum:"word,substring,exact,allow" doc:"word (if absent): letters and digits must be whole words; substring: inside words too; exact: all of the message; allow: harmless, and so are the terms in it."`
	Scenes   []string       `json:"scenes,omitempty" maxItems:"16" enum:"live,gift,forward,follow,red_packet,private,hall,show,group,user" doc:"Where it counts; absent: everywhere."`
	From     *time.Time     `json:"from,omitempty" doc:"Counts from then on."`
	Until    *time.Time     `json:"until,omitempty" doc:"Counts no longer from then on."`
	Note     string         `json:"note,omitempty" maxLength:"500"`
}

// newTerm is a term that comes.
type newTerm struct {
	Text string `json:"text" minLength:"1" maxLength:"512" example:"加微信"`
	TermSaid
}

// termItem is a term of a list.
type termItem struct {
	ID   int64  `json:"id"`
	Text string `json:"text"`
	TermSaid
	AddedBy string    `json:"added_by" doc:"A staff id, or who else did it."`
	AddedAt time.Time `json:"added_at"`
}

type termsInput struct {
	Paging
	ID       int64  `path:"id" minimum:"1"`
	Text     string `query:"text" maxLength:"256" doc:"In the term, however it is written, or in its note."`
	Category string `query:"category" maxLength:"64"`
	Action   string `query:"action" enum:"mask,review,deny"`
}

type addTermsInput struct {
	ID   int64 `path:"id" minimum:"1"`
	Body struct {
		Terms []newTerm `json:"terms" minItems:"1" maxItems:"10000"`
	}
}

type removeTermsInput struct {
	ID  int64   `path:"id" minimum:"1"`
	IDs []int64 `query:"ids" required:"true" maxItems:"500" doc:"Of the terms, apart by commas."`
}

type removedTerms struct {
	Removed int `json:"removed"`
}

func (h *Handler) wordTermOperations() {
	path := "/words/lists/{id}/terms"
	add(h, huma.Operation{OperationID: "list-terms", Method: http.MethodGet, Path: path, Tags: wordTags,
		Summary: "List a word list's terms, the newest first"}, h.listTerms)
	add(h, huma.Operation{OperationID: "add-terms", Method: http.MethodPost, Path: path, Tags: wordTags,
		Summary:     "Add terms to a word list, or change those that it has",
		Description: "A list has a term once, however it is written. All are checked before any is added."}, h.addTerms)
	add(h, huma.Operation{OperationID: "remove-terms", Method: http.MethodDelete, Path: path, Tags: wordTags,
		Summary: "Remove terms from a word list"},
		func(ctx context.Context, in *removeTermsInput) (*answer[removedTerms], error) {
			removed, err := h.deps.Words.RemoveTerms(ctx, in.ID, in.IDs)
			return answered(removedTerms{removed}, err)
		})
}

func (h *Handler) listTerms(ctx context.Context, in *termsInput) (*answer[page[termItem]], error) {
	before, err := in.before()
	if err != nil {
		return nil, err
	}
	found, err := h.deps.Words.Terms(ctx, in.ID, words.Filter{
		Text: in.Text, Category: in.Category, Action: in.Action, Before: before, Limit: in.Limit + 1,
	})
	if err != nil {
		return nil, err
	}
	return answered(pageOf(found, in.Limit, func(t words.Term) int64 { return t.ID }, termOf), nil)
}

func (h *Handler) addTerms(ctx context.Context, in *addTermsInput) (*answer[words.Counts], error) {
	by := callerOf(ctx).by()
	terms := mapped(in.Body.Terms, func(t newTerm) words.Term { return t.term(t.Text, by) })
	return answered(h.deps.Words.AddTerms(ctx, in.ID, terms))
}

// term completes what is said to a term.
func (s TermSaid) term(text, by string) words.Term {
	t := words.Term{Term: lexicon.Term{
		Text: text, Category: s.Category, Level: s.Level, Action: s.Action, Mode: s.Mode, Scenes: s.Scenes, Note: s.Note, AddedBy: by,
	}}
	if t.Action == "" {
		t.Action = lexicon.Review
	}
	if s.From != nil {
		t.From = *s.From
	}
	if s.Until != nil {
		t.Until = *s.Until
	}
	return t
}

func termOf(t words.Term) termItem {
	return termItem{ID: t.ID, Text: t.Text, AddedBy: t.AddedBy, AddedAt: t.AddedAt.UTC(), TermSaid: TermSaid{
		Category: t.Category, Level: t.Level, Action: t.Action, Mode: t.Mode, Scenes: t.Scenes,
		From: stamp(t.From), Until: stamp(t.Until), Note: t.Note,
	}}
}
