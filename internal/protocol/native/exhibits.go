package native

import (
	"cmp"
	"context"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/media"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/staff"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// MediaPrefix is where the pictures, sounds and films of cases and reports are.
const MediaPrefix = "/media"

// Media fetches and keeps media; see media.Service.
type Media interface {
	Open(ctx context.Context, wanted media.Wanted, form media.Form) (*media.File, error)
}

// Reports knows the reports.
type Reports interface {
	// Report returns a report as it was filed, or a NotFound fault.
	Report(ctx context.Context, id int64) (review.Report, error)
}

// exhibits serves media. Which address is behind one only the store says, so
// that nobody can have another fetched.
type exhibits struct {
	*Handler
	media   Media
	reports Reports
	routes  *http.ServeMux
}

// seesMedia is who may see media: who may see the cases.
var seesMedia = guard{access: access{staff.Read, staff.CasesRead, true}}

// Exhibits serves every path below MediaPrefix to those who may read cases.
//
// It sets the request's Pattern, as the Handler does.
func (h *Handler) Exhibits(media Media, reports Reports) http.Handler {
	e := &exhibits{Handler: h, media: media, reports: reports, routes: http.NewServeMux()}
	e.routes.HandleFunc("GET "+MediaPrefix+"/cases/{id}/{n}/{form}", e.serve(auditlog.ACase, e.caseBehind))
	e.routes.HandleFunc("GET "+MediaPrefix+"/reports/{id}/{n}/{form}", e.serve(auditlog.AReport, e.reportBehind))
	return e
}

// ServeHTTP implements http.Handler.
func (e *exhibits) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	_, pattern := e.routes.Handler(r)
	switch escaped := r.URL.EscapedPath(); {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		e.refuse(w, r, fault.New(fault.WrongMethod, "", "media are only looked at"))
		return
	case pattern == "" || path.Clean(escaped) != escaped: // the mux would redirect
		e.refuse(w, r, fault.New(fault.NotFound, "", "there is no such address"))
		return
	}
	r.Pattern = pattern
	who, err := e.admit(r, seesMedia)
	if err != nil {
		e.refuse(w, r, err)
		return
	}
	ctx := auditlog.WithActor(withCaller(r.Context(), who), who.actor(e.deps.ClientAddress(r), pattern))
	e.routes.ServeHTTP(w, r.WithContext(ctx))
}

// behind finds the app and the report that an id stands for.
type behind func(ctx context.Context, id int64) (tenant.App, review.Report, error)

func (e *exhibits) caseBehind(ctx context.Context, id int64) (tenant.App, review.Report, error) {
	app, err := e.appOfCase(ctx, id)
	if err != nil {
		return app, review.Report{}, err
	}
	report, err := e.reports.Report(ctx, id) // its first one, whose id it has
	return app, report, err
}

func (e *exhibits) reportBehind(ctx context.Context, id int64) (tenant.App, review.Report, error) {
	report, err := e.reports.Report(ctx, id)
	if err == nil && !callerOf(ctx).sees(report.App) {
		err = fault.New(fault.NotFound, "", "there is no report %d", id)
	}
	app, _ := e.deps.Apps.App(report.App) // one that is gone from the settings completes no address
	return app, report, err
}

// serve answers with one message's medium in one form.
func (e *exhibits) serve(object string, find behind) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		file, err := e.open(r, object, find)
		if err != nil {
			e.refuseMedium(w, r, err)
			return
		}
		defer func() { _ = file.Close() }() // a failed close of what was read changes nothing
		dress(w.Header(), file)
		http.ServeContent(patientAnswer{w, patientWith(w)}, r, "", time.Time{}, file)
	}
}

