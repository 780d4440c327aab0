package uplus

import (
	"log/slog"
	"net/http"
	"strings"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/staff"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/wire"
)

// maxForm bounds the forms of the console and server interfaces.
const maxForm = 256 << 10

// call is one request on its way through the room.
type call struct {
	w http.ResponseWriter
	r *http.Request

	named                     bool   // the path began with /app/{id}
	appID                     string // from the prefix
	clientVersion, clientType string // from the path of a report

	app     tenant.App
	account staff.Account // who acts, in the console and server interfaces
	params  wire.Params
}

// takeApp takes the prefix /app/{id} off a path.
func (c *call) takeApp(path string) string {
	rest, prefixed := strings.CutPrefix(path, "/app/")
	id, below, _ := strings.Cut(rest, "/")
	if !prefixed || id == "" {
		return path
	}
	c.named, c.appID = true, id
	return "/" + below
}

// findApp finds the app that the request means: the prefix names it, else the
// Host header, else it is the only one that speaks uplus.
func (c *call) findApp(apps Apps) (err error) {
	var found bool
	if c.named {
		if c.app, found = apps.App(c.appID); !found {
			return fault.New(fault.NotFound, "unknown_app", "there is no app %.64q", c.appID)
		}
		return nil
	}
	if c.app, found = apps.ByHost(c.r.Host); found {
		return nil
	}
	if c.app, found = apps.SoleUplus(); found {
		return nil
	}
	return fault.New(fault.NotFound, "unknown_app",
		"which app is meant? Put /app/{id} before the path, or use a host that is on the app's hosts list")
}

// readParams reads the parameters from query and form.
func (c *call) readParams() (err error) {
	c.params, err = wire.ReadParams(c.w, c.r, maxForm)
	return err
}

// readQuery reads the parameters from the query alone.
func (c *call) readQuery() (err error) {
	c.params, err = wire.ReadQuery(c.r)
	return err
}

// answer ends the call with data, or with the failure envelope.
func (c *call) answer(log *slog.Logger, data any, err error) {
	if err != nil {
		c.fail(log, err)
		return
	}
	writeData(c.w, data)
}

// fail answers an error.
func (c *call) fail(log *slog.Logger, err error) {
	c.log(log, err)
	WriteError(c.w, err)
}

// log records an error that is our own trouble and not the caller's.
func (c *call) log(log *slog.Logger, err error) {
	if c.r.Context().Err() != nil { // the client went away, and what it asked for with it
		return
	}
	if kind := fault.As(err).Kind; kind == fault.Internal || kind == fault.Unavailable {
		log.ErrorContext(c.r.Context(), "uplus request failed", "route", c.r.Pattern, "app", c.app.ID, "error", err)
	}
}
