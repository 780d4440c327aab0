package native

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/media"
	"github.com/xiezhi/xiezhi/internal/pictures"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// maxPicture bounds the body of a request that brings a picture, in base64.
const maxPicture = media.PictureLimit/3*4 + 64<<10

// Pictures looks at pictures; see pictures.Service.
type Pictures interface {
	// Try tells what would become of a picture by nobody in particular.
	Try(ctx context.Context, app string, data []byte) (pictures.Seen, error)
	// Print draws a picture that came by itself and takes its print.
	Print(ctx context.Context, data []byte) (pictures.Print, error)
	// CasePrint is the print of a message of a case, which may be its first.
	CasePrint(ctx context.Context, caseID int64, first bool, wanted media.Wanted) (pictures.Print, error)
}

// bankBody is a bank without its pictures.
type bankBody struct {
	ID        int64         `json:"id"`
	App       string        `json:"app" doc:"Empty: shared by all apps."`
	Name      string        `json:"name"`
	Kind      pictures.Kind `json:"kind" enum:"banned,good" doc:"banned: what is like its pictures is denied; good: it passes where nothing else speaks against it."`
	Label     verdict.Label `json:"label" doc:"What banned pictures are."`
	Entries   int           `json:"entries" doc:"How many pictures it has."`
	Version   int64         `json:"version" doc:"Goes up with every change."`
	CreatedAt time.Time     `json:"created_at"`
	UpdatedAt time.Time     `json:"updated_at"`
}

type bankList struct {
	Items []bankBody `json:"items" doc:"The shared ones first, then by app and name."`
}

type addBankInput struct {
	Body struct {
		App   string        `json:"app,omitempty" maxLength:"128" doc:"Absent: shared by all apps."`
		Name  string        `json:"name" minLength:"1" maxLength:"64" doc:"Of the app's banks, one has it."`
		Kind  pictures.Kind `json:"kind" enum:"banned,good"`
		Label verdict.Label `json:"label,omitempty" maxLength:"64" doc:"What banned pictures are; a bank of good ones has none." example:"porn"`
	}
}

type bankInput struct {
	ID int64 `path:"id" minimum:"1"`
}

var pictureTags = []string{"pictures"}

func (h *Handler) pictureOperations() {
	add(h, huma.Operation{OperationID: "list-banks", Method: http.MethodGet, Path: "/pictures/banks", Tags: pictureTags,
		Summary: "List the banks of known pictures"}, h.listBanks)
	add(h, huma.Operation{OperationID: "add-bank", Method: http.MethodPost, Path: "/pictures/banks", Tags: pictureTags,
		Summary: "Make a bank of known pictures"}, h.addBank)
	add(h, huma.Operation{OperationID: "delete-bank", Method: http.MethodDelete, Path: "/pictures/banks/{id}", Tags: pictureTags,
		Summary: "Delete a bank with its pictures"}, func(ctx context.Context, in *bankInput) (*none, error) {
		return done(h.deps.Banks.Delete(ctx, in.ID))
	})
	h.bankEntryOperations()
	add(h, huma.Operation{OperationID: "try-picture", Method: http.MethodPost, Path: "/pictures/try", Tags: pictureTags,
		Summary: "See what would become of a picture", Description: "As of one by nobody in particular. Nothing is kept. With an app, its banks and its detector are asked too."},
		h.tryPicture)
}

func (h *Handler) listBanks(ctx context.Context, _ *none) (*answer[bankList], error) {
	banks, err := h.deps.Banks.List(ctx)
	return answered(bankList{Items: mapped(banks, bankOf)}, err)
}

func (h *Handler) addBank(ctx context.Context, in *addBankInput) (*answer[bankBody], error) {
	if err := h.knownApp(in.Body.App); err != nil {
		return nil, err
	}
	bank, err := h.deps.Banks.Add(ctx, pictures.Bank{App: in.Body.App, Name: in.Body.Name, Kind: in.Body.Kind, Label: in.Body.Label})
	return answered(bankOf(bank), err)
}

func bankOf(b pictures.Bank) bankBody {
	return bankBody{
		ID: b.ID, App: b.App, Name: b.Name, Kind: b.Kind, Label: b.Label, Entries: b.Entries, Version: b.Revision,
		CreatedAt: b.CreatedAt.UTC(), UpdatedAt: b.UpdatedAt.UTC(),
	}
}

type tryPictureInput struct {
	Body struct {
		App     string `json:"app,omitempty" maxLength:"128" doc:"Absent: the shared banks alone, and no detector."`
		Picture []byte `json:"picture" doc:"JPEG, PNG, GIF, WebP or BMP of at most 20 MiB, in base64."`
	}
}

// seenBody is what was seen in a picture.
type seenBody struct {
	Hash     string       `json:"hash" doc:"PDQ, 256 bits in hex digits."`
	Quality  int          `json:"quality" doc:"How much there is to see, from 0 to 100. Below 50 nothing is compared."`
	Matches  []matchBody  `json:"matches" doc:"Banks that have a picture like it: banned ones first, then the closest."`
	Codes    []string     `json:"codes" doc:"What its QR codes say."`
	Decision decisionWord `json:"decision"`
}

type matchBody struct {
	Bank     bankBody      `json:"bank"`
	Kind     pictures.Kind `json:"kind" enum:"banned,good"`
	Distance int           `json:"distance" doc:"How many of 256 bits differ; at most 31."`
}

func (h *Handler) tryPicture(ctx context.Context, in *tryPictureInput) (*answer[seenBody], error) {
	if err := h.knownApp(in.Body.App); err != nil {
		return nil, err
	}
	seen, err := h.deps.Pictures.Try(ctx, in.Body.App, in.Body.Picture)
	if err != nil {
		return nil, err
	}
	d := seen.Decision
	return answered(seenBody{
		Hash: seen.Print.Hash.String(), Quality: seen.Print.Quality, Codes: mapped(seen.Codes, same),
		Matches:  mapped(seen.Matches, func(m pictures.Match) matchBody { return matchBody{bankOf(m.Bank), m.Bank.Kind, m.Distance} }),
		Decision: decisionWord{Outcome: string(d.Outcome), Label: d.Label, Score: d.Score, Reasons: mapped(d.Reasons, same)},
	}, nil)
}

// knownApp refuses an app that there is not; none is every app.
func (h *Handler) knownApp(id string) error {
	if _, known := h.deps.Apps.App(id); id != "" && !known {
		return fault.Field("app", "there is no app %.64q", id)
	}
	return nil
}