func (e *exhibits) open(r *http.Request, object string, find behind) (*media.File, error) {
	ctx, form := r.Context(), media.Form(r.PathValue("form"))
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	n, nErr := strconv.Atoi(r.PathValue("n"))
	if err != nil || nErr != nil || !form.Known() {
		return nil, fault.New(fault.NotFound, "", "there is no such address")
	}
	app, report, err := find(ctx, id)
	if err != nil {
		return nil, err
	}
	file, err := e.medium(ctx, app, report, object, n, form)
	if err != nil {
		return nil, err
	}
	if form == media.Full && begins(r) {
		entry := auditlog.Entry{Action: auditlog.EvidenceView, App: report.App, Object: auditlog.Object{Kind: object, ID: strconv.FormatInt(id, 10)}}
		if err := e.deps.Audit.RecordAudit(auditlog.WithDetail(ctx, map[string]any{"message": n}), entry); err != nil {
			_ = file.Close() // what is not written is not shown
			return nil, err
		}
	}
	return file, nil
}

// medium opens one of a report's media: a copy of what a call's evidence shows,
// or what is at a message's address.
func (e *exhibits) medium(ctx context.Context, app tenant.App, report review.Report, object string, n int, form media.Form) (*media.File, error) {
	if report.Evidence != nil && object == auditlog.ACase {
		return e.deps.Calls.Exhibit(ctx, report.App, report.ID, n, form)
	}
	shown := exhibitsOf(report)
	if n < 0 || n >= len(shown) {
		return nil, fault.New(fault.NotFound, "", "there is no message %d", n)
	}
	wanted, err := wantedOf(shown[n], app.MediaBaseURL, form)
	if err != nil {
		return nil, err
	}
	wanted.Since = report.FiledAt
	return e.media.Open(ctx, wanted, form)
}

// begins reports whether the request is the first of those by which a medium is
// looked at; a player asks again for each part.
func begins(r *http.Request) bool {
	part := r.Header.Get("Range")
	return r.Method == http.MethodGet && (part == "" || strings.HasPrefix(part, "bytes=0-"))
}

// wantedOf is what a form of a message shows. A film is small and veiled by the
// picture that came with it.
func wantedOf(m content.Message, base string, form media.Form) (media.Wanted, error) {
	address, kind := m.URL, media.Clip
	switch {
	case m.Type == content.Picture:
		address, kind = cmp.Or(m.URL, m.ThumbURL), media.Picture
	case m.Type == content.Video && form != media.Full:
		address, kind = m.ThumbURL, media.Picture
	case m.Type == content.Audio && form != media.Full, m.Type == content.Text:
		address = ""
	}
	if address == "" {
		return media.Wanted{}, fault.New(fault.NotFound, media.CodeGone, "the message has no medium in this form")
	}
	resolved, err := media.Resolve(address, base)
	return media.Wanted{Address: resolved, Kind: kind}, err
}

// seenFor is how long a browser shows a medium again without asking.
const seenFor = time.Hour

// dress says what a medium is and that it can do nothing. It is a stranger's,
// whatever it was taken for.
func dress(header http.Header, file *media.File) {
	header.Set("Content-Type", file.Type)
	header.Set("Content-Disposition", "inline")
	header.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	header.Set("Cache-Control", "private, max-age="+strconv.Itoa(int(seenFor.Seconds())))
	header.Add("Vary", "Cookie, Authorization")
	header.Set("ETag", file.ETag)
	if file.Frames > 1 {
		header.Set("X-Media-Frames", strconv.Itoa(file.Frames))
	}
}

// patientAnswer gives each piece of a film its own deadline.
type patientAnswer struct {
	http.ResponseWriter
	pieces *patientWriter
}

// Write implements io.Writer.
func (p patientAnswer) Write(piece []byte) (int, error) { return p.pieces.Write(piece) }

// mediaStatus are the statuses of media that cannot be shown.
var mediaStatus = map[string]int{
	media.CodeGone: http.StatusNotFound, media.CodeTooLarge: http.StatusRequestEntityTooLarge,
	media.CodeType: http.StatusUnsupportedMediaType, media.CodeRefused: http.StatusForbidden,
	media.CodeTimeout: http.StatusGatewayTimeout,
}

// refuseMedium tells why there is nothing to see. That strangers' servers fail
// is no trouble of ours.
func (e *exhibits) refuseMedium(w http.ResponseWriter, r *http.Request, err error) {
	p := problemOf(err)
	status, known := mediaStatus[p.Code]
	if !known {
		e.refuse(w, r, err)
		return
	}
	p.Type, p.Title, p.Status = problemType+"media", "The medium cannot be shown", status
	p.write(w)
}
