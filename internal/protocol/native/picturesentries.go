package native

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/media"
	"github.com/xiezhi/xiezhi/internal/pictures"
	"github.com/xiezhi/xiezhi/internal/staff"
)

// bankEntry is a picture of a bank; the picture itself is not kept.
type bankEntry struct {
	ID      int64     `json:"id"`
	Hash    string    `json:"hash" doc:"PDQ, 256 bits in hex digits."`
	Note    string    `json:"note"`
	CaseID  int64     `json:"case_id,omitempty" doc:"The case that it was taken from; absent where it came by itself."`
	AddedBy string    `json:"added_by" doc:"A staff id."`
	AddedAt time.Time `json:"added_at"`
}

type bankEntriesInput struct {
	Paging
	ID int64 `path:"id" minimum:"1"`
}

type addEntryInput struct {
	ID   int64 `path:"id" minimum:"1"`
	Body struct {
		Picture []byte `json:"picture,omitempty" doc:"JPEG, PNG, GIF, WebP or BMP of at most 20 MiB, in base64. Needs the permission edit_words."`
		CaseID  int64  `json:"case_id,omitempty" doc:"Instead: the case whose picture it is."`
		N       int    `json:"n,omitempty" minimum:"0" doc:"Which of the case's messages, from 0."`
		Note    string `json:"note,omitempty" maxLength:"500"`
	}
}

type deleteEntryInput struct {
	ID    int64 `path:"id" minimum:"1"`
	Entry int64 `path:"entry" minimum:"1"`
}

func (h *Handler) bankEntryOperations() {
	path := "/pictures/banks/{id}/entries"
	add(h, huma.Operation{OperationID: "list-bank-entries", Method: http.MethodGet, Path: path, Tags: pictureTags,
		Summary: "List a bank's pictures, the newest first"}, h.listBankEntries)
	add(h, huma.Operation{OperationID: "add-bank-entry", Method: http.MethodPost, Path: path, Tags: pictureTags,
		Summary: "Add a picture to a bank", Description: "It counts at once. A bank has a picture once: the entry that is there is the answer."}, h.addBankEntry)
	add(h, huma.Operation{OperationID: "delete-bank-entry", Method: http.MethodDelete, Path: path + "/{entry}", Tags: pictureTags,
		Summary: "Take a picture out of a bank"}, func(ctx context.Context, in *deleteEntryInput) (*none, error) {
		return done(h.deps.Banks.DeleteEntry(ctx, in.ID, in.Entry))
	})
}

func (h *Handler) listBankEntries(ctx context.Context, in *bankEntriesInput) (*answer[page[bankEntry]], error) {
	before, err := in.before()
	if err != nil {
		return nil, err
	}
	found, err := h.deps.Banks.Entries(ctx, in.ID, before, in.Limit+1)
	return answered(pageOf(found, in.Limit, func(e pictures.Entry) int64 { return e.ID }, bankEntryOf), err)
}

func bankEntryOf(e pictures.Entry) bankEntry {
	return bankEntry{ID: e.ID, Hash: e.Print.Hash.String(), Note: e.Note, CaseID: e.CaseID, AddedBy: e.AddedBy, AddedAt: e.AddedAt.UTC()}
}

func (h *Handler) addBankEntry(ctx context.Context, in *addEntryInput) (*answer[bankEntry], error) {
	bank, err := h.bank(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	entry := pictures.Entry{BankID: bank.ID, Note: in.Body.Note, CaseID: in.Body.CaseID, AddedBy: callerOf(ctx).by()}
	switch {
	case (in.Body.CaseID != 0) == (len(in.Body.Picture) > 0):
		return nil, fault.Field("picture", "either this or case_id must be there")
	case in.Body.CaseID != 0:
		entry.Print, err = h.printOfCase(ctx, bank, in.Body.CaseID, in.Body.N)
	case !callerOf(ctx).may(staff.EditWords):
		return nil, fault.New(fault.Forbidden, "", "only pictures of cases may be added without the permission edit_words")
	default:
		entry.Print, err = h.deps.Pictures.Print(ctx, in.Body.Picture)
	}
	if err != nil {
		return nil, err
	}
	added, err := h.deps.Banks.AddEntry(ctx, entry)
	return answered(bankEntryOf(added), err)
}

func (h *Handler) bank(ctx context.Context, id int64) (pictures.Bank, error) {
	banks, err := h.deps.Banks.List(ctx)
	if err != nil {
		return pictures.Bank{}, err
	}
	if i := slices.IndexFunc(banks, func(b pictures.Bank) bool { return b.ID == id }); i >= 0 {
		return banks[i], nil
	}
	return pictures.Bank{}, fault.New(fault.NotFound, "", "there is no bank %d", id)
}

// printOfCase takes the print of one of a case's pictures, for a bank of its app
// or of all.
func (h *Handler) printOfCase(ctx context.Context, bank pictures.Bank, caseID int64, n int) (pictures.Print, error) {
	app, err := h.appOfCase(ctx, caseID)
	if err != nil {
		return pictures.Print{}, err
	}
	if bank.App != "" && bank.App != app.ID {
		return pictures.Print{}, fault.Field("case_id", "is a case of another app than the bank's")
	}
	story, err := h.deps.Reader.Story(ctx, app.ID, caseID)
	if err != nil {
		return pictures.Print{}, err
	}
	messages := story.Case.First.Messages
	if n >= len(messages) {
		return pictures.Print{}, fault.Field("n", "the case has %d messages", len(messages))
	}
	wanted, err := wantedOf(messages[n], app.MediaBaseURL, media.Thumb)
	if err != nil {
		return pictures.Print{}, err
	}
	wanted.Since = story.Case.First.FiledAt
	return h.deps.Pictures.CasePrint(ctx, caseID, n == 0, wanted)
}
