package party

import (
	"context"
	"crypto/sha1" //nolint:gosec // the contract's
	"crypto/subtle"
	"encoding/hex"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/party"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/wire"
)

// Prefix begins every address of the contract.
const Prefix = "/nemo/socialChat/"

// maxBody is the most that a request may hold, in bytes; window is how far its
// time may lie from ours.
const (
	maxBody = 64 << 10
	window  = 10 * time.Minute
)

// Apps finds who asks.
type Apps interface {
	// ByParty finds the app that has the AppKey, with its Party section.
	ByParty(appKey string) (tenant.App, bool)
}

// Accounts makes and changes users; see party.Service.
type Accounts interface {
	Create(ctx context.Context, app string, p party.Profile) (party.Account, error)
	Update(ctx context.Context, app string, p party.Profile) (party.Account, error)
}

// Deps is what the room needs. Nothing may be missing.
type Deps struct {
	Apps     Apps
	Accounts Accounts
	Now      func() time.Time
	Log      *slog.Logger
}

// NewHandler serves every path below Prefix. Every answer is HTTP 200.
func NewHandler(deps Deps) http.Handler { return &handler{deps} }

// Serves reports whether the path is this room's.
func Serves(path string) bool { return strings.HasPrefix(path, Prefix) }

type handler struct{ Deps }

// ServeHTTP implements http.Handler.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began := h.Now()
	r.Pattern = Prefix + "…"
	account, err := h.serve(w, r)
	if err != nil {
		if code, _ := spoken(err); code == codes[fault.Internal] {
			h.Log.ErrorContext(r.Context(), "a party request failed", "error", err)
		}
		WriteError(w, err)
		return
	}
	write(w, answerBody{
		Code: http.StatusOK, Data: userOf(account), RequestID: wire.RequestID(r.Context()),
		CostTime: strconv.FormatInt(h.Now().Sub(began).Milliseconds(), 10) + "ms",
	})
}

func (h *handler) serve(w http.ResponseWriter, r *http.Request) (a party.Account, err error) {
	change := h.Accounts.Create
	switch r.URL.Path {
	case Prefix + "server/user/createUser":
	case Prefix + "server/user/updateUser":
		change = h.Accounts.Update
	default:
		return a, fault.New(fault.NotFound, "", "there is no such address")
	}
	r.Pattern = r.URL.Path
	if r.Method != http.MethodPost {
		return a, fault.New(fault.WrongMethod, "", "this address takes POST")
	}
	app, err := h.server(r.Header)
	if err != nil {
		return a, err
	}
	var body userBody
	if err := wire.ReadJSON(w, r, maxBody, &body); err != nil {
		return a, err
	}
	profile, err := body.profile(strings.HasSuffix(r.URL.Path, "createUser"))
	if err != nil {
		return a, err
	}
	return change(r.Context(), app.ID, profile)
}

// server is the app whose server signed the headers (PROTOCOLS §7): CheckSum is
// hex(sha1(AppSecret + Nonce + CurTime)), CurTime counts seconds.
func (h *handler) server(header http.Header) (tenant.App, error) {
	app, known := h.Apps.ByParty(header.Get("AppKey"))
	secret := ""
	if known {
		secret = string(app.Party.AppSecret)
	}
	nonce, curTime := header.Get("Nonce"), header.Get("CurTime")
	sum := sha1.Sum([]byte(secret + nonce + curTime)) //nolint:gosec // the contract's
	said := strings.ToLower(header.Get("CheckSum"))
	right := subtle.ConstantTimeCompare([]byte(hex.EncodeToString(sum[:])), []byte(said)) == 1
	if !right || secret == "" || nonce == "" {
		return app, fault.New(fault.Unauthenticated, "", "no such AppKey, or its CheckSum is wrong")
	}
	seconds, err := strconv.ParseInt(curTime, 10, 64)
	if err != nil {
		return app, fault.New(fault.Unauthenticated, "", "the CurTime is no number of seconds")
	}
	if apart := h.Now().Sub(time.Unix(seconds, 0)).Abs(); apart > window {
		return app, fault.New(fault.Unauthenticated, "", "the CurTime is not of now")
	}
	return app, nil
}
