package console

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
)

//go:embed all:assets
var assetFiles embed.FS

const assetRoot = "/console/assets/"

// assetTypes are the media types of what is embedded. The machine's own table
// is not asked: it may call a script text/plain, and then no browser runs it.
var assetTypes = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".svg":   "image/svg+xml",
	".txt":   "text/plain; charset=utf-8",
	".woff2": "font/woff2",
}

// assets are the embedded files by name. They live under a folder named after
// the digest of all of them, so that modules import each other by relative
// names and every file may be kept for ever.
type assets struct {
	version string
	base    string // the folder's address, with a slash at its end
	files   map[string][]byte
}

func loadAssets() assets {
	files := map[string][]byte{}
	digest := sha256.New()
	err := fs.WalkDir(assetFiles, "assets", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name == "assets/dist":
			return fs.SkipDir // the single page's
		case entry.IsDir(), strings.HasPrefix(entry.Name(), "placeholder."):
			return nil
		}
		data, err := assetFiles.ReadFile(name)
		digest.Write([]byte(name + "\x00" + strconv.Itoa(len(data)) + "\x00"))
		digest.Write(data)
		files[name[len("assets/"):]] = data
		return err
	})
	if err != nil {
		panic("console: an embedded file cannot be read: " + err.Error())
	}
	version := hex.EncodeToString(digest.Sum(nil)[:6])
	return assets{version: version, base: assetRoot + version + "/", files: files}
}

// ServeHTTP serves one file. One of another version is 404: half of an old
// page and half of a new one would be worse.
func (a assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("file")
	data, ok := a.files[name]
	if !ok || r.PathValue("version") != a.version {
		w.Header().Set("Cache-Control", "no-store")
		http.Error(w, "404 no such asset", http.StatusNotFound)
		return
	}
	etag := `"` + a.version + `"`
	header := w.Header()
	header.Set("Cache-Control", "public, max-age=31536000, immutable")
	header.Set("ETag", etag)
	if r.Header.Get("If-None-Match") == etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	header.Set("Content-Type", typeOf(name))
	header.Set("Content-Length", strconv.Itoa(len(data)))
	_, _ = w.Write(data) // a client that went away cannot be told
}

func typeOf(name string) string {
	if known := assetTypes[path.Ext(name)]; known != "" {
		return known
	}
	return "application/octet-stream"
}
