package console

import (
	"embed"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
)

// assetFiles are what web/ was built into, and the place-holder for where
// nobody has built it.
//
//go:embed all:assets
var assetFiles embed.FS

// The pages that other addresses lead to.
const (
	consolePath = "/console/"
	loginPath   = "/console/login"
)

// maxNext bounds what is handed on to the log-in page, in bytes.
const maxNext = 512

// The files by which the single page is known, and its place-holder.
const (
	indexName       = "index.html"
	placeholderName = "placeholder.html"
	styleName       = "placeholder.css"
)

// singlePage is the console: one page that shows every address below
// /console/, and the files that it is made of.
type singlePage struct {
	files files // as they were built; empty where nobody has built them
	stand files // the place-holder's
}

// NewHandler serves everything under /console/, and the addresses /,
// /index.html and /login.html, which lead there.
func NewHandler() http.Handler { return newSinglePage(assetFiles) }

// newSinglePage serves what was built into dist, or the place-holder that says
// how to build it.
func newSinglePage(tree fs.FS) http.Handler {
	p := &singlePage{
		files: loadFiles(tree, "assets/dist"),
		stand: loadFiles(tree, "assets/"+placeholderName, "assets/"+styleName),
	}
	mux := http.NewServeMux()
	for _, pattern := range []string{"GET /{$}", "GET /index.html", "GET /console"} {
		mux.HandleFunc(pattern, toConsole)
	}
	mux.HandleFunc("GET /login.html", toLogin)
	mux.HandleFunc("GET /console/{name...}", p.serve)
	mux.HandleFunc("/", refuse)
	return guard(mux)
}

func (p *singlePage) serve(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if p.files[indexName] == nil {
		p.serveStand(w, r, name)
		return
	}
	file := p.files[name]
	switch {
	case file != nil:
	case isBelow(name, "assets"), isBelow(name, "api"): // half of an old page and half of a new one would be worse
		refuse(w, r)
		return
	default:
		file = p.files[indexName]
	}
	file.serve(w, r, http.StatusOK)
}

func (p *singlePage) serveStand(w http.ResponseWriter, r *http.Request, name string) {
	if style := p.stand[styleName]; name == styleName {
		style.serve(w, r, http.StatusOK)
		return
	}
	if isBelow(name, "assets") {
		refuse(w, r)
		return
	}
	p.stand[placeholderName].serve(w, r, http.StatusServiceUnavailable)
}

func isBelow(name, folder string) bool { return name == folder || strings.HasPrefix(name, folder+"/") }

func toConsole(w http.ResponseWriter, r *http.Request) { seeOther(w, r, consolePath) }

// toLogin is login.html of seed 004, to which log-in and log-out lead.
func toLogin(w http.ResponseWriter, r *http.Request) {
	kept := url.Values{}
	for _, name := range []string{"error", "next", "username"} {
		if value := r.URL.Query().Get(name); value != "" && len(value) <= maxNext {
			kept.Set(name, value)
		}
	}
	to := loginPath
	if len(kept) > 0 {
		to += "?" + kept.Encode()
	}
	seeOther(w, r, to)
}

func refuse(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "405 the console is only looked at", http.StatusMethodNotAllowed)
		return
	}
	http.Error(w, "404 there is no such page", http.StatusNotFound)
}

func seeOther(w http.ResponseWriter, r *http.Request, to string) {
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, to, http.StatusFound)
}
