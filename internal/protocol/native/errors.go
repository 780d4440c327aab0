package native

import (
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/wire"
)

// problemContent is the media type of every refusal (RFC 9457).
const problemContent = "application/problem+json"

// row is how a kind of fault is told.
type row struct {
	status int
	kind   string // the problem's type is problemType and this
	title  string
}

const problemType = "urn:xiezhi:problem:"

// rows tells how each kind of fault is answered.
var rows = map[fault.Kind]row{
	fault.Internal:        {http.StatusInternalServerError, "internal", "Internal error"},
	fault.Invalid:         {http.StatusBadRequest, "invalid", "The request is wrong"},
	fault.Unauthenticated: {http.StatusUnauthorized, "unauthenticated", "Who are you?"},
	fault.Forbidden:       {http.StatusForbidden, "forbidden", "You may not do this"},
	fault.NotFound:        {http.StatusNotFound, "not-found", "There is no such thing"},
	fault.WrongMethod:     {http.StatusMethodNotAllowed, "wrong-method", "This address does not take the method"},
	fault.Conflict:        {http.StatusConflict, "conflict", "Something else was first"},
	fault.TooLarge:        {http.StatusRequestEntityTooLarge, "too-large", "The request is too large"},
	fault.TooMany:         {http.StatusTooManyRequests, "too-many", "Too many requests"},
	fault.Unavailable:     {http.StatusServiceUnavailable, "unavailable", "Not available now"},
}

// problem is the answer to a request that failed.
type problem struct {
	Type     string    `json:"type" doc:"What sort of problem this is." example:"urn:xiezhi:problem:conflict"`
	Title    string    `json:"title" doc:"The sort of problem in words."`
	Status   int       `json:"status" doc:"The HTTP status." example:"409"`
	Detail   string    `json:"detail" doc:"What is wrong, for people."`
	Code     string    `json:"code" doc:"What is wrong, for programs. It stays." example:"case_decided"`
	Field    string    `json:"field,omitempty" doc:"The input that is wrong, if one is."`
	Conflict *conflict `json:"conflict,omitempty" doc:"Who was first, what he did and when."`

	retryAfter  time.Duration
	schemeAsked bool
}

// conflict names who was first.
type conflict struct {
	By      string     `json:"by,omitempty" doc:"Who holds or decided the case: a staff id, or the user id of an app's administrator."`
	Verdict string     `json:"verdict,omitempty" doc:"The verdict; empty where none was given yet."`
	At      *time.Time `json:"at,omitempty" doc:"When it was decided."`
	State   string     `json:"state,omitempty" doc:"open, leased or decided."`
	Version int64      `json:"version,omitempty"`
	Until   *time.Time `json:"until,omitempty" doc:"The end of the lease, or of the undo window."`
}

// Error implements error.
func (p *problem) Error() string { return p.Code + ": " + p.Detail }

// GetStatus implements huma.StatusError.
func (p *problem) GetStatus() int { return p.Status }

// GetHeaders implements huma.HeadersError.
func (p *problem) GetHeaders() http.Header {
	header := http.Header{"Cache-Control": {"no-store"}}
	if p.retryAfter > 0 {
		header.Set("Retry-After", strconv.Itoa(int(math.Ceil(p.retryAfter.Seconds()))))
	}
	if p.schemeAsked {
		header.Set("WWW-Authenticate", "Bearer")
	}
	return header
}

// ContentType implements huma.ContentTypeFilter.
func (*problem) ContentType(string) string { return problemContent }

// problemOf tells an error. What an Internal one says is not shown.
func problemOf(err error) *problem {
	f := fault.As(err)
	row, known := rows[f.Kind]
	if !known || f.Kind == fault.Internal {
		f, row = &fault.Error{Message: "internal error"}, rows[fault.Internal]
	}
	p := &problem{
		Type: problemType + row.kind, Title: row.title, Status: row.status,
		Detail: f.Message, Code: f.StableCode(), Field: f.Field, Conflict: conflictOf(f.Detail),
		retryAfter: wire.RetryAfter(f), schemeAsked: f.Kind == fault.Unauthenticated,
	}
	if p.Detail == "" {
		p.Detail = row.title
	}
	return p
}

// conflictOf reads what a fault says of who was first.
func conflictOf(detail any) *conflict {
	if detail == nil {
		return nil
	}
	text, err := json.Marshal(detail)
	var c conflict
	if err != nil || json.Unmarshal(text, &c) != nil || c == (conflict{}) {
		return nil
	}
	if c.At != nil {
		c.At = stamp(*c.At)
	}
	if c.Until != nil {
		c.Until = stamp(*c.Until)
	}
	return &c
}

// WriteProblem answers with the problem of an error.
func WriteProblem(w http.ResponseWriter, err error) { problemOf(err).write(w) }

func (p *problem) write(w http.ResponseWriter) {
	for name, values := range p.GetHeaders() {
		w.Header()[name] = values
	}
	body, _ := json.Marshal(p) // plain fields always marshal
	w.Header().Set("Content-Type", problemContent)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(p.Status)
	_, _ = w.Write(body) // a client that went away cannot be told
}

// huma makes its own refusals – of what does not fit the schema – by these
// two variables; they are the only way to give them our form.
func init() {
	huma.NewError = refusal
	huma.NewErrorWithContext = func(_ huma.Context, status int, message string, errs ...error) huma.StatusError {
		return refusal(status, message, errs...)
	}
	huma.DefaultArrayNullable = false
}

// refusal tells the first of huma's errors. The value at fault is not
// repeated: it may be a secret.
func refusal(status int, message string, errs ...error) huma.StatusError {
	f := &fault.Error{Kind: kindOfStatus(status), Message: message}
	if status == http.StatusUnsupportedMediaType {
		f.Code, f.Field = "unsupported_media_type", "Content-Type"
	}
	for _, err := range errs {
		var detail huma.ErrorDetailer
		if errors.As(err, &detail) {
			said := detail.ErrorDetail()
			f.Message = said.Message
			if f.Field == "" {
				f.Field = fieldOf(said.Location)
			}
			break
		}
	}
	return problemOf(f)
}

// fieldOf is a location without the part of the request it is in, but for the
// body as a whole.
func fieldOf(location string) string {
	_, field, found := strings.Cut(location, ".")
	if !found {
		return location
	}
	return field
}

// kindOfStatus is the kind of fault that huma means.
func kindOfStatus(status int) fault.Kind {
	for kind, row := range rows {
		if row.status == status {
			return kind
		}
	}
	if status >= 400 && status < 500 {
		return fault.Invalid
	}
	return fault.Internal
}

// stamp is a time as the wire has it: UTC, absent where there is none.
func stamp(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}
