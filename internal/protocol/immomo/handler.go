package immomo

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// The addresses of the contract (seed 001), and of its sibling for appeals
// (PROTOCOLS §4).
const (
	ReportPath = "/api/report/multiDialogue"
	AppealPath = "/api/recheck/reportMultiDialogue"
)

// Apps finds who reports.
type Apps interface {
	// ByImmomo finds the app that has the appid, with its Immomo section.
	ByImmomo(appID string) (tenant.App, bool)
}

// Dialogues takes dialogues in; see intake.Dialogues.
type Dialogues interface {
	Submit(ctx context.Context, app string, filed review.Report) (intake.Receipt, error)
	Appeal(ctx context.Context, app string, r intake.AppealRequest) (intake.Receipt, error)
}

// Deps is what the room needs. Nothing may be missing.
type Deps struct {
	Apps          Apps
	Dialogues     Dialogues
	CheckAddress  func(ctx context.Context, address string) error // whether a callback could go there; see egress.Client.Check
	ClientAddress func(*http.Request) string
	Now           func() time.Time
	Log           *slog.Logger
}

// NewHandler serves both paths. Every answer is HTTP 200 with the contract's
// envelope.
func NewHandler(deps Deps) http.Handler { return &handler{Deps: deps} }

type handler struct {
	Deps
	watch func(work) // of a test; nil for nobody
}

// Serves reports whether the path is this room's.
func Serves(path string) bool { return path == ReportPath || path == AppealPath }

// ServeHTTP implements http.Handler.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	take := h.report
	r.Pattern = ReportPath
	if r.URL.Path == AppealPath {
		r.Pattern, take = AppealPath, h.appeal
	}
	ticket, err := take(w, r)
	if err != nil {
		h.refuse(r.Context(), w, err)
		return
	}
	h.write(w, ticket)
}

// report takes a dialogue in and returns its ticket.
func (h *handler) report(w http.ResponseWriter, r *http.Request) (ticket int64, err error) {
	var body reportBody
	app, err := h.opened(w, r, &body)
	if err != nil {
		return 0, err
	}
	if err := onTime(body.Timestamp, app.Immomo, h.Now()); err != nil {
		return 0, err
	}
	filed, err := body.report()
	if err != nil {
		return 0, err
	}
	waiting := asked{AppID: app.Immomo.AppID, UniqID: string(body.UniqID), Category: string(body.Category), Redirect: string(body.Redirect)}
	if err := h.mayAsk(r.Context(), app, waiting); err != nil {
		return 0, err
	}
	filed.Dialogue.Credential, filed.Dialogue.UniqID, filed.Dialogue.Category = waiting.AppID, waiting.UniqID, waiting.Category
	filed.Asked = waiting.by(filed)
	receipt, err := h.Dialogues.Submit(r.Context(), app.ID, filed)
	return receipt.ReportID, err
}

// appeal puts a ticket before somebody else, and returns it.
func (h *handler) appeal(w http.ResponseWriter, r *http.Request) (ticket int64, err error) {
	var body appealBody
	app, err := h.opened(w, r, &body)
	if err != nil {
		return 0, err
	}
	if err := onTime(body.Timestamp, app.Immomo, h.Now()); err != nil {
		return 0, err
	}
	request, err := body.request()
	if err != nil {
		return 0, err
	}
	waiting := asked{AppID: app.Immomo.AppID, Category: request.Category, Redirect: string(body.Redirect), Ticket: request.Ticket}
	if err := h.mayAsk(r.Context(), app, waiting); err != nil {
		return 0, err
	}
	request.Credential = waiting.AppID
	request.Asked = func(first review.Report) *review.Asked {
		waiting.UniqID = first.Dialogue.UniqID
		return waiting.by(first)
	}
	_, err = h.Dialogues.Appeal(r.Context(), app.ID, request)
	return request.Ticket, err
}

// opened reads the packet and what it holds.
func (h *handler) opened(w http.ResponseWriter, r *http.Request, into any) (tenant.App, error) {
	packet, err := readPacket(w, r)
	if err != nil {
		return tenant.App{}, err
	}
	return h.open(packet, h.ClientAddress(r), into)
}

// mayAsk checks the scene, and the address that the verdict goes to.
func (h *handler) mayAsk(ctx context.Context, app tenant.App, who asked) error {
	if !contains(app.Immomo.Scenes, who.Category) {
		return &fault.Error{Kind: fault.Invalid, Code: codeNameCategory, Field: "category", Message: "is no scene of this app"}
	}
	if err := checkRedirect(who.Redirect, app.Immomo.RedirectHost); err != nil {
		return err
	}
	if err := h.CheckAddress(ctx, who.Redirect); err != nil {
		return redirectRefused(fault.As(err).Message)
	}
	return nil
}
