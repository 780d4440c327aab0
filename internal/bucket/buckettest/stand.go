// Package buckettest stands in for an S3-compatible bucket in tests: it keeps
// files in memory and takes only requests that are rightly signed.
package buckettest

import (
	"bytes"
	"encoding/xml"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// What the stand-in takes.
const (
	AccessKey = "stand-in-key"
	SecretKey = "stand-in-secret"
	Region    = "us-east-1"
	Name      = "stand-in"
)

// Stand is the stand-in. It is safe for concurrent use.
type Stand struct {
	URL string // of the endpoint; the bucket's name stands in the path

	mu     sync.Mutex
	down   bool
	files  map[string]stored // by name
	gets   int
	forged int // requests that were not rightly signed
}

type stored struct {
	body   []byte
	header http.Header // Content-Type, ETag and X-Amz-Meta-…
}

// New starts a stand-in that ends with the test.
func New(t *testing.T) *Stand {
	t.Helper()
	s := &Stand{files: map[string]stored{}}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

// Down has every request be answered by 503, or no more.
func (s *Stand) Down(down bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = down
}

// Names lists what is kept.
func (s *Stand) Names() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(maps.Keys(s.files))
}

// Gets is how often a file was read.
func (s *Stand) Gets() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.gets
}

// Forged is how many requests were not rightly signed.
func (s *Stand) Forged() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.forged
}

// ServeHTTP implements http.Handler.
func (s *Stand) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	s.mu.Lock()
	defer s.mu.Unlock()
	name, inBucket := strings.CutPrefix(r.URL.Path, "/"+Name+"/")
	switch {
	case s.down || err != nil:
		refuse(w, http.StatusServiceUnavailable, "SlowDown")
	case !isSigned(r, body):
		s.forged++
		refuse(w, http.StatusForbidden, "SignatureDoesNotMatch")
	case r.URL.Path == "/"+Name+"/" || r.URL.Path == "/"+Name: // whether the bucket is there
	case !inBucket:
		refuse(w, http.StatusNotFound, "NoSuchBucket")
	case r.Method == http.MethodPut:
		s.put(w, r, name, body)
	case r.Method == http.MethodDelete:
		delete(s.files, name)
		w.WriteHeader(http.StatusNoContent)
	default:
		s.get(w, r, name)
	}
}

func (s *Stand) put(w http.ResponseWriter, r *http.Request, name string, body []byte) {
	if strings.HasPrefix(r.Header.Get("X-Amz-Content-Sha256"), "STREAMING-") {
		var whole bool
		if body, whole = unchunk(body); !whole {
			refuse(w, http.StatusBadRequest, "IncompleteBody")
			return
		}
	}
	kept := stored{body, http.Header{"Content-Type": r.Header["Content-Type"], "Etag": {`"` + sum(body)[:32] + `"`}}}
	for key, values := range r.Header {
		if strings.HasPrefix(key, "X-Amz-Meta-") {
			kept.header[key] = values
		}
	}
	s.files[name] = kept
	w.Header().Set("ETag", kept.header.Get("ETag"))
}

func (s *Stand) get(w http.ResponseWriter, r *http.Request, name string) {
	kept, there := s.files[name]
	if !there {
		refuse(w, http.StatusNotFound, "NoSuchKey")
		return
	}
	s.gets++
	maps.Copy(w.Header(), kept.header)
	http.ServeContent(w, r, "", time.Unix(1_800_000_000, 0), bytes.NewReader(kept.body))
}

func refuse(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(status)
	_ = xml.NewEncoder(w).Encode(struct { // nobody is left to tell
		XMLName xml.Name `xml:"Error"`
		Code    string
	}{Code: code})
}
