package sandbox

import (
	"bytes"
	"embed"
	"net/http"
	"path"
	"strings"
	"time"
)

// assets are what web/party was built into, and the place-holder for where
// nobody has built it.
//
//go:embed all:assets
var assets embed.FS

// pageTypes are the media types of what is embedded: the machine's own table may
// call a script text/plain.
var pageTypes = map[string]string{
	".css": "text/css; charset=utf-8", ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".md": "text/plain; charset=utf-8", ".svg": "image/svg+xml", ".woff2": "font/woff2",
}

// pagePolicy allows the page its own files; what it may connect to follows.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; media-src 'self' blob:; " +
	"frame-ancestors 'none'; base-uri 'none'; form-action 'none'; connect-src 'self' "

// pages serve the party page as it was built.
type pages struct {
	built  bool
	policy string
}

// newPages lets them connect to Xiezhi, too: by HTTP, and by its WebSocket.
func newPages(target string) pages {
	_, err := assets.ReadFile("assets/dist/index.html")
	return pages{err == nil, pagePolicy + target + " ws" + strings.TrimPrefix(target, "http")}
}

func (p pages) serve(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Content-Security-Policy", p.policy)
	header.Set("Permissions-Policy", "camera=(self), microphone=(self), geolocation=()")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cache-Control", "no-cache")
	name, status := r.PathValue("name"), http.StatusOK
	switch {
	case name == "" && p.built:
		name = "dist/index.html"
	case name == "":
		name, status = "placeholder.html", http.StatusServiceUnavailable
	case name == "placeholder.css":
	default:
		name = "dist/" + name
	}
	body, err := assets.ReadFile("assets/" + name)
	if err != nil || strings.HasSuffix(name, "/") {
		http.NotFound(w, r)
		return
	}
	header.Set("Content-Type", pageTypes[path.Ext(name)])
	if status != http.StatusOK {
		w.WriteHeader(status)
		_, _ = w.Write(body) // who went away cannot be told
		return
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}
