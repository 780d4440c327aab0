package netease

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"time"

	"github.com/xiezhi/xiezhi/internal/evidence"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/wire"
)

// Path is where clouds send their notices unless an app says otherwise.
const Path = "/netease/notify"

// maxBody is the most that a notice may hold, in bytes.
const maxBody = 1 << 20

// Apps finds who tells.
type Apps interface {
	// ByNetease finds the app that has the AppKey, with its Netease section.
	ByNetease(appKey string) (tenant.App, bool)
}

// Notices keeps what was told.
type Notices interface {
	// Keep is durable when it returns. Its faults are those of the store.
	Keep(ctx context.Context, n evidence.Notice) error
}

// Deps is what the room needs. Nothing may be missing.
type Deps struct {
	Apps    Apps
	Notices Notices
	Now     func() time.Time
	Log     *slog.Logger
}

// NewHandler serves the address of notices. What it answers by 200 is kept.
func NewHandler(deps Deps) http.Handler { return &handler{deps} }

type handler struct{ Deps }

// ServeHTTP implements http.Handler.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.Pattern = Path
	if err := h.take(w, r); err != nil {
		h.refuse(r.Context(), w, err)
		return
	}
	write(w, answerBody{Code: http.StatusOK})
}

// envelope is a notice: its kind is eventType, and type in the document's
// samples.
type envelope struct {
	EventType *wire.Int       `json:"eventType"`
	Type      *wire.Int       `json:"type"`
	Data      json.RawMessage `json:"data"`
}

func (h *handler) take(w http.ResponseWriter, r *http.Request) error {
	if r.Method != http.MethodPost {
		return fault.New(fault.WrongMethod, "", "a notice is sent by POST")
	}
	body, err := wire.ReadBody(w, r, maxBody)
	if err != nil {
		return err
	}
	if isProbe(body) {
		return nil
	}
	app, known := h.Apps.ByNetease(r.Header.Get("AppKey"))
	secret := ""
	if known {
		secret = string(app.Netease.AppSecret)
	}
	if err := check(r.Header, body, secret, known, h.Now()); err != nil {
		return err
	}
	notice, err := readNotice(body)
	if err != nil || !notice.Kind.Known() { // other things that the cloud tells are none of ours
		return err
	}
	notice.App, notice.ReceivedAt = app.ID, h.Now()
	return h.Notices.Keep(r.Context(), notice)
}

// isProbe reports whether the cloud only tries the address, which it does
// without any proof.
func isProbe(body []byte) bool {
	return string(bytes.Join(bytes.Fields(body), nil)) == "{}"
}

// readNotice reads what the handler keeps. What could not be read later is
// refused now, while somebody hears of it.
func readNotice(body []byte) (n evidence.Notice, err error) {
	var told envelope
	if err := wire.DecodeJSON(body, &told); err != nil {
		return n, err
	}
	switch {
	case told.EventType != nil:
		n.Kind = evidence.Kind(*told.EventType)
	case told.Type != nil:
		n.Kind = evidence.Kind(*told.Type)
	default:
		return n, fault.Field("eventType", "is missing")
	}
	if !n.Kind.Known() {
		return n, nil
	}
	if len(told.Data) == 0 || told.Data[0] != '{' {
		return n, fault.Field("data", "must be an object")
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, told.Data); err != nil {
		return n, fault.Wrap(fault.Invalid, err, "the data is no JSON")
	}
	if _, err := (Reader{}).Read(n.Kind, compact.Bytes()); err != nil {
		return n, err
	}
	n.Body, n.Key = compact.Bytes(), evidence.KeyOf(n.Kind, compact.Bytes())
	return n, nil
}
