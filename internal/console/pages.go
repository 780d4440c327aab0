package console

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"strconv"
)

//go:embed pages
var pageFiles embed.FS

const (
	consolePath = "/console/"
	loginPath   = "/console/login"
)

// view is all that a page is filled with. Key names the text in the browser's
// dictionary, Text is the same text in Chinese.
type view struct {
	Assets string
	Key    string
	Text   string
	Next   string
	Token  string
	Open   bool // the form is shown

	Username string // filled in at the log-in
	Code     bool   // the log-in asks for the second factor's code
}

type pages struct{ all *template.Template }

func loadPages() pages {
	return pages{template.Must(template.ParseFS(pageFiles, "pages/*.html"))}
}

// show answers with a page, never to be cached.
func (p pages) show(w http.ResponseWriter, status int, name string, v view) {
	var body bytes.Buffer
	if err := p.all.ExecuteTemplate(&body, name, v); err != nil {
		panic("console: page " + name + ": " + err.Error()) // a page is embedded and takes any text
	}
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Length", strconv.Itoa(body.Len()))
	header.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes())
}
