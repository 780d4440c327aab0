package native

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/words"
)

// wordList is a word list without its terms.
type wordList struct {
	ID        int64     `json:"id"`
	App       string    `json:"app" doc:"Empty: shared by all apps."`
	Name      string    `json:"name"`
	Note      string    `json:"note"`
	Enabled   bool      `json:"enabled"`
	Terms     int       `json:"terms" doc:"How many it has."`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

type wordLists struct {
	Items []wordList `json:"items" doc:"The shared ones first, then by app and name."`
}

// wordListBody is how a list is to be.
type wordListBody struct {
	App     string `json:"app,omitempty" maxLength:"128" doc:"Absent: shared by all apps."`
	Name    string `json:"name" minLength:"1" maxLength:"64" doc:"Of the app's lists, one has it."`
	Note    string `json:"note,omitempty" maxLength:"500"`
	Enabled *bool  `json:"enabled,omitempty" doc:"Absent: it is."`
}

func (b wordListBody) list(id int64) words.List {
	return words.List{ID: id, App: b.App, Name: b.Name, Note: b.Note, Enabled: b.Enabled == nil || *b.Enabled}
}

type wordListInput struct {
	ID int64 `path:"id" minimum:"1"`
}

type putWordListInput struct {
	Body wordListBody
}

type changeWordListInput struct {
	ID   int64 `path:"id" minimum:"1"`
	Body wordListBody
}

var wordTags = []string{"words"}

func (h *Handler) wordOperations() {
	add(h, huma.Operation{OperationID: "list-word-lists", Method: http.MethodGet, Path: "/words/lists", Tags: wordTags,
		Summary: "List the word lists"}, h.listWordLists)
	add(h, huma.Operation{OperationID: "put-word-list", Method: http.MethodPut, Path: "/words/lists", Tags: wordTags,
		Summary: "Make a word list", Description: "Where the app has a list of that name, it is changed."}, h.putWordList)
	add(h, huma.Operation{OperationID: "get-word-list", Method: http.MethodGet, Path: "/words/lists/{id}", Tags: wordTags,
		Summary: "One word list"}, h.getWordList)
	add(h, huma.Operation{OperationID: "change-word-list", Method: http.MethodPut, Path: "/words/lists/{id}", Tags: wordTags,
		Summary: "Change a word list", Description: "It counts everywhere within a second, as every change of words does."}, h.changeWordList)
	add(h, huma.Operation{OperationID: "delete-word-list", Method: http.MethodDelete, Path: "/words/lists/{id}", Tags: wordTags,
		Summary: "Delete a word list with its terms"}, func(ctx context.Context, in *wordListInput) (*none, error) {
		return done(h.deps.Words.DeleteList(ctx, in.ID))
	})
	h.wordTermOperations()
	h.wordFileOperations()
	h.wordTryOperations()
}

func (h *Handler) listWordLists(ctx context.Context, _ *none) (*answer[wordLists], error) {
	lists, err := h.deps.Words.Lists(ctx)
	return answered(wordLists{Items: mapped(lists, wordListOf)}, err)
}

func (h *Handler) getWordList(ctx context.Context, in *wordListInput) (*answer[wordList], error) {
	list, err := h.deps.Words.List(ctx, in.ID)
	return answered(wordListOf(list), err)
}

func (h *Handler) putWordList(ctx context.Context, in *putWordListInput) (*answer[wordList], error) {
	list, err := h.deps.Words.PutList(ctx, in.Body.list(0))
	return answered(wordListOf(list), err)
}

func (h *Handler) changeWordList(ctx context.Context, in *changeWordListInput) (*answer[wordList], error) {
	list, err := h.deps.Words.PutList(ctx, in.Body.list(in.ID))
	return answered(wordListOf(list), err)
}

func wordListOf(l words.List) wordList {
	return wordList{
		ID: l.ID, App: l.App, Name: l.Name, Note: l.Note, Enabled: l.Enabled, Terms: l.Terms,
		CreatedAt: l.CreatedAt.UTC(), UpdatedAt: l.UpdatedAt.UTC(),
	}
}
