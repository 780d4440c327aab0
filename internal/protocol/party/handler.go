package party

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/call"
	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/gift"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/party"
	"github.com/xiezhi/xiezhi/internal/presence"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/wire"
)

// Prefix begins every address of the contract.
const Prefix = "/nemo/socialChat/"

// maxBody is the most that a request may hold, in bytes.
const maxBody = 64 << 10

// Apps finds who asks.
type Apps interface {
	// ByParty finds the app that has the AppKey, with its Party section.
	ByParty(appKey string) (tenant.App, bool)
}

// Accounts are the users; see party.Service.
type Accounts interface {
	Create(ctx context.Context, app string, p party.Profile) (party.Account, error)
	Update(ctx context.Context, app string, p party.Profile) (party.Account, error)
	Prove(ctx context.Context, app, userUUID, token string) (party.Account, error)
	LogIn(ctx context.Context, a party.Account, device string) (logged party.Account, imToken string, err error)
	Find(ctx context.Context, app, userUUID string) (party.Account, error)
	ByMobile(ctx context.Context, app, mobile string) (party.Account, error)
	All(ctx context.Context, app string, users []string) (map[string]party.Account, error)
}

// Guard keeps punished users out; see party.Guard.
type Guard interface {
	MayAppear(ctx context.Context, app, user string) error
	MayWrite(ctx context.Context, app, user string) error
}

// Roster is who is here; see presence.Roster.
type Roster interface {
	Beat(app, user string) presence.Entry
	Online(app, user string) (presence.Entry, bool)
	Page(app, viewer string, number, size int) []presence.Entry
}

// Calls are between two; see call.Service.
type Calls interface {
	Invite(ctx context.Context, app tenant.App, caller, callee string, kind call.Kind) (call.Call, error)
	Accept(ctx context.Context, app tenant.App, user, callID string) (call.Call, error)
	Reject(ctx context.Context, app tenant.App, user, callID string) (call.Call, error)
	Cancel(ctx context.Context, app tenant.App, user, callID string) (call.Call, error)
	Hangup(ctx context.Context, app tenant.App, user, callID string) (call.Call, error)
	Get(ctx context.Context, app tenant.App, user, callID string) (call.Call, error)
	Tickets(ctx context.Context, app, user string, before int64, limit int) ([]call.Ticket, error)
}

// Signals are what the two devices of a call say to each other until they have
// found a way; see push.Push.
type Signals interface {
	Tell(ctx context.Context, app tenant.App, told outbox.Told) error
}

// Gifts are given and paid for; see gift.Service.
type Gifts interface {
	Reward(ctx context.Context, app tenant.App, o gift.Order) (gift.Receipt, error)
	Credit(ctx context.Context, app tenant.App, g gift.Grant) (gift.Receipt, error)
	Refund(ctx context.Context, app tenant.App, r gift.Return) (gift.Receipt, error)
	Balance(ctx context.Context, app, user string) (int64, error)
	Statement(ctx context.Context, app, user string, before int64, limit int) ([]gift.Line, error)
	Catalogue(ctx context.Context, app string) (gift.Catalogue, error)
}

// Chat is what users write to each other; see party.Chat.
type Chat interface {
	Send(ctx context.Context, from party.Account, m party.Message) (party.Sent, error)
	Quoted(ctx context.Context, app, one, other string, ids []string) ([]content.Message, error)
}

// Reports takes reports in; see intake.Service.
type Reports interface {
	Submit(ctx context.Context, app tenant.App, who intake.Reporter, report review.Report) (intake.Receipt, error)
}

// Deps is what the room needs. Nothing may be missing.
type Deps struct {
	Apps     Apps
	Accounts Accounts
	Guard    Guard
	Take     func(app, user string) error // counts what a user changes, or refuses it as too much
	Roster   Roster
	Calls    Calls
	Signals  Signals
	Gifts    Gifts
	Chat     Chat
	Reports  Reports
	Now      func() time.Time
	Log      *slog.Logger
}

// NewHandler serves every path below Prefix. Every answer is HTTP 200.
func NewHandler(deps Deps) http.Handler { return &handler{deps} }

// Serves reports whether the path is this room's.
func Serves(path string) bool { return strings.HasPrefix(path, Prefix) }

type handler struct{ Deps }

// coded is an answer with another code than success.
type coded struct {
	code int
	msg  string
	data any
}

// ServeHTTP implements http.Handler.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began := h.Now()
	if forPages(w, r) {
		return
	}
	data, err := h.serve(w, r)
	answer := answerBody{Code: http.StatusOK, Data: data}
	if other, is := data.(coded); is {
		answer = answerBody{Code: other.code, Msg: other.msg, Data: other.data}
	}
	if err != nil {
		answer = spoken(err)
		wire.SayWhen(w, err)
		if answer.Code == codes[fault.Internal] && r.Context().Err() == nil {
			h.Log.ErrorContext(r.Context(), "a party request failed", "path", r.Pattern, "error", err)
		}
	}
	answer.RequestID = wire.RequestID(r.Context())
	answer.CostTime = strconv.FormatInt(h.Now().Sub(began).Milliseconds(), 10) + "ms"
	write(w, answer)
}

// forPages lets pages of any origin do what clients do: a token proves who it is,
// no cookie does. It answers a browser that only asks whether it may.
func forPages(w http.ResponseWriter, r *http.Request) (answered bool) {
	o, known := operations[strings.TrimPrefix(r.URL.Path, Prefix)]
	if !known || o.by != client {
		return false
	}
	w.Header().Set("Access-Control-Allow-Origin", "*")
	if r.Method != http.MethodOptions {
		return false
	}
	r.Pattern = r.URL.Path
	w.Header().Set("Access-Control-Allow-Methods", http.MethodPost)
	w.Header().Set("Access-Control-Allow-Headers", "appkey, user, token, deviceId, content-type")
	w.Header().Set("Access-Control-Max-Age", "86400")
	w.WriteHeader(http.StatusNoContent)
	return true
}

// serve finds the operation, who asks for it and whether he may, and carries it
// out.
func (h *handler) serve(w http.ResponseWriter, r *http.Request) (any, error) {
	o, known := operations[strings.TrimPrefix(r.URL.Path, Prefix)]
	if !known {
		r.Pattern = Prefix + "…"
		return nil, fault.New(fault.NotFound, "", "there is no such address")
	}
	r.Pattern = r.URL.Path
	if r.Method != http.MethodPost {
		return nil, fault.New(fault.WrongMethod, "", "this address takes POST")
	}
	a, err := h.admit(r, o)
	if err != nil {
		return nil, err
	}
	if a.body, err = wire.ReadBody(w, r, maxBody); err != nil {
		return nil, err
	}
	return o.serve(h, r.Context(), a)
}

// asked is a request whose sender is known.
type asked struct {
	app    tenant.App
	user   party.Account // of a client; empty of a server
	device string        // the client's; empty where it does not say
	body   []byte
}

// into decodes the body. None is an empty object.
func (a asked) into(target any) error {
	if len(a.body) == 0 {
		return nil
	}
	return wire.DecodeJSON(a.body, target)
}
