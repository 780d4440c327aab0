package native

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/egress"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/media"
	"github.com/xiezhi/xiezhi/internal/staff"
)

// gallery is a world in which a platform serves what its users have shown.
type gallery struct {
	*world
	page     string // where the media are looked at
	platform string
	asked    *atomic.Int64
}

const songLength = 5000

func newGallery(w *world) *gallery {
	w.Helper()
	var picture bytes.Buffer
	w.must(png.Encode(&picture, image.NewGray(image.Rect(0, 0, 640, 480))))
	asked := &atomic.Int64{}
	platform := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		switch r.URL.Path {
		case "/a.png", "/cover.png":
			_, _ = out.Write(picture.Bytes())
		case "/song.mp3":
			_, _ = out.Write(append([]byte("ID3"), bytes.Repeat([]byte("x"), songLength-3)...))
		case "/page.png":
			_, _ = io.WriteString(out, "<html>")
		case "/inside.png":
			http.Redirect(out, r, "http://10.0.0.1/", http.StatusFound)
		case "/broken.png":
			out.WriteHeader(http.StatusBadGateway)
		default:
			http.NotFound(out, r)
		}
	}))
	w.Cleanup(platform.Close)
	service, err := media.New(media.Options{
		Dir: filepath.Join(w.TempDir(), "media"), Now: time.Now, PictureLimit: 4 << 20,
		Client: egress.New(egress.Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}}),
	})
	w.must(err)
	sessions, _ := w.deps.Sessions.(*staff.Sessions)
	page := httptest.NewServer(sessions.Wrap(w.handler.Exhibits(service, w.store)))
	w.Cleanup(page.Close)
	return &gallery{world: w, page: page.URL + MediaPrefix, platform: platform.URL, asked: asked}
}

// shows files a report of messages and returns its id, which is its case's.
func (g *gallery) shows(messages ...map[string]any) int64 {
	g.Helper()
	for i := range messages {
		messages[i]["id"], messages[i]["sender_id"] = fmt.Sprint("m", time.Now().UnixNano(), i), "10001"
	}
	report := map[string]any{"mod": 11, "reporter": "10086", "accused": "10001", "complaints": []string{"porn"}, "messages": messages}
	if len(messages) > 1 { // the hall as a whole, where nobody is accused
		report["mod"] = 21
		delete(report, "accused")
	}
	body, err := json.Marshal(report)
	g.must(err)
	var filed receipt
	g.want(g.post(g.token("app live", staff.ReportsWrite), "/reports", string(body)), http.StatusCreated, &filed)
	return filed.ReportID
}

