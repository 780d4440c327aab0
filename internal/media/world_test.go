package media

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/image/bmp"

	"github.com/xiezhi/xiezhi/internal/egress"
	"github.com/xiezhi/xiezhi/internal/fault"
)

// world is a Service and the server that it fetches from.
type world struct {
	*testing.T
	*Service
	dir   string
	url   string
	asked atomic.Int64
	clock *clock
}

type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// newWorld serves by path what a handler does.
func newWorld(t *testing.T, o Options, handler http.HandlerFunc) *world {
	t.Helper()
	w := &world{T: t, dir: filepath.Join(t.TempDir(), "media"), clock: &clock{at: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}}
	server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		w.asked.Add(1)
		handler(out, r)
	}))
	t.Cleanup(server.Close)
	w.url = server.URL
	o.Dir, o.Now = w.dir, w.clock.now
	o.Client = egress.New(egress.Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}})
	service, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	w.Service = service
	return w
}

// hands is a handler that hands the same out for every path, called kind.
func hands(kind string, body []byte) http.HandlerFunc {
	return func(out http.ResponseWriter, _ *http.Request) {
		out.Header().Set("Content-Type", kind)
		_, _ = out.Write(body)
	}
}

// seen is what came of asking for a medium.
type seen struct {
	body   []byte
	kind   string
	etag   string
	frames int
	err    error
}

func (w *world) see(path string, kind Kind, form Form) seen {
	w.Helper()
	return w.seeIn(w.Context(), Wanted{Address: w.url + path, Kind: kind}, form)
}

func (w *world) seeIn(ctx context.Context, wanted Wanted, form Form) seen {
	w.Helper()
	file, err := w.Open(ctx, wanted, form)
	if err != nil {
		return seen{err: err}
	}
	defer file.Close()
	body, err := io.ReadAll(file)
	return seen{body, file.Type, file.ETag, file.Frames, err}
}

// refuses wants a code.
func (w *world) refuses(path string, kind Kind, code string) {
	w.Helper()
	if got := w.see(path, kind, Full); !fault.HasCode(got.err, code) {
		w.Errorf("%s: %q, %v; want %s", path, got.kind, got.err, code)
	}
}

// left lists what lies in the folder besides whole media.
func (w *world) left() []string {
	w.Helper()
	entries, err := os.ReadDir(w.dir)
	if err != nil {
		w.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), benchPrefix) || strings.HasPrefix(entry.Name(), scrapPrefix) {
			names = append(names, entry.Name())
		}
	}
	return names
}

// sample is a picture with something to see: a red half, a blue one, and stripes.
func sample(width, height int) *image.NRGBA {
	picture := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			c := color.NRGBA{R: 220, G: 20, B: 20, A: 255}
			if x > width/2 {
				c = color.NRGBA{R: 20, G: 20, B: 220, A: 255}
			}
			if y/8%2 == 0 {
				c.G = 120
			}
			picture.SetNRGBA(x, y, c)
		}
	}
	return picture
}

func encoded(t testing.TB, kind string, picture image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	var err error
	switch kind {
	case jpegType:
		err = jpeg.Encode(&out, picture, nil)
	case pngType:
		err = png.Encode(&out, picture)
	case gifType:
		err = gif.Encode(&out, picture, &gif.Options{NumColors: 8}) // to choose among many takes seconds
	case bmpType:
		err = bmp.Encode(&out, picture)
	default:
		err = errors.New("no encoder")
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// decoded reads what the room itself has drawn.
func decoded(t testing.TB, got seen) image.Image {
	t.Helper()
	if got.err != nil {
		t.Fatal(got.err)
	}
	picture, format, err := image.Decode(bytes.NewReader(got.body))
	if err != nil || "image/"+format != got.kind {
		t.Fatalf("%s called %s, %v", format, got.kind, err)
	}
	return picture
}
