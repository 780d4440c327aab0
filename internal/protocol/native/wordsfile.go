package native

import (
	"context"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/words"
)

// maxImport bounds the body of an import, which is longer than others.
const maxImport = 8 << 20

type importInput struct {
	ID   int64 `path:"id" minimum:"1"`
	Body struct {
		Text     string   `json:"text" minLength:"1" doc:"A term a line, # begins a comment; or CSV whose first line names its columns: text, category, action, level, mode, scenes, from, until, note." example:"text,category,action\n加微信,ad,deny\n"`
		Defaults TermSaid `json:"defaults,omitempty" doc:"What a line does not say."`
		SkipBad  bool     `json:"skip_bad,omitempty" doc:"Leave lines out that cannot be used, instead of refusing all."`
		DryRun   bool     `json:"dry_run,omitempty" doc:"Only look."`
	}
}

func (h *Handler) wordFileOperations() {
	add(h, huma.Operation{OperationID: "import-terms", Method: http.MethodPost, Path: "/words/lists/{id}/import", Tags: wordTags,
		Summary:     "Import a file into a word list",
		Description: "At most 8 MiB and 200000 lines. A line that cannot be used refuses all with the code bad_lines; a dry run tells of each."}, h.importTerms)
	add(h, huma.Operation{OperationID: "import-starter", Method: http.MethodPost, Path: "/words/starter", Tags: wordTags,
		Summary: "Have the shared list starter hold the terms that come with the program"},
		func(ctx context.Context, _ *none) (*answer[words.Counts], error) {
			_, counts, err := h.deps.Words.AddStarter(ctx, callerOf(ctx).by())
			return answered(counts, err)
		})
	add(h, huma.Operation{OperationID: "export-terms", Method: http.MethodGet, Path: "/words/lists/{id}/export", Tags: wordTags,
		Summary: "Export a word list", Description: "As CSV that can be imported again.",
		Responses: map[string]*huma.Response{"200": {Description: "The terms, the oldest first.", Content: map[string]*huma.MediaType{
			"text/csv": {Schema: &huma.Schema{Type: huma.TypeString}},
		}}},
	}, h.exportTerms)
}

func (h *Handler) importTerms(ctx context.Context, in *importInput) (*answer[words.Imported], error) {
	done, err := h.deps.Words.Import(ctx, in.ID, words.Import{
		Text: in.Body.Text, Defaults: in.Body.Defaults.term("", callerOf(ctx).by()), SkipBad: in.Body.SkipBad, Dry: in.Body.DryRun,
	})
	if done.Bad == nil {
		done.Bad = []words.Bad{}
	}
	return answered(done, err)
}

func (h *Handler) exportTerms(ctx context.Context, in *wordListInput) (*huma.StreamResponse, error) {
	if _, err := h.deps.Words.List(ctx, in.ID); err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(stream huma.Context) {
		stream.SetHeader("Content-Type", "text/csv; charset=utf-8")
		stream.SetHeader("Cache-Control", "no-store")
		stream.SetHeader("Content-Disposition", `attachment; filename="words-`+strconv.FormatInt(in.ID, 10)+`.csv"`)
		if err := h.deps.Words.Export(ctx, in.ID, patient(stream)); err != nil {
			h.log(ctx, "GET "+Prefix+"/words/lists/{id}/export", err)
			panic(http.ErrAbortHandler) // half a list must not look like the whole
		}
	}}, nil
}