func (g *gallery) look(who, path string, header ...string) reply {
	g.Helper()
	request, err := http.NewRequest(http.MethodGet, g.page+path, http.NoBody)
	g.must(err)
	client := g.as("")
	if strings.HasPrefix(who, "xz_") {
		request.Header.Set("Authorization", "Bearer "+who)
	} else {
		client = g.as(who)
	}
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	answer, err := client.Do(request)
	g.must(err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	g.must(err)
	return reply{answer.StatusCode, answer.Header, string(body)}
}

// views lists what the audit log says was looked at.
func (g *gallery) views() []auditlog.Linked {
	g.Helper()
	entries, err := g.store.AuditEntries(context.Background(), auditlog.Filter{Action: string(auditlog.EvidenceView)})
	g.must(err)
	return entries
}

func TestPicturesAreShownAndWhoSawThem(t *testing.T) {
	t.Parallel()
	g := newGallery(small(t))
	id := g.shows(map[string]any{"type": "picture", "url": g.platform + "/a.png"})
	for _, place := range []string{"cases", "reports"} {
		for form, side := range map[string]int{"veil": 32, "thumb": 320, "full": 640} {
			got := g.look("reviewer", fmt.Sprintf("/%s/%d/0/%s", place, id, form))
			if got.status != http.StatusOK || got.header.Get("Content-Type") != "image/jpeg" {
				t.Fatalf("%s: %d %s %s", form, got.status, got.header.Get("Content-Type"), got.body)
			}
			config, _, err := image.DecodeConfig(strings.NewReader(got.body))
			if err != nil || config.Width != side {
				t.Errorf("%s: %+v, %v", form, config, err)
			}
			for name, want := range map[string]string{
				"Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff",
				"Content-Disposition": "inline", "Cache-Control": "private, max-age=3600", "Cross-Origin-Resource-Policy": "same-origin",
			} {
				if got.header.Get(name) != want {
					t.Errorf("%s: %s is %q", form, name, got.header.Get(name))
				}
			}
			again := g.look("reviewer", fmt.Sprintf("/%s/%d/0/%s", place, id, form), "If-None-Match", got.header.Get("ETag"))
			if again.status != http.StatusNotModified || again.body != "" {
				t.Errorf("%s again: %d", form, again.status)
			}
		}
	}
	if asked := g.asked.Load(); asked != 1 {
		t.Errorf("the platform was asked %d times", asked)
	}
	views := g.views() // the newest first: twice in full as a report's, twice as a case's
	if len(views) != 4 || views[0].Object.Kind != auditlog.AReport || views[3].Object.Kind != auditlog.ACase {
		t.Fatalf("%+v", views)
	}
	if v := views[3]; v.Actor.Name != "reviewer" || v.App != "live" || string(v.Detail) != `{"message":0}` || v.Actor.Via != "GET /media/cases/{id}/{n}/{form}" {
		t.Errorf("%+v %s", v, v.Detail)
	}
}

func TestAFilmIsPlayedInParts(t *testing.T) {
	t.Parallel()
	g := newGallery(small(t))
	id := g.shows(map[string]any{"type": "audio", "url": g.platform + "/song.mp3"},
		map[string]any{"type": "video", "url": g.platform + "/song.mp3", "thumb_url": g.platform + "/cover.png"},
		map[string]any{"type": "text", "text": "看图"})
	path := fmt.Sprintf("/cases/%d/0/full", id)
	whole := g.look("reviewer", path)
	if whole.status != http.StatusOK || len(whole.body) != songLength || whole.header.Get("Content-Type") != "audio/mpeg" || whole.header.Get("Accept-Ranges") != "bytes" {
		t.Fatalf("%d, %d bytes, %v", whole.status, len(whole.body), whole.header)
	}
	part := g.look("reviewer", path, "Range", "bytes=1000-1999")
	if part.status != http.StatusPartialContent || part.body != whole.body[1000:2000] || part.header.Get("Content-Range") != "bytes 1000-1999/5000" {
		t.Errorf("%d, %d bytes, %s", part.status, len(part.body), part.header.Get("Content-Range"))
	}
	if got := g.look("reviewer", path, "Range", "bytes=9000-"); got.status != http.StatusRequestedRangeNotSatisfiable {
		t.Errorf("behind the end: %d", got.status)
	}
	if views := g.views(); len(views) != 1 {
		t.Errorf("%d views for one listening", len(views))
	}
	if got := g.look("reviewer", fmt.Sprintf("/cases/%d/1/veil", id)); got.status != http.StatusOK || got.header.Get("Content-Type") != "image/jpeg" {
		t.Errorf("the veil of a film: %d %s", got.status, got.body)
	}
	for _, path := range []string{"0/thumb", "2/full"} {
		g.wantProblem(g.look("reviewer", fmt.Sprintf("/cases/%d/%s", id, path)), http.StatusNotFound, media.CodeGone)
	}
}

func TestMediaThatCannotBeShown(t *testing.T) {
	t.Parallel()
	g := newGallery(small(t))
	addresses := []struct {
		url, code string
		status    int
	}{
		{g.platform + "/nothing.png", media.CodeGone, http.StatusNotFound},
		{g.platform + "/page.png", media.CodeType, http.StatusUnsupportedMediaType},
		{g.platform + "/inside.png", media.CodeRefused, http.StatusForbidden},
		{g.platform + "/broken.png", media.CodeTimeout, http.StatusGatewayTimeout},
		{"http://10.0.0.1/a.png", media.CodeRefused, http.StatusForbidden},
		{"x/y.png", media.CodeRefused, http.StatusForbidden}, // and the app has no media_base_url
	}
	for _, c := range addresses {
		id := g.shows(map[string]any{"type": "picture", "url": c.url})
		for range 2 {
			p := g.wantProblem(g.look("reviewer", fmt.Sprintf("/cases/%d/0/full", id)), c.status, c.code)
			if strings.Contains(p.Detail, "10.0.0.1") || p.Type != problemType+"media" {
				t.Errorf("%s: %+v", c.url, p)
			}
		}
	}
	if len(g.views()) != 0 {
		t.Error("what was not shown was seen")
	}
	if text := g.log.String(); strings.Contains(text, "level=ERROR") {
		t.Errorf("strangers' troubles are in the log: %s", text)
	}
	g.want(g.do(call{who: "admin", method: http.MethodPatch, path: "/apps/live", body: `{"media_base_url":"` + g.platform + `"}`}), http.StatusOK, nil)
	id := g.shows(map[string]any{"type": "picture", "url": "a.png"})
	if got := g.look("reviewer", fmt.Sprintf("/cases/%d/0/full", id)); got.status != http.StatusOK {
		t.Errorf("an address that the app completes: %d %s", got.status, got.body)
	}
}

func TestWhoSeesMedia(t *testing.T) {
	t.Parallel()
	g := newGallery(small(t))
	id := g.shows(map[string]any{"type": "picture", "url": g.platform + "/a.png"})
	path := fmt.Sprintf("/cases/%d/0/thumb", id)
	for who, want := range map[string]int{
		"": 401, "auditor": 200, "reviewer": 200, "admin": 200,
		g.token("reviewer", staff.CasesRead): 200, g.token("reviewer", staff.StatsRead): 403,
		g.token("app live", staff.CasesRead): 200, g.token("app other", staff.CasesRead): 404, "xz_nonsense": 401,
	} {
		for _, path := range []string{path, strings.Replace(path, "cases", "reports", 1)} {
			if got := g.look(who, path); got.status != want {
				t.Errorf("%q looks at %s: %d, want %d: %.200s", who, path, got.status, want, got.body)
			}
		}
	}
	for _, path := range []string{
		"", "/", "/cases", fmt.Sprintf("/cases/%d/0", id), fmt.Sprintf("/cases/%d/1/full", id), fmt.Sprintf("/cases/%d/-1/full", id),
		fmt.Sprintf("/cases/%d/0/huge", id), "/cases/999/0/full", "/cases/x/0/full", "/reports/999/0/full",
		fmt.Sprintf("/cases//%d/0/full", id), fmt.Sprintf("/cases/%d/0/../0/full", id), "/cases/99999999999999999999/0/full",
	} {
		if got := g.look("reviewer", path); got.status != http.StatusNotFound {
			t.Errorf("%s: %d %.100s", path, got.status, got.body)
		}
	}
	posted, err := g.as("reviewer").Post(g.page+path, "text/plain", http.NoBody)
	g.must(err)
	defer posted.Body.Close()
	if posted.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", posted.StatusCode)
	}
}

// deafAudit cannot be written to.
type deafAudit struct{ Audit }

func (deafAudit) RecordAudit(context.Context, ...auditlog.Entry) error {
	return fault.New(fault.Unavailable, "", "the log is full")
}

func TestWhatCannotBeRecordedIsNotShown(t *testing.T) {
	t.Parallel()
	g := newGallery(small(t))
	id := g.shows(map[string]any{"type": "picture", "url": g.platform + "/a.png"})
	g.handler.deps.Audit = deafAudit{g.deps.Audit}
	g.wantProblem(g.look("reviewer", fmt.Sprintf("/cases/%d/0/full", id)), http.StatusServiceUnavailable, "unavailable")
	if got := g.look("reviewer", fmt.Sprintf("/cases/%d/0/veil", id)); got.status != http.StatusOK {
		t.Errorf("the veil: %d", got.status)
	}
}
