package console

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// fileTypes are the media types of what is embedded. The machine's own table is
// not asked: it may call a script text/plain, and then no browser runs it.
var fileTypes = map[string]string{
	".css":         "text/css; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".txt":         "text/plain; charset=utf-8",
	".webmanifest": "application/manifest+json",
	".woff2":       "font/woff2",
}

// packedSuffix ends the name of a file that lies packed by Brotli beside
// another.
const packedSuffix = ".br"

// hashedName is the name of a file whose content never changes: the build puts
// a digest of it into the name.
var hashedName = regexp.MustCompile(`^assets/.+-[\w-]{8,}\.\w+$`)

// file is one embedded file.
type file struct {
	body   []byte
	packed []byte // by Brotli; nil where it does not pay
	kind   string // media type
	digest string
	hashed bool
}

// files are embedded files by their names below their folder.
type files map[string]*file

// loadFiles reads a folder or single files. What is not there is left out.
func loadFiles(tree fs.FS, roots ...string) files {
	found, packed := files{}, map[string][]byte{}
	for _, root := range roots {
		err := fs.WalkDir(tree, root, func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			body, err := fs.ReadFile(tree, name)
			short := strings.TrimPrefix(strings.TrimPrefix(name, root), "/")
			if short == "" {
				short = path.Base(name)
			}
			if plain, is := strings.CutSuffix(short, packedSuffix); is {
				packed[plain] = body
			} else {
				found[short] = newFile(short, body)
			}
			return err
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			panic("console: an embedded file cannot be read: " + err.Error())
		}
	}
	for name, body := range packed {
		if f := found[name]; f != nil {
			f.packed = body
		}
	}
	return found
}

func newFile(name string, body []byte) *file {
	sum := sha256.Sum256(body)
	kind := fileTypes[path.Ext(name)]
	if kind == "" {
		kind = "application/octet-stream"
	}
	return &file{body: body, kind: kind, digest: hex.EncodeToString(sum[:12]), hashed: hashedName.MatchString(name)}
}

// serve answers with the file, packed where the client can read it.
func (f *file) serve(w http.ResponseWriter, r *http.Request, status int) {
	header, body, etag := w.Header(), f.body, `"`+f.digest+`"`
	if f.packed != nil {
		header.Set("Vary", "Accept-Encoding")
		if acceptsBrotli(r.Header.Get("Accept-Encoding")) {
			header.Set("Content-Encoding", "br")
			body, etag = f.packed, `"`+f.digest+`-br"`
		}
	}
	switch {
	case status != http.StatusOK:
		header.Set("Cache-Control", "no-store")
	case f.hashed:
		header.Set("Cache-Control", "public, max-age=31536000, immutable")
		header.Set("ETag", etag)
	default:
		header.Set("Cache-Control", "no-cache")
		header.Set("ETag", etag)
	}
	if status == http.StatusOK && names(r.Header.Get("If-None-Match"), etag) {
		header.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	header.Set("Content-Type", f.kind)
	header.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that went away cannot be told
}

// names reports whether If-None-Match has the tag.
func names(header, etag string) bool {
	for one := range strings.SplitSeq(header, ",") {
		one = strings.TrimSpace(one)
		if one == "*" || strings.TrimPrefix(one, "W/") == etag {
			return true
		}
	}
	return false
}

// acceptsBrotli reads Accept-Encoding. Only who names it gets it.
func acceptsBrotli(header string) bool {
	for one := range strings.SplitSeq(header, ",") {
		coding, weight, _ := strings.Cut(one, ";")
		if !strings.EqualFold(strings.TrimSpace(coding), "br") {
			continue
		}
		q, weighed := strings.CutPrefix(strings.ReplaceAll(strings.ToLower(weight), " ", ""), "q=")
		value, err := strconv.ParseFloat(q, 64)
		return !weighed || err == nil && value > 0
	}
	return false
}
